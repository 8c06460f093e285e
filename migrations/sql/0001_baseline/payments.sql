-- Money that members pay: for the part of an order that points do not pay, or for points. A payment is a fact, and so is each thing that
-- becomes of it: it is completed or expires, parts of it are refunded, a bank disputes it. What it is for stands above this domain, so
-- `purpose_id` has no foreign key; `vitrina verify` finds a payment that is for nothing.
CREATE TABLE payments (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid         xid8 NOT NULL DEFAULT pg_current_xact_id(),
    -- Known to the provider, and the idempotency key of the call that opens it there.
    public_id    text NOT NULL UNIQUE CHECK (public_id ~ '^[0-9A-HJKMNP-TV-Z]{26}$'),
    programme_id bigint NOT NULL REFERENCES programmes,
    member_id    bigint NOT NULL REFERENCES members,
    purpose      text NOT NULL CHECK (purpose IN ('order', 'topup')),
    purpose_id   bigint NOT NULL,
    amount       bigint NOT NULL CHECK (amount > 0),
    currency     text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    placed_at    timestamptz NOT NULL,
    -- Afterwards it is closed at the provider.
    pay_until    timestamptz NOT NULL CHECK (pay_until > placed_at),
    UNIQUE (purpose, purpose_id)
);
CREATE INDEX payments_by_txid ON payments (txid);
CREATE INDEX payments_by_programme ON payments (programme_id, id DESC);
CREATE INDEX payments_by_member ON payments (member_id, id DESC);
-- Written by payment_open() alone, for the function that has the purpose.
REVOKE INSERT, UPDATE, DELETE ON payments FROM vitrina_app;

-- The provider's page on which it is paid.
CREATE TABLE payment_sessions (
    payment_id  bigint PRIMARY KEY REFERENCES payments,
    session_ref text NOT NULL UNIQUE CHECK (length(session_ref) BETWEEN 4 AND 120),
    url         text NOT NULL CHECK (length(url) BETWEEN 8 AND 2000),
    at          timestamptz NOT NULL
);
REVOKE UPDATE, DELETE ON payment_sessions FROM vitrina_app;
-- Somebody wants it to end unpaid: its member, or the clock. It has not ended before the provider has said so.
CREATE TABLE payment_closings (
    payment_id bigint PRIMARY KEY REFERENCES payments,
    at         timestamptz NOT NULL,
    by         text NOT NULL
);
REVOKE INSERT, UPDATE, DELETE ON payment_closings FROM vitrina_app;
-- The money is there; however often and by whomever that is said.
CREATE TABLE payment_completions (
    payment_id bigint PRIMARY KEY REFERENCES payments,
    txid       xid8 NOT NULL DEFAULT pg_current_xact_id(),
    intent_ref text NOT NULL UNIQUE CHECK (length(intent_ref) BETWEEN 4 AND 120),
    at         timestamptz NOT NULL,
    known_by   text NOT NULL CHECK (known_by IN ('event', 'asked'))
);
CREATE INDEX payment_completions_by_txid ON payment_completions (txid);
-- The provider, or a person who has looked there, has said that nobody can pay it any more. Money that comes all the same is refunded at once.
CREATE TABLE payment_expiries (
    payment_id bigint PRIMARY KEY REFERENCES payments,
    txid       xid8 NOT NULL DEFAULT pg_current_xact_id(),
    at         timestamptz NOT NULL,
    known_by   text NOT NULL CHECK (known_by IN ('event', 'asked', 'never_opened', 'person'))
);
CREATE INDEX payment_expiries_by_txid ON payment_expiries (txid);
REVOKE INSERT, UPDATE, DELETE ON payment_completions, payment_expiries FROM vitrina_app;

