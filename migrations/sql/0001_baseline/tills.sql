-- Where a partner takes certificates: a till of a shop, a web shop, a machine that pays by itself.
CREATE TABLE terminals (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid       xid8 NOT NULL DEFAULT pg_current_xact_id(),
    partner_id bigint NOT NULL REFERENCES partners,
    shop_id    bigint REFERENCES shops,
    name       text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
    created_at timestamptz NOT NULL,
    closed_at  timestamptz
);
CREATE INDEX terminals_by_txid ON terminals (txid);
CREATE UNIQUE INDEX terminals_open ON terminals (partner_id, name) WHERE closed_at IS NULL;
REVOKE UPDATE, DELETE ON terminals FROM vitrina_app;
GRANT UPDATE (closed_at) ON terminals TO vitrina_app;

-- What a terminal's own program shows. Only a digest is kept; an old key and a new one may live side by side.
CREATE TABLE terminal_keys (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid        xid8 NOT NULL DEFAULT pg_current_xact_id(),
    terminal_id bigint NOT NULL REFERENCES terminals,
    key_prefix  text NOT NULL UNIQUE,
    key_digest  bytea NOT NULL CHECK (length(key_digest) = 32),
    created_at  timestamptz NOT NULL,
    revoked_at  timestamptz
);
CREATE INDEX terminal_keys_by_txid ON terminal_keys (txid);
CREATE INDEX terminal_keys_by_terminal ON terminal_keys (terminal_id, id);
REVOKE UPDATE, DELETE ON terminal_keys FROM vitrina_app;
GRANT UPDATE (revoked_at) ON terminal_keys TO vitrina_app;

-- The contract by which one partner's terminals take another's certificates. Each always takes his own.
CREATE TABLE acceptances (
    id                  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid                xid8 NOT NULL DEFAULT pg_current_xact_id(),
    issuer_partner_id   bigint NOT NULL REFERENCES partners,
    acceptor_partner_id bigint NOT NULL REFERENCES partners,
    began_at            timestamptz NOT NULL,
    ended_at            timestamptz,
    CHECK (issuer_partner_id <> acceptor_partner_id),
    CHECK (ended_at >= began_at)
);
CREATE INDEX acceptances_by_txid ON acceptances (txid);
CREATE UNIQUE INDEX acceptances_active ON acceptances (acceptor_partner_id, issuer_partner_id) WHERE ended_at IS NULL;
REVOKE UPDATE, DELETE ON acceptances FROM vitrina_app;
GRANT UPDATE (ended_at) ON acceptances TO vitrina_app;

-- What a terminal took. `ref` is its own; `asked` the keyed digest of what it asked under it, so that asking twice is asking once.
CREATE TABLE redemptions (
    id                  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid                xid8 NOT NULL DEFAULT pg_current_xact_id(),
    terminal_id         bigint NOT NULL REFERENCES terminals,
    ref                 text NOT NULL CHECK (ref ~ '^[A-Za-z0-9._-]{1,64}$'),
    asked               bytea NOT NULL CHECK (length(asked) = 32),
    giftcard_id         bigint NOT NULL REFERENCES giftcards,
    amount              bigint NOT NULL CHECK (amount > 0),
    -- What there was to pay, where the terminal asked for "up to".
    bill                bigint CHECK (bill >= amount),
    -- What was left on the card right afterwards.
    remaining           bigint NOT NULL CHECK (remaining >= 0),
    receipt             text NOT NULL CHECK (length(receipt) <= 40),
    issuer_partner_id   bigint NOT NULL REFERENCES partners,
    acceptor_partner_id bigint NOT NULL REFERENCES partners,
    at                  timestamptz NOT NULL,
    UNIQUE (terminal_id, ref)
);
CREATE INDEX redemptions_by_txid ON redemptions (txid);
CREATE INDEX redemptions_by_card ON redemptions (giftcard_id, id);
-- Support finds a card by the receipt of a till.
CREATE INDEX redemptions_by_receipt ON redemptions (receipt) WHERE receipt <> '';
CREATE INDEX redemptions_by_acceptor ON redemptions (acceptor_partner_id, id);
CREATE INDEX redemptions_by_issuer ON redemptions (issuer_partner_id, id);
-- The list stands in the order of its moments, and days are asked for by whoever looks at a month.
CREATE INDEX redemptions_by_time ON redemptions (at, id);
CREATE INDEX redemptions_by_terminal ON redemptions (terminal_id, id);
REVOKE INSERT, UPDATE, DELETE ON redemptions FROM vitrina_app;

