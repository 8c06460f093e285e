-- An account of the programme's at a bank or with an acquirer, as files name it; known from the first statement of it on.
CREATE TABLE bank_accounts (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    programme_id bigint NOT NULL REFERENCES programmes,
    number       text NOT NULL CHECK (length(number) BETWEEN 1 AND 64),
    currency     text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    seen_at      timestamptz NOT NULL,
    -- By which two people agreed that it is the programme's; NULL: the programme pays from it, or the operator added it.
    proposal_id  bigint REFERENCES proposals,
    UNIQUE (programme_id, number, currency)
);
REVOKE UPDATE, DELETE ON bank_accounts FROM vitrina_app;

-- It is no account of the programme's any more, until two people agree that it is one again. What it told stays, and is matched with nothing.
CREATE TABLE bank_account_closings (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id  bigint NOT NULL REFERENCES bank_accounts,
    why         text NOT NULL CHECK (length(why) BETWEEN 1 AND 400),
    at          timestamptz NOT NULL,
    actor       text NOT NULL,
    reopened_at timestamptz,
    reopened_by bigint REFERENCES proposals,
    CHECK ((reopened_at IS NULL) = (reopened_by IS NULL))
);
CREATE UNIQUE INDEX bank_account_closings_now ON bank_account_closings (account_id) WHERE reopened_at IS NULL;
REVOKE UPDATE, DELETE ON bank_account_closings FROM vitrina_app;
GRANT UPDATE (reopened_at, reopened_by) ON bank_account_closings TO vitrina_app;

-- A statement as a file gave it, once: the file by its keyed digest, the statement by its place in it. Balances and what moved are in minor
-- units; where something could not be read (unread), the sums may differ until it is put right.
CREATE TABLE bank_statements (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id  bigint NOT NULL REFERENCES bank_accounts,
    file_digest bytea NOT NULL,
    position    integer NOT NULL CHECK (position >= 0),
    file_name   text NOT NULL CHECK (length(file_name) <= 200),
    form        text NOT NULL CHECK (form IN ('camt.052', 'camt.053', 'camt.054', 'mt940', '1c', 'acquirer')),
    number      text NOT NULL CHECK (length(number) <= 64),
    from_day    date,
    to_day      date,
    opening     bigint,
    closing     bigint,
    entries     integer NOT NULL CHECK (entries >= 0),
    moved       bigint NOT NULL,
    unread      integer NOT NULL CHECK (unread >= 0),
    taken_at    timestamptz NOT NULL,
    UNIQUE (account_id, file_digest, position),
    CHECK ((opening IS NULL) = (closing IS NULL)),
    CONSTRAINT bank_statement_adds_up CHECK (opening IS NULL OR unread > 0 OR opening + moved = closing)
);
CREATE INDEX bank_statements_by_account ON bank_statements (account_id, to_day, id);
REVOKE UPDATE, DELETE ON bank_statements FROM vitrina_app;

-- A booking as the file has it. Above zero it came in. In the form in which they are compared: `keys`, whatever may name the payment; `own`, those of them
-- that its payer or the bank gave this payment alone; `group_keys`, what it was paid together with: a file, a batch, a mandate.
CREATE TABLE bank_entries (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    statement_id  bigint NOT NULL REFERENCES bank_statements,
    account_id    bigint NOT NULL REFERENCES bank_accounts,
    line          integer NOT NULL CHECK (line >= 1),
    amount        bigint NOT NULL CHECK (amount <> 0),
    fee           bigint NOT NULL,
    booked        date NOT NULL,
    valued        date,
    reference     text NOT NULL CHECK (length(reference) <= 64),
    keys          text[] NOT NULL,
    own           text[] NOT NULL DEFAULT '{}',
    group_keys    text[] NOT NULL DEFAULT '{}',
    party         text NOT NULL CHECK (length(party) <= 140),
    party_account text NOT NULL CHECK (length(party_account) <= 64),
    note          text NOT NULL CHECK (length(note) <= 1000),
    returned      boolean NOT NULL
);
CREATE INDEX bank_entries_by_statement ON bank_entries (statement_id, id);
CREATE INDEX bank_entries_by_day ON bank_entries (account_id, booked, amount);
CREATE INDEX bank_entries_by_key ON bank_entries USING gin (keys);
REVOKE UPDATE, DELETE ON bank_entries FROM vitrina_app;