-- Money that goes back to its source. All of a payment's refunds that did not fail come to no more than was paid (payment_refund).
CREATE TABLE payment_refunds (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid       xid8 NOT NULL DEFAULT pg_current_xact_id(),
    -- Known to the provider, and the idempotency key of the call.
    public_id  text NOT NULL UNIQUE CHECK (public_id ~ '^[0-9A-HJKMNP-TV-Z]{26}$'),
    payment_id bigint NOT NULL REFERENCES payments,
    amount     bigint NOT NULL CHECK (amount > 0),
    -- What it is for: an order taken back, money that came late, a decision of staff, or one made at the provider.
    cause      text NOT NULL CHECK (cause IN ('returned', 'late', 'staff', 'provider')),
    -- Whose money it is: what was paid and not handed over yet, or, where it was, the programme's own.
    borne_by   text NOT NULL CHECK (borne_by IN ('prepaid', 'programme')),
    at         timestamptz NOT NULL,
    by         text NOT NULL,
    why        text NOT NULL DEFAULT '' CHECK (length(why) <= 1000),
    -- The words are sealed with it, until they are forgotten.
    salt       uuid NOT NULL DEFAULT gen_random_uuid(),
    forgotten  bytea CHECK (length(forgotten) = 32)
);
CREATE INDEX payment_refunds_by_txid ON payment_refunds (txid);
CREATE INDEX payment_refunds_by_payment ON payment_refunds (payment_id);
CREATE INDEX payment_refunds_by_person ON payment_refunds (by, at);
-- Which refund of the provider's it is.
CREATE TABLE payment_refund_receipts (
    refund_id    bigint PRIMARY KEY REFERENCES payment_refunds,
    txid         xid8 NOT NULL DEFAULT pg_current_xact_id(),
    provider_ref text NOT NULL UNIQUE CHECK (length(provider_ref) BETWEEN 4 AND 120),
    at           timestamptz NOT NULL
);
CREATE INDEX payment_refund_receipts_by_txid ON payment_refund_receipts (txid);
-- It is done, or it failed; one that was done may fail days later, when a bank sends it back.
CREATE TABLE payment_refund_ends (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid      xid8 NOT NULL DEFAULT pg_current_xact_id(),
    refund_id bigint NOT NULL REFERENCES payment_refunds,
    how       text NOT NULL CHECK (how IN ('done', 'failed')),
    at        timestamptz NOT NULL,
    why       text NOT NULL DEFAULT '' CHECK (length(why) <= 200),
    UNIQUE (refund_id, how)
);
CREATE INDEX payment_refund_ends_by_txid ON payment_refund_ends (txid);
REVOKE INSERT, UPDATE, DELETE ON payment_refunds, payment_refund_receipts, payment_refund_ends FROM vitrina_app;

