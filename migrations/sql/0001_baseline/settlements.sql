-- What a partner and the programme owe each other, by contract. What happens from `begins_on` on is settled in one currency, and a day is
-- one of `time_zone`; neither ever changes: another currency is another contract's.
CREATE TABLE contracts (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid       xid8 NOT NULL DEFAULT pg_current_xact_id(),
    partner_id bigint NOT NULL UNIQUE REFERENCES partners,
    number     text NOT NULL CHECK (length(number) BETWEEN 1 AND 40),
    currency   text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    time_zone  text NOT NULL,
    begins_on  date NOT NULL,
    made_at    timestamptz NOT NULL,
    -- Events and cards have names under it in statements; whoever knew it could count them. It never changes, or no statement could be drawn again.
    salt       uuid NOT NULL DEFAULT gen_random_uuid()
);
CREATE INDEX contracts_by_txid ON contracts (txid);
REVOKE UPDATE, DELETE ON contracts FROM vitrina_app;

-- The terms, version by version. One is in force from `valid_from` on once both sides have signed it.
CREATE TABLE contract_versions (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid             xid8 NOT NULL DEFAULT pg_current_xact_id(),
    contract_id      bigint NOT NULL REFERENCES contracts,
    number           integer NOT NULL CHECK (number >= 1),
    valid_from       date NOT NULL,
    -- When the programme owes a card's value: once it is sold, or as it is used.
    owed_on          text NOT NULL CHECK (owed_on IN ('sale', 'redemption')),
    -- Whether the programme keeps a deposit with the partner, or pays afterwards; at which sum of it people are warned.
    payment          text NOT NULL CHECK (payment IN ('prepaid', 'postpaid')),
    warn_at          bigint CHECK (warn_at > 0),
    -- Of each sum owed, in hundredths of a percent, and for each card sold or used; a step [{"from": sum, "bp": share}] takes the place of
    -- the share once a statement's sums come to it.
    commission_bp    integer NOT NULL CHECK (commission_bp BETWEEN 0 AND 10000),
    commission_fixed bigint NOT NULL CHECK (commission_fixed >= 0),
    commission_steps jsonb NOT NULL CHECK (jsonb_typeof(commission_steps) = 'array'),
    commission_by    text NOT NULL CHECK (commission_by IN ('partner', 'programme')),
    vat_bp           integer NOT NULL CHECK (vat_bp BETWEEN 0 AND 5000),
    -- By kind of offer: {"gift_card": {"voucher": "single" | "multi", "role": "agent" | "principal"}, ...}; an offer that differs is {"offer:17": ...}.
    -- With "bp" the tax in its price has a rate of its own.
    vat_kinds        jsonb NOT NULL CHECK (jsonb_typeof(vat_kinds) = 'object'),
    tax_number       text NOT NULL CHECK (length(tax_number) <= 20),
    -- What who paid for points gives for one that is spent: millionths of a minor unit, {"bank": 70000000, ...}
    point_prices     jsonb NOT NULL CHECK (jsonb_typeof(point_prices) = 'object'),
    -- The partner's share of what expires unspent.
    breakage_bp      integer NOT NULL CHECK (breakage_bp BETWEEN 0 AND 10000),
    rate_source      text NOT NULL CHECK (length(rate_source) <= 40),
    calendar         text NOT NULL CHECK (calendar IN ('weekly', 'monthly')),
    -- The weekday (1: Monday) or the day of the month on which is paid; a holiday moves it to the next working day.
    payout_day       smallint NOT NULL CHECK (payout_day >= 1 AND payout_day <= CASE calendar WHEN 'weekly' THEN 7 ELSE 28 END),
    payout_minimum   bigint NOT NULL CHECK (payout_minimum >= 0),
    -- Which papers come with a statement, for what the programme has earned in its period.
    papers           text NOT NULL CHECK (papers IN ('', 'act', 'act_invoice')),
    side             text NOT NULL CHECK (side IN ('programme', 'partner')),
    drafted_by       bigint NOT NULL REFERENCES users,
    drafted_at       timestamptz NOT NULL,
    why              text NOT NULL CHECK (length(why) <= 1000),
    UNIQUE (contract_id, number)
);
CREATE INDEX contract_versions_by_txid ON contract_versions (txid);
REVOKE UPDATE, DELETE ON contract_versions FROM vitrina_app;

-- Who agreed to a version for each side; nobody for both.
CREATE TABLE contract_signatures (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid       xid8 NOT NULL DEFAULT pg_current_xact_id(),
    version_id bigint NOT NULL REFERENCES contract_versions,
    side       text NOT NULL CHECK (side IN ('programme', 'partner')),
    user_id    bigint NOT NULL REFERENCES users,
    at         timestamptz NOT NULL,
    CONSTRAINT contract_signed UNIQUE (version_id, side),
    CONSTRAINT contract_signed_by_two UNIQUE (version_id, user_id)
);
CREATE INDEX contract_signatures_by_txid ON contract_signatures (txid);
REVOKE UPDATE, DELETE ON contract_signatures FROM vitrina_app;