-- An entry that another file had told already: it keeps its statement's sums, and counts no second time. `released_at`: somebody says that it is a
-- payment of its own, and why; it is not taken for a repeat again.
CREATE TABLE bank_entry_repeats (
    entry_id     bigint PRIMARY KEY REFERENCES bank_entries,
    of_id        bigint NOT NULL REFERENCES bank_entries CHECK (of_id <> entry_id),
    why          text NOT NULL CHECK (why IN ('reference', 'keys', 'same_time', 'nameless')),
    released_at  timestamptz,
    released_why text NOT NULL DEFAULT '' CHECK (length(released_why) <= 400),
    CHECK ((released_at IS NULL) = (released_why = ''))
);
CREATE INDEX bank_entry_repeats_of ON bank_entry_repeats (of_id);
REVOKE UPDATE, DELETE ON bank_entry_repeats FROM vitrina_app;
GRANT UPDATE (released_at, released_why) ON bank_entry_repeats TO vitrina_app;

-- What could not be read, with its line: somebody looks at it and says what it is.
CREATE TABLE bank_repairs (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    statement_id bigint NOT NULL REFERENCES bank_statements,
    line         integer NOT NULL CHECK (line >= 1),
    content      text NOT NULL CHECK (length(content) <= 2000),
    reason       text NOT NULL CHECK (length(reason) BETWEEN 1 AND 200),
    facts        jsonb NOT NULL
);
CREATE INDEX bank_repairs_by_statement ON bank_repairs (statement_id, id);
REVOKE UPDATE, DELETE ON bank_repairs FROM vitrina_app;

-- How a part that could not be read ended, once: it was put right and became an entry of its statement, or it is none.
CREATE TABLE bank_repair_ends (
    repair_id bigint PRIMARY KEY REFERENCES bank_repairs,
    entry_id  bigint UNIQUE REFERENCES bank_entries,
    why       text NOT NULL CHECK (length(why) BETWEEN 1 AND 400),
    at        timestamptz NOT NULL
);
REVOKE UPDATE, DELETE ON bank_repair_ends FROM vitrina_app;

-- What a partner was asked to pay in before it delivers; its payment names the ref.
CREATE TABLE deposit_requests (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    partner_id bigint NOT NULL REFERENCES partners,
    ref        text NOT NULL UNIQUE CHECK (ref ~ '^[0-9A-HJKMNP-TV-Z]{26}$'),
    amount     bigint NOT NULL CHECK (amount > 0),
    due        date NOT NULL,
    at         timestamptz NOT NULL
);
CREATE INDEX deposit_requests_by_partner ON deposit_requests (partner_id, id);
REVOKE UPDATE, DELETE ON deposit_requests FROM vitrina_app;

-- Money that is expected on an account: above zero to come in, below it to go out. `keys` name it alone, `group_keys` what it is paid together
-- with, both in the form in which they are compared; `label` is what people call it. What it is for stands below this domain, by kind.
CREATE TABLE expectations (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    programme_id bigint NOT NULL REFERENCES programmes,
    -- A payment to a partner; what a partner owes; what it pays in beforehand; a member's payment in the table of the acquirer, and one that is
    -- given back there; what the acquirer pays out.
    kind         text NOT NULL CHECK (kind IN ('payout', 'owed', 'deposit', 'payment', 'refund', 'acquirer')),
    subject_id   bigint NOT NULL,
    partner_id   bigint REFERENCES partners,
    label        text NOT NULL CHECK (length(label) BETWEEN 1 AND 80),
    amount       bigint NOT NULL CHECK (amount <> 0),
    currency     text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    since        date NOT NULL,
    due          date NOT NULL CHECK (due >= since),
    keys         text[] NOT NULL CHECK (cardinality(keys) > 0),
    group_keys   text[] NOT NULL,
    UNIQUE (kind, subject_id)
);
CREATE INDEX expectations_by_programme ON expectations (programme_id, due);
REVOKE UPDATE, DELETE ON expectations FROM vitrina_app;

