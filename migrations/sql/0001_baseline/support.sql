-- Cards that staff gave another code: why, how whoever asked was identified, what was known then, and who decided.
CREATE TABLE reissues (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid         xid8 NOT NULL DEFAULT pg_current_xact_id(),
    programme_id bigint NOT NULL REFERENCES programmes,
    -- A card goes on once, and what it goes on as is born once.
    old_card_id  bigint NOT NULL UNIQUE REFERENCES giftcards,
    new_card_id  bigint NOT NULL UNIQUE REFERENCES giftcards,
    reason       text NOT NULL CHECK (reason IN ('refused', 'lost', 'exposed', 'damaged')),
    identified   text[] NOT NULL CHECK (identified <@ ARRAY['number', 'phone', 'email', 'order', 'card', 'in_person'] AND cardinality(identified) >= 2),
    risk         smallint NOT NULL CHECK (risk BETWEEN 0 AND 100),
    note         text NOT NULL CHECK (length(note) <= 1000),
    asked_by     bigint NOT NULL REFERENCES users,
    -- The proposal that somebody else approved, where one was needed.
    proposal_id  bigint UNIQUE REFERENCES proposals,
    at           timestamptz NOT NULL
);
CREATE INDEX reissues_by_txid ON reissues (txid);
CREATE INDEX reissues_by_person ON reissues (asked_by, at);
REVOKE UPDATE, DELETE ON reissues FROM vitrina_app;