-- A version that one side does not want, and why.
CREATE TABLE contract_refusals (
    version_id bigint PRIMARY KEY REFERENCES contract_versions,
    txid       xid8 NOT NULL DEFAULT pg_current_xact_id(),
    side       text NOT NULL CHECK (side IN ('programme', 'partner')),
    user_id    bigint NOT NULL REFERENCES users,
    at         timestamptz NOT NULL,
    why        text NOT NULL CHECK (length(why) BETWEEN 1 AND 1000)
);
CREATE INDEX contract_refusals_by_txid ON contract_refusals (txid);
REVOKE UPDATE, DELETE ON contract_refusals FROM vitrina_app;

-- A promotion that both sides pay for: cards of an offer that are ordered from a day on and before another, of the contract's time zone, cost
-- members less by `discount_bp` of their value, and the partner bears `partner_bp` of that. In force once both sides have signed it.
CREATE TABLE joint_promotions (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid        xid8 NOT NULL DEFAULT pg_current_xact_id(),
    contract_id bigint NOT NULL REFERENCES contracts,
    offer_id    bigint NOT NULL REFERENCES offers,
    name        text NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
    from_day    date NOT NULL,
    to_day      date NOT NULL CHECK (to_day > from_day),
    discount_bp integer NOT NULL CHECK (discount_bp BETWEEN 1 AND 10000),
    partner_bp  integer NOT NULL CHECK (partner_bp BETWEEN 1 AND 10000),
    side        text NOT NULL CHECK (side IN ('programme', 'partner')),
    proposed_by bigint NOT NULL REFERENCES users,
    proposed_at timestamptz NOT NULL,
    -- Of the form in which it was proposed: sent twice it stands once.
    ref         text UNIQUE CHECK (ref ~ '^[0-9A-HJKMNP-TV-Z]{26}$'),
    CHECK (to_day - from_day <= 366)
);
CREATE INDEX joint_promotions_by_txid ON joint_promotions (txid);
CREATE INDEX joint_promotions_by_contract ON joint_promotions (contract_id, from_day);
REVOKE UPDATE, DELETE ON joint_promotions FROM vitrina_app;

-- Who agreed to a promotion for each side; nobody for both.
CREATE TABLE joint_promotion_signatures (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid         xid8 NOT NULL DEFAULT pg_current_xact_id(),
    promotion_id bigint NOT NULL REFERENCES joint_promotions,
    side         text NOT NULL CHECK (side IN ('programme', 'partner')),
    user_id      bigint NOT NULL REFERENCES users,
    at           timestamptz NOT NULL,
    CONSTRAINT promotion_signed UNIQUE (promotion_id, side),
    CONSTRAINT promotion_signed_by_two UNIQUE (promotion_id, user_id)
);
CREATE INDEX joint_promotion_signatures_by_txid ON joint_promotion_signatures (txid);
REVOKE UPDATE, DELETE ON joint_promotion_signatures FROM vitrina_app;

-- A promotion that one side does not want, and why.
CREATE TABLE joint_promotion_refusals (
    promotion_id bigint PRIMARY KEY REFERENCES joint_promotions,
    txid         xid8 NOT NULL DEFAULT pg_current_xact_id(),
    side         text NOT NULL CHECK (side IN ('programme', 'partner')),
    user_id      bigint NOT NULL REFERENCES users,
    at           timestamptz NOT NULL,
    why          text NOT NULL CHECK (length(why) BETWEEN 1 AND 1000)
);
CREATE INDEX joint_promotion_refusals_by_txid ON joint_promotion_refusals (txid);
REVOKE UPDATE, DELETE ON joint_promotion_refusals FROM vitrina_app;

-- What one minor unit of a currency is worth in another's on a day, in thousand millionths, as a source published it. Each programme
-- has its own: what one reads in says nothing of another's money.
CREATE TABLE settlement_rates (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid          xid8 NOT NULL DEFAULT pg_current_xact_id(),
    programme_id  bigint NOT NULL REFERENCES programmes,
    source        text NOT NULL CHECK (length(source) BETWEEN 1 AND 40),
    from_currency text NOT NULL CHECK (from_currency ~ '^[A-Z]{3}$'),
    to_currency   text NOT NULL CHECK (to_currency ~ '^[A-Z]{3}$'),
    day           date NOT NULL,
    rate          bigint NOT NULL CHECK (rate > 0),
    CONSTRAINT settlement_rate_once UNIQUE (programme_id, source, from_currency, to_currency, day)
);
CREATE INDEX settlement_rates_by_txid ON settlement_rates (txid);
REVOKE UPDATE, DELETE ON settlement_rates FROM vitrina_app;

