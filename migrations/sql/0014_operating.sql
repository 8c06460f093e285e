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

-- Which request gave a promise, so that the lines of the worker are found by the number that the visitor was told.
ALTER TABLE outbox ADD COLUMN request_id text NOT NULL DEFAULT '';

-- Queues are made by whoever connects first; the application looks at their age and throws away what came too late.
ALTER DEFAULT PRIVILEGES IN SCHEMA pgmq GRANT SELECT, DELETE ON TABLES TO vitrina_app;