-- It is expected no more: it goes on in a later statement, or somebody says why. A payout that failed is expected no more by what is known of it.
CREATE TABLE expectation_ends (
    expectation_id bigint PRIMARY KEY REFERENCES expectations,
    how            text NOT NULL CHECK (how IN ('carried', 'dismissed')),
    why            text NOT NULL CHECK (length(why) <= 400),
    at             timestamptz NOT NULL,
    CHECK ((how = 'dismissed') = (why <> ''))
);
REVOKE UPDATE, DELETE ON expectation_ends FROM vitrina_app;

-- What of an entry is what was expected, and how that is known. Of several pairs with one entry the expectations were paid together; of several
-- with one expectation it was paid in parts. `amount` counts of the entry, `fee` was kept back on the way and counts, too.
-- `released_at`: they belong together no more: somebody has parted them and says why, or the money came back (then `released_why` is
-- 'returned').
CREATE TABLE bank_matches (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    entry_id       bigint NOT NULL REFERENCES bank_entries,
    expectation_id bigint NOT NULL REFERENCES expectations,
    amount         bigint NOT NULL CHECK (amount <> 0),
    fee            bigint NOT NULL DEFAULT 0,
    reason         text NOT NULL CHECK (reason IN ('reference', 'together', 'in_parts', 'by_hand')),
    why            text NOT NULL DEFAULT '' CHECK (length(why) <= 400),
    at             timestamptz NOT NULL,
    released_at    timestamptz,
    released_why   text NOT NULL DEFAULT '' CHECK (length(released_why) <= 400),
    CHECK ((reason = 'by_hand') = (why <> '')),
    CHECK ((released_at IS NULL) = (released_why = ''))
);
CREATE UNIQUE INDEX bank_matches_live ON bank_matches (entry_id, expectation_id) WHERE released_at IS NULL;
CREATE INDEX bank_matches_by_expectation ON bank_matches (expectation_id);
CREATE INDEX bank_matches_by_entry ON bank_matches (entry_id);
REVOKE UPDATE, DELETE ON bank_matches FROM vitrina_app;
GRANT UPDATE (released_at, released_why) ON bank_matches TO vitrina_app;

-- An entry that is nothing which was expected, and what it is: a bank's charge, rent. `released_at`: it waits again, and why.
CREATE TABLE bank_asides (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    entry_id     bigint NOT NULL REFERENCES bank_entries,
    why          text NOT NULL CHECK (length(why) BETWEEN 1 AND 400),
    at           timestamptz NOT NULL,
    released_at  timestamptz,
    released_why text NOT NULL DEFAULT '' CHECK (length(released_why) <= 400),
    CHECK ((released_at IS NULL) = (released_why = ''))
);
CREATE UNIQUE INDEX bank_asides_live ON bank_asides (entry_id) WHERE released_at IS NULL;
REVOKE UPDATE, DELETE ON bank_asides FROM vitrina_app;
GRANT UPDATE (released_at, released_why) ON bank_asides TO vitrina_app;

-- Money that had arrived and came back all the same: the entry that brought it back, and those by which it had arrived. What was expected is open again.
CREATE TABLE bank_returns (
    entry_id       bigint PRIMARY KEY REFERENCES bank_entries,
    expectation_id bigint NOT NULL REFERENCES expectations,
    at             timestamptz NOT NULL
);
CREATE INDEX bank_returns_by_expectation ON bank_returns (expectation_id);
REVOKE UPDATE, DELETE ON bank_returns FROM vitrina_app;

