-- On which terms cards of a brand may be exchanged for another brand's, split and merged. The newest of a brand counts; without one nothing may be.
CREATE TABLE exchange_rules (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    programme_id bigint NOT NULL REFERENCES programmes,
    brand_id     bigint NOT NULL REFERENCES brands,
    -- Its cards may become another brand's; others' may become its; its cards may be split and merged.
    gives        boolean NOT NULL,
    takes        boolean NOT NULL,
    recasts      boolean NOT NULL,
    -- What of the value given is kept as a fee when cards become this brand's.
    fee_permille integer NOT NULL CHECK (fee_permille BETWEEN 0 AND 500),
    at           timestamptz NOT NULL
);
CREATE INDEX exchange_rules_by_brand ON exchange_rules (brand_id, id);
CREATE INDEX exchange_rules_by_programme ON exchange_rules (programme_id, brand_id, id);
REVOKE UPDATE, DELETE ON exchange_rules FROM vitrina_app;

-- What a member was told that he would get, and until when: `amount` of a card for a card of `value`.
CREATE TABLE exchange_quotes (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref             text NOT NULL UNIQUE CHECK (ref ~ '^[0-9A-HJKMNP-TV-Z]{26}$'),
    member_id       bigint NOT NULL REFERENCES members,
    giftcard_id     bigint NOT NULL REFERENCES giftcards,
    amount          bigint NOT NULL CHECK (amount > 0),
    brand_id        bigint NOT NULL REFERENCES brands,
    offer_id        bigint NOT NULL REFERENCES offers,
    -- Where its code comes from the brand's stock; NULL: it is made by us.
    denomination_id bigint REFERENCES denominations,
    value           bigint NOT NULL CHECK (value > 0),
    fee_permille    integer NOT NULL CHECK (fee_permille BETWEEN 0 AND 500),
    quoted_at       timestamptz NOT NULL,
    good_until      timestamptz NOT NULL CHECK (good_until > quoted_at),
    CHECK (value <= amount)
);
CREATE INDEX exchange_quotes_by_card ON exchange_quotes (giftcard_id, id);
REVOKE UPDATE, DELETE ON exchange_quotes FROM vitrina_app;

-- Each time that a member had cards go on as others. A part of a card is split off before it is exchanged, in the same transaction.
CREATE TABLE exchanges (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid          xid8 NOT NULL DEFAULT pg_current_xact_id(),
    programme_id  bigint NOT NULL,
    member_id     bigint NOT NULL REFERENCES members,
    kind          text NOT NULL CHECK (kind IN ('exchange', 'split', 'merge')),
    succession_id bigint NOT NULL UNIQUE REFERENCES giftcard_successions,
    split_id      bigint UNIQUE REFERENCES giftcard_successions,
    quote_id      bigint UNIQUE REFERENCES exchange_quotes,
    amount        bigint NOT NULL CHECK (amount > 0),
    at            timestamptz NOT NULL,
    CHECK ((kind = 'exchange') = (quote_id IS NOT NULL)),
    CHECK (split_id IS NULL OR kind = 'exchange')
);
CREATE INDEX exchanges_by_txid ON exchanges (txid);
CREATE INDEX exchanges_by_member ON exchanges (member_id, at);
REVOKE UPDATE, DELETE ON exchanges FROM vitrina_app;
