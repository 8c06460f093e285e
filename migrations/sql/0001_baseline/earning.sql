-- One bank-card operation, known by its issuer's own identifier: it earns once, however often it is sent.
CREATE TABLE card_operations (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid         xid8 NOT NULL DEFAULT pg_current_xact_id(),
    programme_id bigint NOT NULL REFERENCES programmes,
    source       text NOT NULL CHECK (length(source) BETWEEN 1 AND 64),
    operation_id text NOT NULL CHECK (length(operation_id) BETWEEN 1 AND 64),
    member_id    bigint REFERENCES members,
    token        text NOT NULL CHECK (token !~ '^[0-9]{12,19}$'),
    happened_at  timestamptz NOT NULL,
    kind         text NOT NULL CHECK (kind IN ('purchase', 'refund', 'cash')),
    amount       bigint NOT NULL CHECK (amount > 0),
    currency     text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    mcc          text NOT NULL CHECK (mcc ~ '^[0-9]{4}$'),
    merchant     text NOT NULL,
    rrn          text NOT NULL DEFAULT '',
    -- What was paid where it was bought, in minor units of its currency, and what a whole unit of it cost in the account's.
    original_amount   bigint NOT NULL CHECK (original_amount > 0),
    original_currency text NOT NULL CHECK (original_currency ~ '^[A-Z]{3}$'),
    rate         numeric NOT NULL CHECK (rate > 0),
    -- Points earned, negative when taken back; minor units of the programme.
    points       bigint NOT NULL,
    reason       text NOT NULL CHECK (reason IN ('earned', 'taken_back', 'cash', 'quasi_cash', 'no_member', 'too_small', 'other_currency',
                                          'no_purchase', 'above_purchase')),
    -- How much of a refund belonged to no purchase that was known when it came; with more than 0 somebody should look at it.
    unplaced     bigint NOT NULL DEFAULT 0 CHECK (unplaced >= 0 AND unplaced <= amount AND (unplaced = 0 OR kind = 'refund')),
    imported_at  timestamptz NOT NULL,
    -- The words are sealed with it, until they are forgotten.
    salt         uuid NOT NULL DEFAULT gen_random_uuid(),
    forgotten    bytea CHECK (length(forgotten) = 32),
    CONSTRAINT operation_reason CHECK ((points > 0) = (reason = 'earned') AND (points < 0) = (reason = 'taken_back')),
    CONSTRAINT operation_member CHECK ((member_id IS NULL) = (reason = 'no_member')),
    -- Whatever the rule: nobody earns more than he paid.
    CONSTRAINT operation_worth CHECK (points <= amount),
    UNIQUE (programme_id, source, operation_id)
);
-- Operations that lay in the future when they came, as they came: taken in once their time has come, and never changed.
CREATE TABLE waiting_operations (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid         xid8 NOT NULL DEFAULT pg_current_xact_id(),
    programme_id bigint NOT NULL REFERENCES programmes,
    source       text NOT NULL CHECK (length(source) BETWEEN 1 AND 64),
    operation_id text NOT NULL CHECK (length(operation_id) BETWEEN 1 AND 64),
    token        text NOT NULL CHECK (token !~ '^[0-9]{12,19}$'),
    happened_at  timestamptz NOT NULL,
    kind         text NOT NULL CHECK (kind IN ('purchase', 'refund', 'cash')),
    amount       bigint NOT NULL CHECK (amount > 0),
    currency     text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    mcc          text NOT NULL CHECK (mcc ~ '^[0-9]{4}$'),
    merchant     text NOT NULL,
    rrn          text NOT NULL,
    original_amount   bigint NOT NULL,
    original_currency text NOT NULL,
    rate         numeric NOT NULL,
    kept_at      timestamptz NOT NULL,
    -- The words are sealed with it, until they are forgotten.
    salt         uuid NOT NULL DEFAULT gen_random_uuid(),
    forgotten    bytea CHECK (length(forgotten) = 32),
    CONSTRAINT waiting_lies_ahead CHECK (happened_at > kept_at),
    UNIQUE (programme_id, source, operation_id)
);
CREATE INDEX waiting_operations_due ON waiting_operations (happened_at);
CREATE INDEX waiting_operations_by_txid ON waiting_operations (txid);
-- Written by card_operations_wait() alone, which records that they came.
REVOKE INSERT, UPDATE, DELETE ON waiting_operations FROM vitrina_app;
CREATE INDEX card_operations_by_txid ON card_operations (txid);
CREATE INDEX card_operations_by_member ON card_operations (member_id, id);
-- Finds the purchase that a refund gives back.
CREATE INDEX card_operations_bought ON card_operations (programme_id, token, happened_at) WHERE kind <> 'refund' AND member_id IS NOT NULL;
-- Finds the refunds that an operation which comes later may concern: those after it in time, and then all of its card.
CREATE INDEX card_operations_refunds ON card_operations (programme_id, happened_at) WHERE kind = 'refund';
CREATE INDEX card_operations_refunded ON card_operations (programme_id, token) WHERE kind = 'refund';
REVOKE INSERT, UPDATE, DELETE ON card_operations FROM vitrina_app;
-- Which transaction wrote an operation, and under which number, is not for the writer to say.
GRANT INSERT (programme_id, source, operation_id, member_id, token, happened_at, kind, amount, currency, mcc, merchant, rrn, original_amount,
              original_currency, rate, points, reason, unplaced, imported_at) ON card_operations TO vitrina_app;