-- A bank wants money back for its customer. Only steps that move funds have an effect; an inquiry moves none.
CREATE TABLE payment_disputes (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid         xid8 NOT NULL DEFAULT pg_current_xact_id(),
    payment_id   bigint NOT NULL REFERENCES payments,
    provider_ref text NOT NULL UNIQUE CHECK (length(provider_ref) BETWEEN 4 AND 120),
    amount       bigint NOT NULL CHECK (amount > 0),
    reason       text NOT NULL CHECK (length(reason) <= 60),
    at           timestamptz NOT NULL
);
CREATE INDEX payment_disputes_by_txid ON payment_disputes (txid);
CREATE INDEX payment_disputes_by_payment ON payment_disputes (payment_id);
CREATE TABLE payment_dispute_steps (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid       xid8 NOT NULL DEFAULT pg_current_xact_id(),
    dispute_id bigint NOT NULL REFERENCES payment_disputes,
    what       text NOT NULL CHECK (what IN ('funds_withdrawn', 'funds_reinstated', 'closed')),
    outcome    text NOT NULL DEFAULT '' CHECK (length(outcome) <= 40),
    at         timestamptz NOT NULL,
    UNIQUE (dispute_id, what)
);
CREATE INDEX payment_dispute_steps_by_txid ON payment_dispute_steps (txid);
-- What was taken back for withdrawn funds, in minor units: value from cards; and what was spent already and is owed.
CREATE TABLE payment_dispute_takings (
    dispute_id  bigint PRIMARY KEY REFERENCES payment_disputes,
    txid        xid8 NOT NULL DEFAULT pg_current_xact_id(),
    at          timestamptz NOT NULL,
    value       bigint NOT NULL DEFAULT 0 CHECK (value >= 0),
    owed        bigint NOT NULL DEFAULT 0 CHECK (owed >= 0)
);
CREATE INDEX payment_dispute_takings_by_txid ON payment_dispute_takings (txid);
-- From which cards: the one that was ordered, or those as which it went on.
CREATE TABLE payment_dispute_pieces (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid        xid8 NOT NULL DEFAULT pg_current_xact_id(),
    dispute_id  bigint NOT NULL REFERENCES payment_dispute_takings,
    giftcard_id bigint NOT NULL,
    value       bigint NOT NULL CHECK (value > 0),
    UNIQUE (dispute_id, giftcard_id)
);
CREATE INDEX payment_dispute_pieces_by_txid ON payment_dispute_pieces (txid);
REVOKE INSERT, UPDATE, DELETE ON payment_dispute_pieces FROM vitrina_app;
-- All of it was given back, because the funds were.
CREATE TABLE payment_dispute_returns (
    dispute_id bigint PRIMARY KEY REFERENCES payment_dispute_takings,
    txid       xid8 NOT NULL DEFAULT pg_current_xact_id(),
    at         timestamptz NOT NULL
);
CREATE INDEX payment_dispute_returns_by_txid ON payment_dispute_returns (txid);
REVOKE INSERT, UPDATE, DELETE ON payment_disputes, payment_dispute_steps, payment_dispute_takings, payment_dispute_returns FROM vitrina_app;

-- What was asked of the provider, written down before it is asked, and what came back. Without an answer nobody knows.
CREATE TABLE payment_calls (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    payment_id  bigint NOT NULL REFERENCES payments,
    refund_id   bigint REFERENCES payment_refunds,
    what        text NOT NULL CHECK (what IN ('open', 'look', 'close', 'refund', 'find_refund')),
    began_at    timestamptz NOT NULL,
    answered_at timestamptz,
    outcome     text CHECK (outcome ~ '^[a-z_]{2,20}$'),
    note        text NOT NULL DEFAULT '' CHECK (length(note) <= 200),
    CHECK ((answered_at IS NULL) = (outcome IS NULL))
);
CREATE INDEX payment_calls_by_payment ON payment_calls (payment_id, id);
REVOKE UPDATE, DELETE ON payment_calls FROM vitrina_app;
GRANT UPDATE (answered_at, outcome, note) ON payment_calls TO vitrina_app;
-- What a person has to look at.
CREATE TABLE payment_troubles (
    payment_id bigint PRIMARY KEY REFERENCES payments,
    since      timestamptz NOT NULL,
    kind       text NOT NULL CHECK (kind IN ('wrong_amount', 'refused', 'refund_failed', 'owed_back'))
);
REVOKE UPDATE, DELETE ON payment_troubles FROM vitrina_app;
GRANT UPDATE (since, kind) ON payment_troubles TO vitrina_app;

-- Every event as the provider sent it, kept before it is acknowledged; each is heard once, in whatever order they come.
CREATE TABLE provider_events (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_ref   text NOT NULL UNIQUE CHECK (length(event_ref) BETWEEN 4 AND 120),
    kind        text NOT NULL CHECK (length(kind) BETWEEN 1 AND 80),
    -- Blank after 90 days.
    body        bytea NOT NULL CHECK (length(body) <= 1048576),
    received_at timestamptz NOT NULL,
    -- How often it came again.
    repeats     integer NOT NULL DEFAULT 0,
    -- When it was last tried, too, while it waits.
    heard_at    timestamptz,
    -- What it came to: done, of no concern, about nothing of ours, or still waiting for what it is about.
    outcome     text CHECK (outcome IN ('done', 'ignored', 'foreign', 'waiting', 'refused')),
    payment_id  bigint REFERENCES payments,
    -- The money of the provider's that it is about, where that was not known here.
    about       text CHECK (length(about) <= 120),
    CHECK ((heard_at IS NULL) = (outcome IS NULL))
);
CREATE INDEX provider_events_by_payment ON provider_events (payment_id, id);
CREATE INDEX provider_events_waiting ON provider_events (about) WHERE outcome = 'waiting';
REVOKE UPDATE, DELETE ON provider_events FROM vitrina_app;
CREATE INDEX provider_events_kept ON provider_events (received_at) WHERE body <> '';
GRANT UPDATE (repeats, heard_at, outcome, payment_id, about, body) ON provider_events TO vitrina_app;