-- What is put right by hand, for the partner (positive) or for the programme. It enters the statement of the period in which it is made.
CREATE TABLE settlement_adjustments (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid        xid8 NOT NULL DEFAULT pg_current_xact_id(),
    partner_id  bigint NOT NULL REFERENCES partners,
    ref         text NOT NULL UNIQUE CHECK (length(ref) BETWEEN 8 AND 64),
    amount      bigint NOT NULL CHECK (amount <> 0),
    why         text NOT NULL CHECK (length(why) BETWEEN 1 AND 1000),
    made_by     bigint NOT NULL REFERENCES users,
    -- The proposal that another person approved, where one was needed.
    proposal_id bigint UNIQUE REFERENCES proposals,
    at          timestamptz NOT NULL
);
CREATE INDEX settlement_adjustments_by_txid ON settlement_adjustments (txid);
CREATE INDEX settlement_adjustments_by_partner ON settlement_adjustments (partner_id, at);
REVOKE UPDATE, DELETE ON settlement_adjustments FROM vitrina_app;

-- Money that a partner has paid the programme, as the bank shows it; below zero where that was a mistake. What it owed, or a deposit: that
-- is set off against what it owes later, and is not paid back unless two people release it.
CREATE TABLE partner_payments (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid       xid8 NOT NULL DEFAULT pg_current_xact_id(),
    partner_id bigint NOT NULL REFERENCES partners,
    kind       text NOT NULL CHECK (kind IN ('debt', 'deposit')),
    ref        text NOT NULL UNIQUE CHECK (length(ref) BETWEEN 3 AND 64),
    amount     bigint NOT NULL CHECK (amount <> 0),
    at         timestamptz NOT NULL
);
CREATE INDEX partner_payments_by_txid ON partner_payments (txid);
CREATE INDEX partner_payments_by_partner ON partner_payments (partner_id, at);
REVOKE UPDATE, DELETE ON partner_payments FROM vitrina_app;

-- What of a partner's deposit is kept no longer, because two people agreed: it is paid out with whatever else the partner is owed.
CREATE TABLE deposit_releases (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid        xid8 NOT NULL DEFAULT pg_current_xact_id(),
    partner_id  bigint NOT NULL REFERENCES partners,
    amount      bigint NOT NULL CHECK (amount > 0),
    why         text NOT NULL CHECK (length(why) BETWEEN 1 AND 1000),
    proposal_id bigint NOT NULL UNIQUE REFERENCES proposals,
    at          timestamptz NOT NULL
);
CREATE INDEX deposit_releases_by_txid ON deposit_releases (txid);
CREATE INDEX deposit_releases_by_partner ON deposit_releases (partner_id, id);
REVOKE UPDATE, DELETE ON deposit_releases FROM vitrina_app;

-- What is owed for a period [from_at, to_at): the first day and the first one after it, in the contract's time zone. What is in it follows
-- from those moments and from `snapshot`: what was committed later, though it happened before, is in the next one.
CREATE TABLE statements (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid        xid8 NOT NULL DEFAULT pg_current_xact_id(),
    contract_id bigint NOT NULL REFERENCES contracts,
    partner_id  bigint NOT NULL REFERENCES partners,
    number      text NOT NULL UNIQUE CHECK (number ~ '^S-[0-9]{8}-[0-9]{1,18}$'),
    previous_id bigint UNIQUE REFERENCES statements,
    from_day    date NOT NULL,
    to_day      date NOT NULL CHECK (to_day > from_day),
    from_at     timestamptz NOT NULL,
    to_at       timestamptz NOT NULL CHECK (to_at > from_at),
    snapshot    pg_snapshot NOT NULL,
    currency    text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    -- What the programme owes the partner; below zero the partner owes it.
    opening     bigint NOT NULL,
    closing     bigint NOT NULL,
    line_count  integer NOT NULL CHECK (line_count >= 0),
    -- SHA-256 of the statement's document, which drawing it again gives to the byte.
    digest      bytea NOT NULL CHECK (length(digest) = 32),
    drawn_at    timestamptz NOT NULL,
    CONSTRAINT statement_begins_once UNIQUE (contract_id, from_day),
    UNIQUE (contract_id, to_day)
);
CREATE INDEX statements_by_txid ON statements (txid);
CREATE INDEX statements_by_partner ON statements (partner_id, id);
CREATE UNIQUE INDEX statements_first ON statements (contract_id) WHERE previous_id IS NULL;
-- Written by statement_draw() alone, as are its lines.
REVOKE INSERT, UPDATE, DELETE ON statements FROM vitrina_app;

-- When a contract's balance crossed what people are warned of, a deposit that runs low or a debt beyond the limit, and when it was back: seen by
-- the hourly look, each written down once. What the programme owed then.
CREATE TABLE balance_crossings (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid        xid8 NOT NULL DEFAULT pg_current_xact_id(),
    contract_id bigint NOT NULL REFERENCES contracts,
    how         text NOT NULL CHECK (how IN ('crossed', 'back')),
    balance     bigint NOT NULL,
    at          timestamptz NOT NULL
);
CREATE INDEX balance_crossings_by_txid ON balance_crossings (txid);
CREATE INDEX balance_crossings_by_contract ON balance_crossings (contract_id, id);
REVOKE UPDATE, DELETE ON balance_crossings FROM vitrina_app;