-- How much of a purchase a refund gave back, in minor units of the purchase's currency, and the points that went with it. Late: what an
-- operation that came afterwards made of a refund that was there already, as a difference; what was wrongly taken is less than 0 there.
CREATE TABLE refund_parts (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid        xid8 NOT NULL DEFAULT pg_current_xact_id(),
    refund_id   bigint NOT NULL REFERENCES card_operations,
    purchase_id bigint NOT NULL REFERENCES card_operations,
    amount      bigint NOT NULL,
    points      bigint NOT NULL,
    late        boolean NOT NULL,
    CONSTRAINT refund_part_moves CHECK (amount <> 0 OR points <> 0),
    CONSTRAINT refund_part_gives CHECK (late OR (amount > 0 AND points >= 0))
);
CREATE INDEX refund_parts_by_txid ON refund_parts (txid);
CREATE INDEX refund_parts_by_refund ON refund_parts (refund_id);
CREATE INDEX refund_parts_by_purchase ON refund_parts (purchase_id);
REVOKE INSERT, UPDATE, DELETE ON refund_parts FROM vitrina_app;
GRANT INSERT (refund_id, purchase_id, amount, points, late) ON refund_parts TO vitrina_app;

-- What one transaction has taken in of a file, in figures, and the seal that only the application makes of them: its key is not in the
-- database. Points are posted for operations with an intake alone.
CREATE TABLE operation_intakes (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid         xid8 NOT NULL DEFAULT pg_current_xact_id(),
    programme_id bigint NOT NULL REFERENCES programmes,
    source       text NOT NULL CHECK (length(source) BETWEEN 1 AND 64),
    -- The run that brought the operations, and the digest of its file; NULL: they had waited, or came in no file.
    run_id       bigint REFERENCES runs,
    file_digest  bytea CHECK (length(file_digest) = 32),
    -- Operations that were stored, between two ids, with the points they earned and took back; those that wait until their time comes;
    -- and how many parts of purchases were noted as given back.
    first_id     bigint,
    last_id      bigint,
    number       bigint NOT NULL CHECK (number >= 0),
    waiting      bigint NOT NULL CHECK (waiting >= 0),
    parts        bigint NOT NULL CHECK (parts >= 0),
    earned       bigint NOT NULL CHECK (earned >= 0),
    taken_back   bigint NOT NULL CHECK (taken_back >= 0),
    at           timestamptz NOT NULL,
    seal         bytea NOT NULL CHECK (length(seal) = 32),
    CONSTRAINT intake_file CHECK ((run_id IS NULL) = (file_digest IS NULL)),
    CONSTRAINT intake_range CHECK ((first_id IS NULL) = (number = 0) AND (last_id IS NULL) = (number = 0)),
    CONSTRAINT intake_brings CHECK (number > 0 OR waiting > 0)
);
CREATE INDEX operation_intakes_by_txid ON operation_intakes (txid);
CREATE INDEX operation_intakes_by_run ON operation_intakes (run_id) WHERE run_id IS NOT NULL;
-- Written by operation_intake_note() alone, which counts for itself.
REVOKE INSERT, UPDATE, DELETE ON operation_intakes FROM vitrina_app;
