-- What a member would like to have: an offer at a value. It comes and goes as he says; he is told once when his points are enough.
CREATE TABLE wishes (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    member_id       bigint NOT NULL REFERENCES members,
    offer_id        bigint NOT NULL REFERENCES offers,
    denomination_id bigint REFERENCES denominations,
    value           bigint NOT NULL CHECK (value > 0),
    -- What it cost when it was wished for, in minor units of points.
    price_then      bigint NOT NULL CHECK (price_then > 0),
    wished_at       timestamptz NOT NULL,
    told_at         timestamptz,
    UNIQUE (member_id, offer_id, value)
);
-- What a change of the catalogue touches is looked up by offer.
CREATE INDEX wishes_by_offer ON wishes (offer_id, value);
CREATE INDEX wishes_untold ON wishes (member_id) WHERE told_at IS NULL;
REVOKE UPDATE ON wishes FROM vitrina_app;
GRANT UPDATE (told_at) ON wishes TO vitrina_app;