-- Each event that a statement counts: a sale, what a till took, what came back, what expired, what was adjusted or paid. An event enters one
-- statement once. `amount` is as it happened, in its own currency; the rest is in the statement's, positive for the partner: `gross` the
-- amount, `due` what of it is owed, less commission and the tax on it comes to `net`; `goods_vat` is the tax within the gross that falls due.
-- Lines of points say how many were spent or came back, in `currency` 'points', and what who had paid for them gives for one in `rate`, in millionths
-- of a minor unit.
-- Statements have no foreign key here: two hundred thousand checks of one row tell nothing. `vitrina verify` finds a line of none.
CREATE TABLE statement_lines (
    statement_id   bigint NOT NULL,
    position       integer NOT NULL CHECK (position >= 1),
    partner_id     bigint NOT NULL,
    kind           text NOT NULL CHECK (kind IN ('sale', 'cancellation', 'exchanged_in', 'exchanged_out', 'redemption', 'reversal',
                                                 'elsewhere', 'elsewhere_back', 'withheld', 'withheld_back', 'breakage', 'late_breakage', 'breakage_back', 'breakage_again',
                                                 'promotion', 'promotion_cancelled', 'promotion_refunded', 'adjustment', 'payout', 'payout_return', 'paid_in', 'netting',
                                                 'points_programme', 'points_programme_back', 'points_programme_refunded', 'points_bank', 'points_bank_back',
                                                 'points_bank_refunded', 'points_member', 'points_member_back', 'points_member_refunded')),
    event_id       bigint NOT NULL,
    at             timestamptz NOT NULL,
    giftcard_id    bigint,
    version_id     bigint NOT NULL,
    amount         bigint NOT NULL,
    currency       text NOT NULL,
    rate           bigint CHECK (rate > 0),
    -- For which day the source had published the rate: that of the event, or the last before it on which it did.
    rate_day       date,
    gross          bigint NOT NULL,
    due            bigint NOT NULL,
    commission_bp  integer NOT NULL,
    commission     bigint NOT NULL,
    commission_vat bigint NOT NULL,
    voucher        text NOT NULL CHECK (voucher IN ('', 'single', 'multi')),
    role           text NOT NULL CHECK (role IN ('', 'agent', 'principal')),
    goods_vat      bigint NOT NULL,
    net            bigint NOT NULL,
    PRIMARY KEY (statement_id, position),
    CONSTRAINT statement_event_once UNIQUE (partner_id, kind, event_id),
    CONSTRAINT statement_line_adds_up CHECK (net = due - commission - commission_vat)
);
REVOKE INSERT, UPDATE, DELETE ON statement_lines FROM vitrina_app;

-- A statement's lines by kind, so that its page need not add them up.
CREATE TABLE statement_totals (
    statement_id   bigint NOT NULL REFERENCES statements,
    kind           text NOT NULL,
    lines          integer NOT NULL CHECK (lines > 0),
    gross          bigint NOT NULL,
    due            bigint NOT NULL,
    commission     bigint NOT NULL,
    commission_vat bigint NOT NULL,
    goods_vat      bigint NOT NULL,
    net            bigint NOT NULL,
    PRIMARY KEY (statement_id, kind),
    CHECK (net = due - commission - commission_vat)
);
REVOKE INSERT, UPDATE, DELETE ON statement_totals FROM vitrina_app;

-- Who the two sides of a statement were when it was drawn: its papers say so for ever. To or from which account is paid, where one was known.
CREATE TABLE statement_parties (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid         xid8 NOT NULL DEFAULT pg_current_xact_id(),
    statement_id bigint NOT NULL REFERENCES statements,
    side         text NOT NULL CHECK (side IN ('programme', 'partner')),
    name_ru      text NOT NULL CHECK (length(name_ru) BETWEEN 1 AND 120),
    name_en      text NOT NULL CHECK (length(name_en) BETWEEN 1 AND 120),
    legal_name   text NOT NULL CHECK (length(legal_name) <= 200),
    account_id   bigint,
    CONSTRAINT statement_party_once UNIQUE (statement_id, side)
);
CREATE INDEX statement_parties_by_txid ON statement_parties (txid);
REVOKE INSERT, UPDATE, DELETE ON statement_parties FROM vitrina_app;

-- How far a statement is: sent to the partner, accepted by it. Drawn is the statement itself; whether it is settled follows from what was paid.
CREATE TABLE statement_steps (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid         xid8 NOT NULL DEFAULT pg_current_xact_id(),
    statement_id bigint NOT NULL REFERENCES statements,
    step         text NOT NULL CHECK (step IN ('sent', 'accepted')),
    user_id      bigint REFERENCES users,
    at           timestamptz NOT NULL,
    CONSTRAINT statement_step_once UNIQUE (statement_id, step)
);
CREATE INDEX statement_steps_by_txid ON statement_steps (txid);
REVOKE UPDATE, DELETE ON statement_steps FROM vitrina_app;

