CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;

-- The application works as this role: it may add to the books, never change or delete what is in them.
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'vitrina_app') THEN
        BEGIN
            CREATE ROLE vitrina_app LOGIN;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
        END;
    END IF;
    EXECUTE format('GRANT vitrina_app TO %I', current_user);
END $$;
GRANT USAGE ON SCHEMA public TO vitrina_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO vitrina_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO vitrina_app;

CREATE TABLE audit_records (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid        xid8 NOT NULL DEFAULT pg_current_xact_id(),
    at          timestamptz NOT NULL,
    actor_kind  text NOT NULL CHECK (actor_kind IN ('user', 'client', 'terminal', 'operator', 'system')),
    actor_id    bigint,
    action      text NOT NULL CHECK (length(action) BETWEEN 3 AND 64),
    subject     text NOT NULL CHECK (length(subject) BETWEEN 1 AND 128),
    why         text NOT NULL DEFAULT '' CHECK (length(why) <= 1000),
    before      jsonb,
    after       jsonb,
    request_id  text NOT NULL DEFAULT '',
    -- Words are sealed by a digest with this salt. Forgotten, they are gone, the salt is nothing, and the digest stands here.
    salt        uuid NOT NULL DEFAULT gen_random_uuid(),
    forgotten   bytea CHECK (length(forgotten) = 32)
);
CREATE INDEX audit_records_by_subject ON audit_records (subject, id);
CREATE INDEX audit_records_by_txid ON audit_records (txid);
-- The journal stands in the order of its moments.
CREATE INDEX audit_records_by_at ON audit_records (at, id);
-- Written by audit_record() alone, which knows who acts.
REVOKE INSERT, UPDATE, DELETE ON audit_records FROM vitrina_app;

-- Sealed rows whose words were forgotten: the digest that stands for the words, and that of what was left in their place.
CREATE TABLE forgettings (
    id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid   xid8 NOT NULL DEFAULT pg_current_xact_id(),
    sheet  text NOT NULL,
    row_id bigint NOT NULL,
    words  bytea NOT NULL CHECK (length(words) = 32),
    rest   bytea NOT NULL CHECK (length(rest) = 32),
    UNIQUE (sheet, row_id)
);
CREATE INDEX forgettings_by_txid ON forgettings (txid);
-- Written by forgetting_note() alone.
REVOKE INSERT, UPDATE, DELETE ON forgettings FROM vitrina_app;

-- A seal closes all rows of a book written by transactions older than `upto`; each seal holds the digest of the one before.
CREATE TABLE seals (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    book       text NOT NULL CHECK (book IN ('ledger', 'audit', 'trade', 'rights')),
    since      xid8 NOT NULL,
    upto       xid8 NOT NULL,
    row_count  bigint NOT NULL CHECK (row_count >= 0),
    previous   bytea NOT NULL,
    digest     bytea NOT NULL,
    sealed_at  timestamptz NOT NULL,
    UNIQUE (book, upto),
    UNIQUE (book, since),
    CHECK (since < upto)
);
REVOKE UPDATE, DELETE ON seals FROM vitrina_app;

CREATE TABLE outbox (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic       text NOT NULL CHECK (length(topic) BETWEEN 3 AND 64),
    ref         text NOT NULL CHECK (length(ref) BETWEEN 1 AND 255),
    promised_at timestamptz NOT NULL,
    due_at      timestamptz NOT NULL,
    attempts    integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    last_error  text NOT NULL DEFAULT '',
    kept_at     timestamptz,
    dead_at     timestamptz,
    -- Which request gave it, so that the lines of the worker are found by the number that the visitor was told.
    request_id  text NOT NULL DEFAULT '',
    UNIQUE (topic, ref),
    CHECK (kept_at IS NULL OR dead_at IS NULL)
) WITH (fillfactor = 80);
CREATE INDEX outbox_due ON outbox (due_at) WHERE kept_at IS NULL AND dead_at IS NULL;
CREATE INDEX outbox_dead ON outbox (dead_at) WHERE dead_at IS NOT NULL;
-- Given by promise() alone.
REVOKE INSERT ON outbox FROM vitrina_app;

CREATE TABLE idempotency_keys (
    caller       text NOT NULL CHECK (length(caller) BETWEEN 1 AND 64),
    key          text NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
    route        text NOT NULL,
    body_digest  bytea NOT NULL CHECK (length(body_digest) = 32),
    status       integer NOT NULL CHECK (status BETWEEN 200 AND 499),
    content_type text NOT NULL,
    response     bytea NOT NULL,
    at           timestamptz NOT NULL,
    PRIMARY KEY (caller, key)
);
REVOKE UPDATE, DELETE ON idempotency_keys FROM vitrina_app;

-- Counters of rate limits: lost in a crash, which is harmless and makes them cheap.
CREATE UNLOGGED TABLE throttle (
    key        text NOT NULL,
    starts_at  timestamptz NOT NULL,
    hits       integer NOT NULL,
    PRIMARY KEY (key, starts_at)
) WITH (fillfactor = 50);

-- When each thing that repeats was done last; what a crash loses is written again within seconds.
CREATE UNLOGGED TABLE pulses (
    name     text PRIMARY KEY CHECK (length(name) BETWEEN 1 AND 64),
    at       timestamptz NOT NULL
) WITH (fillfactor = 50);

-- Each look at the books and what it found: a list of {rule, subject, facts}.
CREATE TABLE book_checks (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at       timestamptz NOT NULL,
    findings jsonb NOT NULL CHECK (jsonb_typeof(findings) = 'array'),
    -- Which places are wrong, whatever the figures: equal for the same trouble, empty when there is none.
    trouble  text NOT NULL,
    CHECK ((trouble = '') = (findings = '[]'))
);
CREATE INDEX book_checks_right ON book_checks (id) WHERE trouble = '';
REVOKE UPDATE ON book_checks FROM vitrina_app;

-- Rows that the application alone may write, each with a seal of its own: the key is in no database, so nobody else can make one. `state` is the
-- digest of what is sealed of the row; a row that changes has several, numbered from 1, and the newest is of what it holds now.
CREATE TABLE own_seals (
    id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid   xid8 NOT NULL DEFAULT pg_current_xact_id(),
    sheet  text NOT NULL CHECK (length(sheet) BETWEEN 3 AND 63),
    row_id bigint NOT NULL,
    number integer NOT NULL CHECK (number > 0),
    state  bytea NOT NULL CHECK (length(state) = 32),
    seal   bytea NOT NULL CHECK (length(seal) = 32),
    UNIQUE (sheet, row_id, number)
);
CREATE INDEX own_seals_by_txid ON own_seals (txid);
REVOKE INSERT, UPDATE, DELETE ON own_seals FROM vitrina_app;
GRANT INSERT (sheet, row_id, number, state, seal) ON own_seals TO vitrina_app;