-- What a terminal took back, by its own ref. Without a redemption: it came first, and what comes under this ref is refused.
CREATE TABLE reversals (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid          xid8 NOT NULL DEFAULT pg_current_xact_id(),
    terminal_id   bigint NOT NULL REFERENCES terminals,
    ref           text NOT NULL CHECK (ref ~ '^[A-Za-z0-9._-]{1,64}$'),
    redemption_id bigint UNIQUE REFERENCES redemptions,
    -- Who stood there, where it was a person.
    reversed_by   bigint REFERENCES users,
    at            timestamptz NOT NULL,
    UNIQUE (terminal_id, ref)
);
CREATE INDEX reversals_by_txid ON reversals (txid);
CREATE INDEX reversals_by_terminal ON reversals (terminal_id, id);
CREATE INDEX reversals_by_person ON reversals (reversed_by, at) WHERE reversed_by IS NOT NULL;
REVOKE INSERT, UPDATE, DELETE ON reversals FROM vitrina_app;

-- Value set aside for a purchase that is not done yet. A ref stands for an authorisation and for its capture alike.
CREATE TABLE authorisations (
    id                  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid                xid8 NOT NULL DEFAULT pg_current_xact_id(),
    terminal_id         bigint NOT NULL REFERENCES terminals,
    ref                 text NOT NULL CHECK (ref ~ '^[A-Za-z0-9._-]{1,64}$'),
    asked               bytea NOT NULL CHECK (length(asked) = 32),
    giftcard_id         bigint NOT NULL REFERENCES giftcards,
    amount              bigint NOT NULL CHECK (amount > 0),
    remaining           bigint NOT NULL CHECK (remaining >= 0),
    issuer_partner_id   bigint NOT NULL REFERENCES partners,
    acceptor_partner_id bigint NOT NULL REFERENCES partners,
    at                  timestamptz NOT NULL,
    lapses_at           timestamptz NOT NULL CHECK (lapses_at > at),
    UNIQUE (terminal_id, ref)
);
CREATE INDEX authorisations_by_txid ON authorisations (txid);
CREATE INDEX authorisations_by_card ON authorisations (giftcard_id, id);
CREATE INDEX authorisations_by_end ON authorisations (lapses_at, id);
REVOKE INSERT, UPDATE, DELETE ON authorisations FROM vitrina_app;

-- How it ended, once: captured (a redemption under the same ref, the rest went back), voided, or lapsed.
CREATE TABLE authorisation_ends (
    authorisation_id bigint PRIMARY KEY REFERENCES authorisations,
    txid             xid8 NOT NULL DEFAULT pg_current_xact_id(),
    kind             text NOT NULL CHECK (kind IN ('captured', 'voided', 'lapsed')),
    at               timestamptz NOT NULL
);
CREATE INDEX authorisation_ends_by_txid ON authorisation_ends (txid);
REVOKE INSERT, UPDATE, DELETE ON authorisation_ends FROM vitrina_app;

-- Each code that was refused at a terminal, by the number that the cashier sees; the reason is for support alone. Guessing is counted here.
CREATE TABLE till_refusals (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    terminal_id bigint NOT NULL REFERENCES terminals,
    user_id     bigint REFERENCES users,
    number      text NOT NULL UNIQUE CHECK (number ~ '^[0-9A-HJKMNP-TV-Z]{8}$'),
    reason      text NOT NULL CHECK (reason IN ('unknown', 'unsold', 'ambiguous', 'foreign', 'frozen', 'held', 'expired', 'spent')),
    giftcard_id bigint REFERENCES giftcards,
    at          timestamptz NOT NULL
);
CREATE INDEX till_refusals_by_terminal ON till_refusals (terminal_id, at);
CREATE INDEX till_refusals_by_card ON till_refusals (giftcard_id, id) WHERE giftcard_id IS NOT NULL;
CREATE INDEX till_refusals_by_user ON till_refusals (user_id, at) WHERE user_id IS NOT NULL;
REVOKE INSERT, UPDATE, DELETE ON till_refusals FROM vitrina_app;