-- What a partner says of a line that it holds to be wrong; once a line. What is talked about it, and how it ends.
CREATE TABLE statement_disputes (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid         xid8 NOT NULL DEFAULT pg_current_xact_id(),
    statement_id bigint NOT NULL,
    position     integer NOT NULL,
    -- What the line's net should be, as the partner sees it.
    claimed      bigint NOT NULL,
    reason       text NOT NULL CHECK (reason IN ('amount', 'duplicate', 'not_ours', 'missing', 'terms', 'other')),
    raised_by    bigint NOT NULL REFERENCES users,
    at           timestamptz NOT NULL,
    FOREIGN KEY (statement_id, position) REFERENCES statement_lines (statement_id, position),
    CONSTRAINT statement_dispute_once UNIQUE (statement_id, position)
);
CREATE INDEX statement_disputes_by_txid ON statement_disputes (txid);
REVOKE UPDATE, DELETE ON statement_disputes FROM vitrina_app;

CREATE TABLE statement_dispute_remarks (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid       xid8 NOT NULL DEFAULT pg_current_xact_id(),
    dispute_id bigint NOT NULL REFERENCES statement_disputes,
    side       text NOT NULL CHECK (side IN ('programme', 'partner')),
    user_id    bigint NOT NULL REFERENCES users,
    at         timestamptz NOT NULL,
    body       text NOT NULL CHECK (length(body) BETWEEN 1 AND 2000),
    -- Of the form in which it was written: sent twice it stands once.
    ref        text UNIQUE CHECK (ref ~ '^[0-9A-HJKMNP-TV-Z]{26}$')
);
CREATE INDEX statement_dispute_remarks_by_txid ON statement_dispute_remarks (txid);
CREATE INDEX statement_dispute_remarks_by_dispute ON statement_dispute_remarks (dispute_id, id);
REVOKE UPDATE, DELETE ON statement_dispute_remarks FROM vitrina_app;

-- Papers that came with a remark: pictures redrawn, PDFs as they are; encrypted, each part bound to its place. `digest`: SHA-256 of what is kept.
CREATE TABLE statement_dispute_files (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid       xid8 NOT NULL DEFAULT pg_current_xact_id(),
    dispute_id bigint NOT NULL REFERENCES statement_disputes,
    remark_id  bigint NOT NULL REFERENCES statement_dispute_remarks,
    name       text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    kind       text NOT NULL CHECK (kind IN ('pdf', 'jpeg', 'png')),
    size       integer NOT NULL CHECK (size > 0),
    digest     bytea NOT NULL CHECK (length(digest) = 32),
    at         timestamptz NOT NULL,
    CONSTRAINT statement_dispute_file_once UNIQUE (dispute_id, digest)
);
CREATE INDEX statement_dispute_files_by_txid ON statement_dispute_files (txid);
REVOKE UPDATE, DELETE ON statement_dispute_files FROM vitrina_app;
CREATE TABLE statement_dispute_file_parts (
    file_id    bigint NOT NULL REFERENCES statement_dispute_files,
    part       integer NOT NULL CHECK (part >= 0),
    ciphertext bytea NOT NULL,
    PRIMARY KEY (file_id, part)
);
ALTER TABLE statement_dispute_file_parts ALTER COLUMN ciphertext SET STORAGE EXTERNAL;
REVOKE UPDATE, DELETE ON statement_dispute_file_parts FROM vitrina_app;
GRANT UPDATE (ciphertext) ON statement_dispute_file_parts TO vitrina_app;

CREATE TABLE statement_dispute_ends (
    dispute_id    bigint PRIMARY KEY REFERENCES statement_disputes,
    txid          xid8 NOT NULL DEFAULT pg_current_xact_id(),
    outcome       text NOT NULL CHECK (outcome IN ('upheld', 'rejected', 'withdrawn')),
    user_id       bigint NOT NULL REFERENCES users,
    at            timestamptz NOT NULL,
    -- What puts it right; an adjustment enters the period in which it is made.
    adjustment_id bigint UNIQUE REFERENCES settlement_adjustments,
    CHECK ((outcome = 'upheld') = (adjustment_id IS NOT NULL))
);
CREATE INDEX statement_dispute_ends_by_txid ON statement_dispute_ends (txid);
REVOKE UPDATE, DELETE ON statement_dispute_ends FROM vitrina_app;