-- Points that a member buys, where the programme sells them: asked for, and paid by a payment of that purpose. Once the money is there they are
-- credited (payment_complete); nothing else credits them.
CREATE TABLE topups (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid         xid8 NOT NULL DEFAULT pg_current_xact_id(),
    programme_id bigint NOT NULL REFERENCES programmes,
    member_id    bigint NOT NULL REFERENCES members,
    ref          text NOT NULL CHECK (length(ref) >= 8 AND length(ref) <= 64),
    points       bigint NOT NULL CHECK (points > 0),
    -- For how many days after the money came they cannot be spent.
    fresh_days   integer NOT NULL CHECK (fresh_days >= 0),
    placed_at    timestamptz NOT NULL,
    UNIQUE (member_id, ref)
);
CREATE INDEX topups_by_txid ON topups (txid);
-- Points taken back, because their money went back or a bank withdrew it; what the member had spent already is owed, in points.
CREATE TABLE topup_takings (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid     xid8 NOT NULL DEFAULT pg_current_xact_id(),
    topup_id bigint NOT NULL REFERENCES topups,
    cause    text NOT NULL CHECK (cause IN ('refund', 'dispute')),
    cause_id bigint NOT NULL,
    points   bigint NOT NULL CHECK (points >= 0),
    owed     bigint NOT NULL CHECK (owed >= 0),
    at       timestamptz NOT NULL,
    UNIQUE (cause, cause_id)
);
CREATE INDEX topup_takings_by_txid ON topup_takings (txid);
CREATE INDEX topup_takings_by_topup ON topup_takings (topup_id);
-- All of it was given back: the refund failed, or the bank's funds came back.
CREATE TABLE topup_returns (
    taking_id bigint PRIMARY KEY REFERENCES topup_takings,
    txid      xid8 NOT NULL DEFAULT pg_current_xact_id(),
    at        timestamptz NOT NULL
);
CREATE INDEX topup_returns_by_txid ON topup_returns (txid);
REVOKE INSERT, UPDATE, DELETE ON topups, topup_takings, topup_returns FROM vitrina_app;

-- What a member owed after disputes, and was kept back of money that was to go back to him: of a payment that goes back in parts, of each part.
CREATE TABLE payment_nettings (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid       xid8 NOT NULL DEFAULT pg_current_xact_id(),
    payment_id bigint NOT NULL REFERENCES payments,
    amount     bigint NOT NULL CHECK (amount > 0),
    at         timestamptz NOT NULL
);
CREATE INDEX payment_nettings_by_txid ON payment_nettings (txid);
CREATE INDEX payment_nettings_by_payment ON payment_nettings (payment_id);
-- A debt, in money or points, or a part of it, that two people have given up.
CREATE TABLE payment_write_offs (
    proposal_id bigint PRIMARY KEY REFERENCES proposals,
    txid        xid8 NOT NULL DEFAULT pg_current_xact_id(),
    member_id   bigint NOT NULL REFERENCES members,
    unit        text NOT NULL CHECK (unit = 'points' OR unit ~ '^[A-Z]{3}$'),
    amount      bigint NOT NULL CHECK (amount > 0),
    at          timestamptz NOT NULL
);
CREATE INDEX payment_write_offs_by_txid ON payment_write_offs (txid);
REVOKE INSERT, UPDATE, DELETE ON payment_nettings, payment_write_offs FROM vitrina_app;
