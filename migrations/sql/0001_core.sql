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

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TABLE audit_records (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid        xid8 NOT NULL DEFAULT pg_current_xact_id(),
    at          timestamptz NOT NULL,
    actor_kind  text NOT NULL CHECK (actor_kind IN ('user', 'client', 'operator', 'system')),
    actor_id    bigint,
    action      text NOT NULL CHECK (length(action) BETWEEN 3 AND 64),
    subject     text NOT NULL CHECK (length(subject) BETWEEN 1 AND 128),
    why         text NOT NULL DEFAULT '' CHECK (length(why) <= 1000),
    before      jsonb,
    after       jsonb,
    request_id  text NOT NULL DEFAULT ''
);
CREATE INDEX audit_records_by_subject ON audit_records (subject, id);
CREATE INDEX audit_records_by_txid ON audit_records (txid);
CREATE TRIGGER audit_records_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_records
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE ON audit_records FROM vitrina_app;

-- A seal closes all rows of a book written by transactions older than `upto`; each seal holds the digest of the one before.
CREATE TABLE seals (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    book       text NOT NULL CHECK (book IN ('ledger', 'audit')),
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
CREATE TRIGGER seals_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON seals
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
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
    UNIQUE (topic, ref),
    CHECK (kept_at IS NULL OR dead_at IS NULL)
) WITH (fillfactor = 80);
CREATE INDEX outbox_due ON outbox (due_at) WHERE kept_at IS NULL AND dead_at IS NULL;
CREATE INDEX outbox_dead ON outbox (dead_at) WHERE dead_at IS NOT NULL;

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

-- Takes a key for the rest of the transaction and says what is kept under it. The second statement sees what whoever
-- held the key before has committed; one plain SELECT would still look at the state from before the wait.
CREATE FUNCTION idempotency_begin(p_caller text, p_key text)
RETURNS TABLE (route text, body_digest bytea, status integer, content_type text, response bytea)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(p_caller || E'\n' || p_key, 1));
    RETURN QUERY SELECT k.route, k.body_digest, k.status, k.content_type, k.response
      FROM idempotency_keys k WHERE k.caller = p_caller AND k.key = p_key;
END $$;

-- Whether a ciphertext can be another one made anew: a prefix that names another key, and the same length.
CREATE FUNCTION is_renewed(p_old bytea, p_new bytea) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT length(p_new) = length(p_old) AND substr(p_new, 1, 1) = '\x01' AND substr(p_new, 2, 4) <> substr(p_old, 2, 4)
$$;

-- Puts answers that a newer key encrypted in the place of those that were read, and can do nothing else.
CREATE FUNCTION idempotency_reencrypt(p_callers text[], p_keys text[], p_old bytea[], p_new bytea[]) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH renewed AS (
        UPDATE idempotency_keys k SET response = n.new FROM unnest(p_callers, p_keys, p_old, p_new) n(caller, key, old, new)
         WHERE k.caller = n.caller AND k.key = n.key AND k.response = n.old AND is_renewed(n.old, n.new)
        RETURNING k.key)
    SELECT count(*) FROM renewed
$$;
REVOKE EXECUTE ON FUNCTION idempotency_reencrypt FROM PUBLIC;
GRANT EXECUTE ON FUNCTION idempotency_reencrypt TO vitrina_app;

-- Counters of rate limits: lost in a crash, which is harmless and makes them cheap.
CREATE UNLOGGED TABLE throttle (
    key        text NOT NULL,
    starts_at  timestamptz NOT NULL,
    hits       integer NOT NULL,
    PRIMARY KEY (key, starts_at)
) WITH (fillfactor = 50);

-- Mail as it was written; without a mail server it is read here.
CREATE TABLE mails (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref          text NOT NULL UNIQUE,
    programme_id bigint,
    recipient    text NOT NULL,
    subject      text NOT NULL,
    body_text    text NOT NULL,
    body_html    text NOT NULL,
    written_at   timestamptz NOT NULL,
    sent_at      timestamptz
);
