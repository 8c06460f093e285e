-- An account of the programme's at a bank or with an acquirer, as files name it; known from the first statement of it on.
CREATE TABLE bank_accounts (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    programme_id bigint NOT NULL REFERENCES programmes,
    number       text NOT NULL CHECK (length(number) BETWEEN 1 AND 64),
    currency     text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    seen_at      timestamptz NOT NULL,
    UNIQUE (programme_id, number, currency)
);
REVOKE UPDATE, DELETE ON bank_accounts FROM vitrina_app;

-- A statement as a file gave it, once: the file by its keyed digest, the statement by its place in it. Balances and what moved are in minor
-- units; where something could not be read (unread), the sums may differ until it is put right.
CREATE TABLE bank_statements (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id  bigint NOT NULL REFERENCES bank_accounts,
    file_digest bytea NOT NULL,
    position    integer NOT NULL CHECK (position >= 0),
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

-- A booking as the file has it. Above nought it came in. `keys`: whatever may name the payment, in the form in which it is compared.
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
    party         text NOT NULL CHECK (length(party) <= 140),
    party_account text NOT NULL CHECK (length(party_account) <= 64),
    note          text NOT NULL CHECK (length(note) <= 1000),
    returned      boolean NOT NULL
);
CREATE INDEX bank_entries_by_statement ON bank_entries (statement_id, id);
CREATE INDEX bank_entries_by_day ON bank_entries (account_id, booked, amount);
REVOKE UPDATE, DELETE ON bank_entries FROM vitrina_app;

-- An entry that another file had told already: it keeps its statement's sums, and counts no second time.
CREATE TABLE bank_entry_repeats (
    entry_id bigint PRIMARY KEY REFERENCES bank_entries,
    of_id    bigint NOT NULL REFERENCES bank_entries CHECK (of_id <> entry_id),
    why      text NOT NULL CHECK (why IN ('reference', 'keys', 'same_time', 'nameless'))
);
CREATE INDEX bank_entry_repeats_of ON bank_entry_repeats (of_id);
REVOKE UPDATE, DELETE ON bank_entry_repeats FROM vitrina_app;

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

-- Money that is expected on an account: above nought to come in, below it to go out. `keys` name it alone, `group_keys` what it is paid together
-- with, both in the form in which they are compared. What it is for stands below this domain, by kind.
CREATE TABLE expectations (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    programme_id bigint NOT NULL REFERENCES programmes,
    kind         text NOT NULL CHECK (kind IN ('payout')),
    subject_id   bigint NOT NULL,
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

-- An entry that is what was expected, and how that is known. Of several pairs with one entry the expectations were paid together; of several
-- with one expectation it was paid in parts. Sums are the same to the last unit.
CREATE TABLE bank_matches (
    entry_id       bigint NOT NULL REFERENCES bank_entries,
    expectation_id bigint NOT NULL REFERENCES expectations,
    reason         text NOT NULL CHECK (reason IN ('reference', 'together', 'in_parts')),
    at             timestamptz NOT NULL,
    PRIMARY KEY (entry_id, expectation_id)
);
CREATE INDEX bank_matches_by_expectation ON bank_matches (expectation_id);
REVOKE UPDATE, DELETE ON bank_matches FROM vitrina_app;

-- Money that had arrived and came back all the same.
CREATE TABLE bank_returns (
    entry_id       bigint PRIMARY KEY REFERENCES bank_entries,
    expectation_id bigint NOT NULL UNIQUE REFERENCES expectations,
    at             timestamptz NOT NULL
);
REVOKE UPDATE, DELETE ON bank_returns FROM vitrina_app;