-- To which account a partner is paid from then on; without a partner, from which the programme pays. Two people have agreed to each.
CREATE TABLE payout_accounts (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid         xid8 NOT NULL DEFAULT pg_current_xact_id(),
    programme_id bigint NOT NULL REFERENCES programmes,
    partner_id   bigint REFERENCES partners,
    holder      text NOT NULL CHECK (length(holder) BETWEEN 1 AND 140),
    country     text NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
    town        text NOT NULL CHECK (length(town) BETWEEN 1 AND 35),
    inn         text NOT NULL CHECK (inn ~ '^([0-9]{10}|[0-9]{12})?$'),
    kpp         text NOT NULL CHECK (kpp ~ '^([0-9]{4}[0-9A-Z]{2}[0-9]{3})?$'),
    -- Of a Russian bank, or by ISO 9362.
    bic         text NOT NULL CHECK (bic ~ '^([0-9]{9}|[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?)?$'),
    bank        text NOT NULL CHECK (length(bank) <= 120),
    account     text NOT NULL CHECK (account ~ '^([0-9]{20})?$'),
    iban        text NOT NULL CHECK (iban ~ '^([A-Z]{2}[0-9]{2}[A-Z0-9]{11,30})?$'),
    proposal_id bigint UNIQUE REFERENCES proposals,
    at          timestamptz NOT NULL,
    CONSTRAINT payout_account_is_one CHECK ((account = '') <> (iban = '')),
    CHECK (account = '' OR (inn <> '' AND length(bic) = 9)),
    CHECK (iban = '' OR length(bic) <> 9)
);
ALTER TABLE statement_parties ADD FOREIGN KEY (account_id) REFERENCES payout_accounts;
CREATE INDEX payout_accounts_by_txid ON payout_accounts (txid);
CREATE INDEX payout_accounts_by_partner ON payout_accounts (programme_id, partner_id, id);
REVOKE UPDATE, DELETE ON payout_accounts FROM vitrina_app;

-- A partner's account at the payment provider, asked for once, and what the provider last said of it.
CREATE TABLE connected_accounts (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    partner_id   bigint NOT NULL UNIQUE REFERENCES partners,
    -- Known to the provider, and the key of the call that opens it there.
    public_id    text NOT NULL UNIQUE CHECK (public_id ~ '^[0-9A-HJKMNP-TV-Z]{26}$'),
    -- Where the company is, as the provider asks.
    country      text NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
    asked_at     timestamptz NOT NULL,
    provider_ref text UNIQUE CHECK (length(provider_ref) >= 4 AND length(provider_ref) <= 120),
    -- Whether its holder has said all that was asked, whether it can be paid out from, and what is missing, in the provider's words.
    submitted    boolean NOT NULL DEFAULT false,
    pays_out     boolean NOT NULL DEFAULT false,
    missing      text[] NOT NULL DEFAULT '{}',
    looked_at    timestamptz,
    -- To which bank account it pays out, as the provider shows it, and by what the provider tells it from others; the latter of the one that was
    -- there first, or that two people have agreed to since. Nobody is paid there while they differ.
    bank         text NOT NULL DEFAULT '' CHECK (length(bank) <= 200),
    bank_mark    text NOT NULL DEFAULT '' CHECK (length(bank_mark) <= 120),
    agreed_mark  text NOT NULL DEFAULT '' CHECK (length(agreed_mark) <= 120),
    -- The provider's page where its holder says what is asked; good for minutes after `link_at`.
    link         text NOT NULL DEFAULT '' CHECK (length(link) <= 2000),
    link_at      timestamptz
);
REVOKE UPDATE, DELETE ON connected_accounts FROM vitrina_app;
GRANT UPDATE (provider_ref, submitted, pays_out, missing, looked_at, bank, bank_mark, agreed_mark, link, link_at) ON connected_accounts TO vitrina_app;

-- Payments that go out together: drafted by one, approved by another, sent as a file, or by the payment provider.
CREATE TABLE payout_runs (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid         xid8 NOT NULL DEFAULT pg_current_xact_id(),
    programme_id bigint NOT NULL REFERENCES programmes,
    ref          text NOT NULL UNIQUE CHECK (ref ~ '^[0-9A-HJKMNP-TV-Z]{26}$'),
    pays_on      date NOT NULL,
    currency     text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    channel      text NOT NULL CHECK (channel IN ('bank', 'stripe')),
    drafted_by   bigint NOT NULL REFERENCES users,
    drafted_at   timestamptz NOT NULL
);
CREATE INDEX payout_runs_by_txid ON payout_runs (txid);
REVOKE INSERT, UPDATE, DELETE ON payout_runs FROM vitrina_app;

-- Sent: on its way, so that nothing else pays the same debts: the provider was asked to pay, or the bank's file is made. Handed: somebody says that
-- the bank has the file.
CREATE TABLE payout_run_steps (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid        xid8 NOT NULL DEFAULT pg_current_xact_id(),
    run_id      bigint NOT NULL REFERENCES payout_runs,
    step        text NOT NULL CHECK (step IN ('approved', 'sent', 'handed', 'dropped')),
    proposal_id bigint UNIQUE REFERENCES proposals,
    at          timestamptz NOT NULL,
    CONSTRAINT payout_step_once UNIQUE (run_id, step),
    CHECK ((step = 'approved') = (proposal_id IS NOT NULL))
);
CREATE INDEX payout_run_steps_by_txid ON payout_run_steps (txid);
REVOKE UPDATE, DELETE ON payout_run_steps FROM vitrina_app;