-- What somebody should look at: more codes were tried at a terminal than anybody mistypes, a decoy of a batch was, or much of what was
-- taken is taken back: once an hour and terminal, or, by one person at all of the partner's terminals, once an hour and person.
CREATE TABLE till_alarms (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- Whom it concerns: whose terminal it is, or whose batch the decoy is of.
    partner_id  bigint NOT NULL REFERENCES partners,
    terminal_id bigint NOT NULL REFERENCES terminals,
    -- Who stood there, where it was a person.
    user_id     bigint REFERENCES users,
    kind        text NOT NULL CHECK (kind IN ('guessing', 'canary', 'reversing')),
    batch_id    bigint REFERENCES batches,
    -- Under which number the decoy was refused.
    refusal     text NOT NULL DEFAULT '' CHECK (refusal ~ '^([0-9A-HJKMNP-TV-Z]{8})?$'),
    hour        timestamptz NOT NULL,
    at          timestamptz NOT NULL,
    CHECK ((kind = 'canary') = (batch_id IS NOT NULL))
);
CREATE UNIQUE INDEX till_alarms_once ON till_alarms (terminal_id, kind, hour, batch_id) NULLS NOT DISTINCT WHERE kind <> 'reversing' OR user_id IS NULL;
CREATE UNIQUE INDEX till_alarms_once_for_person ON till_alarms (partner_id, user_id, hour) WHERE kind = 'reversing' AND user_id IS NOT NULL;
CREATE INDEX till_alarms_by_partner ON till_alarms (partner_id, id);
REVOKE INSERT, UPDATE, DELETE ON till_alarms FROM vitrina_app;
-- Somebody has looked at it: once at each desk, so that whoever caused it cannot put it out of the other's sight.
CREATE TABLE till_alarm_answers (
    alarm_id bigint NOT NULL REFERENCES till_alarms,
    desk     text NOT NULL CHECK (desk IN ('partner', 'programme')),
    note     text NOT NULL CHECK (length(note) BETWEEN 1 AND 1000),
    at       timestamptz NOT NULL,
    actor    text NOT NULL,
    PRIMARY KEY (alarm_id, desk)
);
REVOKE UPDATE, DELETE ON till_alarm_answers FROM vitrina_app;

-- Wrong PINs given for a code since the last right one, whosever card it is; the fifth locks it for half an hour.
CREATE TABLE pin_tries (
    code_id      bigint PRIMARY KEY REFERENCES codes,
    tries        integer NOT NULL CHECK (tries BETWEEN 1 AND 5),
    locked_until timestamptz,
    CHECK ((tries = 5) = (locked_until IS NOT NULL))
);
REVOKE INSERT, UPDATE, DELETE ON pin_tries FROM vitrina_app;

-- What a terminal may take while it is without a network, in minor units of the currency: of one card, in all, how often. Switched on by an
-- owner, until it ends; a change is an end and a beginning.
CREATE TABLE offline_terms (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid         xid8 NOT NULL DEFAULT pg_current_xact_id(),
    terminal_id  bigint NOT NULL REFERENCES terminals,
    card_limit   bigint NOT NULL CHECK (card_limit > 0),
    stored_limit bigint NOT NULL CHECK (stored_limit >= card_limit),
    count_limit  integer NOT NULL CHECK (count_limit BETWEEN 1 AND 500),
    currency     text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    began_at     timestamptz NOT NULL,
    ended_at     timestamptz CHECK (ended_at >= began_at)
);
CREATE INDEX offline_terms_by_txid ON offline_terms (txid);
CREATE UNIQUE INDEX offline_terms_open ON offline_terms (terminal_id) WHERE ended_at IS NULL;
REVOKE UPDATE, DELETE ON offline_terms FROM vitrina_app;
GRANT UPDATE (ended_at) ON offline_terms TO vitrina_app;

