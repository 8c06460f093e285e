-- Somebody wants his data erased: who asked and how that is known, and from when on it may be done. Nobody asks again where a restored backup has
-- brought somebody back: then it is the operator's. The evidence is staff's own words and goes with the rest.
CREATE TABLE erasures (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid         xid8 NOT NULL DEFAULT pg_current_xact_id(),
    programme_id bigint NOT NULL REFERENCES programmes,
    member_id    bigint NOT NULL REFERENCES members,
    asked_by     bigint REFERENCES users,
    by_staff     boolean NOT NULL,
    evidence     text NOT NULL CHECK (length(evidence) <= 400),
    -- Which facts whoever asked staff could name.
    identified   text[] NOT NULL CHECK (identified <@ ARRAY['number', 'phone', 'email', 'order', 'card', 'in_person']),
    asked_at     timestamptz NOT NULL,
    due_at       timestamptz NOT NULL CHECK (due_at > asked_at),
    CHECK (NOT by_staff OR cardinality(identified) >= 2)
);
CREATE INDEX erasures_by_txid ON erasures (txid);
CREATE INDEX erasures_by_member ON erasures (member_id, id);
CREATE INDEX erasures_by_programme ON erasures (programme_id, id);
REVOKE UPDATE, DELETE ON erasures FROM vitrina_app;
GRANT UPDATE (evidence) ON erasures TO vitrina_app;

-- How it ended, once: it was taken back in time, done, or overtaken by one that is due at once, because what was erased had come back with a backup.
CREATE TABLE erasure_ends (
    erasure_id bigint PRIMARY KEY REFERENCES erasures,
    txid       xid8 NOT NULL DEFAULT pg_current_xact_id(),
    how        text NOT NULL CHECK (how IN ('taken_back', 'done', 'overtaken')),
    at         timestamptz NOT NULL
);
CREATE INDEX erasure_ends_by_txid ON erasure_ends (txid);
REVOKE UPDATE, DELETE ON erasure_ends FROM vitrina_app;

-- What was destroyed: a step at a time, each once, with how many rows had something to lose. Points and sums are figures of the step.
CREATE TABLE erasure_steps (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid       xid8 NOT NULL DEFAULT pg_current_xact_id(),
    erasure_id bigint NOT NULL REFERENCES erasures,
    name       text NOT NULL CHECK (name ~ '^[a-z_]{1,30}$'),
    rows       bigint NOT NULL CHECK (rows >= 0),
    at         timestamptz NOT NULL,
    UNIQUE (erasure_id, name)
);
CREATE INDEX erasure_steps_by_txid ON erasure_steps (txid);
REVOKE UPDATE, DELETE ON erasure_steps FROM vitrina_app;