-- What one partner is paid. `released_at`: it will not arrive, or was never sent, so the debt may be paid by another line.
CREATE TABLE payout_lines (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid         xid8 NOT NULL DEFAULT pg_current_xact_id(),
    run_id       bigint NOT NULL REFERENCES payout_runs,
    partner_id   bigint NOT NULL REFERENCES partners,
    statement_id bigint NOT NULL REFERENCES statements,
    -- Where it goes: to a bank's account, or to one at the payment provider.
    account_id   bigint REFERENCES payout_accounts,
    connected_id bigint REFERENCES connected_accounts,
    -- What the statement owes, and what of it other payments that are on their way already cover.
    owed         bigint NOT NULL,
    netted       bigint NOT NULL,
    amount       bigint NOT NULL CHECK (amount > 0),
    released_at  timestamptz,
    CONSTRAINT payout_line_once UNIQUE (run_id, partner_id),
    CHECK (amount = owed - netted),
    CHECK ((account_id IS NULL) <> (connected_id IS NULL))
);
CREATE INDEX payout_lines_by_txid ON payout_lines (txid);
CREATE INDEX payout_lines_by_partner ON payout_lines (partner_id, id);
-- A statement may be paid by several lines: what an earlier payment that failed had covered is paid by a further one.
CREATE INDEX payout_lines_by_statement ON payout_lines (statement_id);
REVOKE INSERT, UPDATE, DELETE ON payout_lines FROM vitrina_app;

-- What became of a line, one thing after another. Accepted: the bank has taken it on. Confirmed is not final: a payment may come back, or the entry
-- of the bank by which it was known turn out to be another's (reopened). A person alone says of no payment that it did not arrive.
CREATE TABLE payout_events (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid    xid8 NOT NULL DEFAULT pg_current_xact_id(),
    line_id bigint NOT NULL REFERENCES payout_lines,
    what    text NOT NULL CHECK (what IN ('accepted', 'confirmed', 'failed', 'name_mismatch', 'returned', 'reopened')),
    code    text NOT NULL CHECK (length(code) <= 35),
    note    text NOT NULL CHECK (length(note) <= 400),
    -- Who says so: the bank's statements, a report that a person has brought as a file or a program with the programme's own key, the payment
    -- provider, or a person; the proposal that another person approved, where one was needed: of a file it may be that of many payments.
    known_by    text NOT NULL CHECK (known_by IN ('bank', 'file', 'key', 'provider', 'person')),
    proposal_id bigint REFERENCES proposal_applications,
    at          timestamptz NOT NULL,
    CONSTRAINT payout_event_by_two CHECK ((known_by IN ('person', 'file') AND what IN ('failed', 'name_mismatch', 'returned')) = (proposal_id IS NOT NULL))
);
CREATE INDEX payout_events_by_line ON payout_events (line_id, id);
CREATE UNIQUE INDEX payout_event_by_proposal ON payout_events (proposal_id, line_id);
CREATE INDEX payout_events_by_txid ON payout_events (txid);
REVOKE INSERT, UPDATE, DELETE ON payout_events FROM vitrina_app;

-- What was done for a payment at the payment provider: sent to the partner's account there, paid out from it to its bank; fetched back where
-- that failed.
CREATE TABLE payout_moves (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid         xid8 NOT NULL DEFAULT pg_current_xact_id(),
    line_id      bigint NOT NULL REFERENCES payout_lines,
    what         text NOT NULL CHECK (what IN ('transfer', 'payout', 'reversal')),
    provider_ref text NOT NULL UNIQUE CHECK (length(provider_ref) >= 4 AND length(provider_ref) <= 120),
    -- All of the payment; of a reversal what it has brought back: one that is made by hand at the provider's own desk may be of a part.
    amount       bigint NOT NULL CHECK (amount > 0),
    at           timestamptz NOT NULL
);
CREATE UNIQUE INDEX payout_move_once ON payout_moves (line_id, what) WHERE what <> 'reversal';
CREATE INDEX payout_moves_by_txid ON payout_moves (txid);
REVOKE UPDATE, DELETE ON payout_moves FROM vitrina_app;
-- What was asked of the provider for a payment, written down before it is asked, and what came back. Without an answer nobody knows.
CREATE TABLE payout_calls (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    line_id     bigint NOT NULL REFERENCES payout_lines,
    what        text NOT NULL CHECK (what IN ('transfer', 'find_transfer', 'payout', 'find_payout', 'look', 'reverse', 'find_reversal')),
    began_at    timestamptz NOT NULL,
    answered_at timestamptz,
    outcome     text CHECK (outcome ~ '^[a-z_]{2,20}$'),
    note        text NOT NULL DEFAULT '' CHECK (length(note) <= 200),
    CHECK ((answered_at IS NULL) = (outcome IS NULL))
);
CREATE INDEX payout_calls_by_line ON payout_calls (line_id, id);
REVOKE UPDATE, DELETE ON payout_calls FROM vitrina_app;
GRANT UPDATE (answered_at, outcome, note) ON payout_calls TO vitrina_app;