-- Cards whose owners were given a signed pass: the mark that stands for the card in it, and until when the last one is good.
CREATE TABLE offline_passes (
    giftcard_id bigint PRIMARY KEY REFERENCES giftcards,
    mark        bytea NOT NULL UNIQUE CHECK (length(mark) = 16),
    until       timestamptz NOT NULL
);
CREATE INDEX offline_passes_by_end ON offline_passes (until);
REVOKE UPDATE, DELETE ON offline_passes FROM vitrina_app;
GRANT UPDATE (until) ON offline_passes TO vitrina_app;

-- Which device holds what a terminal takes along for going on without a network: one at a time. A package lasts until `until`, and as long
-- nobody else gets one, unless its holder hands it back ('returned') or the partner ends it ('ended': what it holds may still come). 'lapsed':
-- its time was over when another came; 'renewed': the same device went on under other terms.
CREATE TABLE offline_holders (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    terminal_id bigint NOT NULL REFERENCES terminals,
    terms_id    bigint NOT NULL REFERENCES offline_terms,
    holder      bytea NOT NULL CHECK (length(holder) = 32),
    user_id     bigint REFERENCES users,
    key_prefix  text CHECK (length(key_prefix) <= 16),
    since       timestamptz NOT NULL,
    until       timestamptz NOT NULL CHECK (until > since),
    ended_at    timestamptz CHECK (ended_at >= since),
    ended_how   text CHECK (ended_how IN ('returned', 'ended', 'lapsed', 'renewed')),
    CHECK ((ended_at IS NULL) = (ended_how IS NULL)),
    CHECK (user_id IS NULL OR key_prefix IS NULL)
);
CREATE UNIQUE INDEX offline_holders_open ON offline_holders (terminal_id) WHERE ended_at IS NULL;
CREATE INDEX offline_holders_by_terminal ON offline_holders (terminal_id, until);
REVOKE UPDATE, DELETE ON offline_holders FROM vitrina_app;
GRANT UPDATE (until, ended_at, ended_how) ON offline_holders TO vitrina_app;

-- What a terminal took without a network: `amount` of goods was given, `taken` of it left the card when the terminal was back, in the
-- redemption of the same ref, and the rest the acceptor has lost. `package_at` says under which package it was taken.
CREATE TABLE offline_takings (
    id                  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid                xid8 NOT NULL DEFAULT pg_current_xact_id(),
    terminal_id         bigint NOT NULL REFERENCES terminals,
    ref                 text NOT NULL CHECK (ref ~ '^[A-Za-z0-9._-]{1,64}$'),
    asked               bytea NOT NULL CHECK (length(asked) = 32),
    terms_id            bigint NOT NULL REFERENCES offline_terms,
    package_at          timestamptz NOT NULL,
    giftcard_id         bigint REFERENCES giftcards,
    redemption_id       bigint UNIQUE REFERENCES redemptions,
    amount              bigint NOT NULL CHECK (amount > 0),
    taken               bigint NOT NULL CHECK (taken BETWEEN 0 AND amount),
    lost                bigint NOT NULL,
    why                 text NOT NULL CHECK (why IN ('', 'short', 'spent', 'frozen', 'held', 'expired', 'void', 'part_use', 'foreign', 'unknown',
                                                     'reversed', 'time', 'limit')),
    receipt             text NOT NULL CHECK (length(receipt) <= 40),
    acceptor_partner_id bigint NOT NULL REFERENCES partners,
    taken_at            timestamptz NOT NULL,
    synced_at           timestamptz NOT NULL,
    -- Whose package it was.
    holder_id           bigint NOT NULL REFERENCES offline_holders,
    UNIQUE (terminal_id, ref),
    CHECK (lost = CASE WHEN why = 'reversed' THEN 0 ELSE amount - taken END),
    CHECK ((why = '') = (taken = amount)),
    CHECK ((why IN ('', 'short')) = (redemption_id IS NOT NULL)),
    CHECK ((redemption_id IS NOT NULL) = (taken > 0))
);
CREATE INDEX offline_takings_by_txid ON offline_takings (txid);
CREATE INDEX offline_takings_by_terminal ON offline_takings (terminal_id, package_at);
CREATE INDEX offline_takings_by_acceptor ON offline_takings (acceptor_partner_id, id);
REVOKE INSERT, UPDATE, DELETE ON offline_takings FROM vitrina_app;