-- What a partner's tills say that they took, as a file gave it once. `from_at` and `to_at` are the first and last moment that it tells of.
CREATE TABLE till_exports (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    partner_id  bigint NOT NULL REFERENCES partners,
    file_digest bytea NOT NULL,
    file_name   text NOT NULL CHECK (length(file_name) <= 200),
    from_at     timestamptz NOT NULL,
    to_at       timestamptz NOT NULL CHECK (to_at >= from_at),
    lines       integer NOT NULL CHECK (lines > 0),
    taken_at    timestamptz NOT NULL,
    UNIQUE (partner_id, file_digest)
);
REVOKE UPDATE, DELETE ON till_exports FROM vitrina_app;
-- Which column of its files means what, as it was agreed to last.
CREATE TABLE till_columns (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    partner_id bigint NOT NULL REFERENCES partners,
    columns    jsonb NOT NULL,
    at         timestamptz NOT NULL
);
CREATE INDEX till_columns_by_partner ON till_columns (partner_id, id);
REVOKE UPDATE, DELETE ON till_columns FROM vitrina_app;
-- A receipt of a till; below zero it was taken back. `receipt_key` and `till_key` are the form in which they are compared; `day` is the partner's.
CREATE TABLE till_lines (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    export_id   bigint NOT NULL REFERENCES till_exports,
    partner_id  bigint NOT NULL REFERENCES partners,
    line        integer NOT NULL CHECK (line >= 1),
    at          timestamptz NOT NULL,
    day         date NOT NULL,
    receipt     text NOT NULL CHECK (length(receipt) <= 40),
    till        text NOT NULL CHECK (length(till) <= 80),
    receipt_key text NOT NULL CHECK (length(receipt_key) <= 40),
    till_key    text NOT NULL CHECK (length(till_key) <= 80),
    amount      bigint NOT NULL CHECK (amount <> 0),
    UNIQUE (export_id, line)
);
CREATE INDEX till_lines_by_partner ON till_lines (partner_id, at);
CREATE INDEX till_lines_by_receipt ON till_lines (partner_id, receipt_key);
REVOKE UPDATE, DELETE ON till_lines FROM vitrina_app;
-- A line that another file had told already, or that another line takes back; or somebody says why it counts for nothing.
CREATE TABLE till_line_ends (
    line_id bigint PRIMARY KEY REFERENCES till_lines,
    how     text NOT NULL CHECK (how IN ('repeat', 'taken_back', 'dismissed')),
    of_id   bigint REFERENCES till_lines CHECK (of_id <> line_id),
    why     text NOT NULL CHECK (length(why) <= 400),
    at      timestamptz NOT NULL,
    CHECK ((how = 'dismissed') = (why <> ''))
);
REVOKE UPDATE, DELETE ON till_line_ends FROM vitrina_app;
-- A line that is a redemption, and how that is known. Of several with one line several cards paid one receipt.
CREATE TABLE till_matches (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    line_id       bigint NOT NULL REFERENCES till_lines,
    redemption_id bigint NOT NULL REFERENCES redemptions,
    reason        text NOT NULL CHECK (reason IN ('receipt_till', 'receipt', 'till_time', 'together', 'by_hand')),
    why           text NOT NULL DEFAULT '' CHECK (length(why) <= 400),
    at            timestamptz NOT NULL,
    released_at   timestamptz,
    released_why  text NOT NULL DEFAULT '' CHECK (length(released_why) <= 400),
    CHECK ((reason = 'by_hand') = (why <> '')),
    CHECK ((released_at IS NULL) = (released_why = ''))
);
-- A redemption is one line's alone.
CREATE UNIQUE INDEX till_matches_live ON till_matches (redemption_id) WHERE released_at IS NULL;
CREATE INDEX till_matches_by_line ON till_matches (line_id);
REVOKE UPDATE, DELETE ON till_matches FROM vitrina_app;
GRANT UPDATE (released_at, released_why) ON till_matches TO vitrina_app;
-- A redemption that no table of its partner's tills tells of, and why nobody waits for one; a large sum takes two people. It moves no money.
CREATE TABLE till_clearings (
    redemption_id bigint PRIMARY KEY REFERENCES redemptions,
    why           text NOT NULL CHECK (length(why) BETWEEN 1 AND 400),
    proposal_id   bigint UNIQUE REFERENCES proposals,
    at            timestamptz NOT NULL
);
REVOKE UPDATE, DELETE ON till_clearings FROM vitrina_app;