-- The file that a bank was given. It is kept, and never made again.
CREATE TABLE payout_files (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid    xid8 NOT NULL DEFAULT pg_current_xact_id(),
    run_id  bigint NOT NULL REFERENCES payout_runs,
    kind    text NOT NULL CHECK (kind IN ('pain.001.001.09', 'pain.001.001.03', '1c')),
    name    text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
    content bytea NOT NULL,
    digest  bytea NOT NULL CHECK (length(digest) = 32),
    made_at timestamptz NOT NULL,
    CONSTRAINT payout_file_once UNIQUE (run_id, kind)
);
CREATE INDEX payout_files_by_txid ON payout_files (txid);
REVOKE UPDATE, DELETE ON payout_files FROM vitrina_app;

-- Claims and debts of companies that are partners of several programmes of the installation, set off against each other: drafted in one programme,
-- agreed to for each that it touches by somebody else, then sent; until then it can be dropped.
CREATE TABLE nettings (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid         xid8 NOT NULL DEFAULT pg_current_xact_id(),
    programme_id bigint NOT NULL REFERENCES programmes,
    ref          text NOT NULL UNIQUE CHECK (ref ~ '^[0-9A-HJKMNP-TV-Z]{26}$'),
    currency     text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    drafted_by   bigint NOT NULL REFERENCES users,
    drafted_at   timestamptz NOT NULL
);
CREATE INDEX nettings_by_txid ON nettings (txid);
-- Written by netting_draft() alone, as are its positions and transfers.
REVOKE INSERT, UPDATE, DELETE ON nettings FROM vitrina_app;

-- What stood open between a programme and a partner by the statement that it has accepted last, less what was on its way, and what of it is set off;
-- below zero the partner owes it. `inn`: by which the company is known as one.
CREATE TABLE netting_positions (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid         xid8 NOT NULL DEFAULT pg_current_xact_id(),
    netting_id   bigint NOT NULL REFERENCES nettings,
    programme_id bigint NOT NULL REFERENCES programmes,
    partner_id   bigint NOT NULL REFERENCES partners,
    inn          text NOT NULL CHECK (length(inn) IN (10, 12)),
    statement_id bigint NOT NULL REFERENCES statements,
    standing     bigint NOT NULL CHECK (standing <> 0),
    cleared      bigint NOT NULL CHECK (cleared <> 0),
    CONSTRAINT netting_position_once UNIQUE (netting_id, partner_id),
    CHECK (abs(cleared) <= abs(standing)),
    CHECK ((cleared > 0) = (standing > 0))
);
CREATE INDEX netting_positions_by_txid ON netting_positions (txid);
CREATE INDEX netting_positions_by_partner ON netting_positions (partner_id);
CREATE INDEX netting_positions_by_programme ON netting_positions (programme_id);
REVOKE INSERT, UPDATE, DELETE ON netting_positions FROM vitrina_app;

-- What one programme pays another once it is sent.
CREATE TABLE netting_transfers (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid        xid8 NOT NULL DEFAULT pg_current_xact_id(),
    netting_id  bigint NOT NULL REFERENCES nettings,
    payer_id    bigint NOT NULL REFERENCES programmes,
    receiver_id bigint NOT NULL REFERENCES programmes,
    amount      bigint NOT NULL CHECK (amount > 0),
    CHECK (payer_id <> receiver_id),
    UNIQUE (netting_id, payer_id, receiver_id)
);
CREATE INDEX netting_transfers_by_txid ON netting_transfers (txid);
REVOKE INSERT, UPDATE, DELETE ON netting_transfers FROM vitrina_app;

-- Who agreed for which programme; nobody for two.
CREATE TABLE netting_approvals (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid         xid8 NOT NULL DEFAULT pg_current_xact_id(),
    netting_id   bigint NOT NULL REFERENCES nettings,
    programme_id bigint NOT NULL REFERENCES programmes,
    user_id      bigint NOT NULL REFERENCES users,
    at           timestamptz NOT NULL,
    CONSTRAINT netting_approved_once UNIQUE (netting_id, programme_id),
    CONSTRAINT netting_approved_by_each UNIQUE (netting_id, user_id)
);
CREATE INDEX netting_approvals_by_txid ON netting_approvals (txid);
REVOKE UPDATE, DELETE ON netting_approvals FROM vitrina_app;

CREATE TABLE netting_steps (
    netting_id bigint PRIMARY KEY REFERENCES nettings,
    txid       xid8 NOT NULL DEFAULT pg_current_xact_id(),
    step       text NOT NULL CHECK (step IN ('sent', 'dropped')),
    user_id    bigint NOT NULL REFERENCES users,
    at         timestamptz NOT NULL
);
CREATE INDEX netting_steps_by_txid ON netting_steps (txid);
REVOKE UPDATE, DELETE ON netting_steps FROM vitrina_app;
