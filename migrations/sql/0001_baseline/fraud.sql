-- From when on something is looked at, where a programme wants it otherwise than rules.py.
CREATE TABLE fraud_limits (
    programme_id bigint NOT NULL REFERENCES programmes,
    name         text NOT NULL CHECK (name ~ '^[a-z_]{1,30}$'),
    value        integer NOT NULL CHECK (value >= 1),
    PRIMARY KEY (programme_id, name)
);

-- What somebody should look at, with what was seen; once by its key. `mark` is the device or network that it is about, as a keyed digest.
CREATE TABLE fraud_signals (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    programme_id bigint NOT NULL REFERENCES programmes,
    kind         text NOT NULL CHECK (kind IN ('device', 'network', 'burn', 'refunds', 'guessing', 'canary', 'reversing', 'limit', 'word', 'sign_in')),
    member_id    bigint REFERENCES members,
    user_id      bigint REFERENCES users,
    partner_id   bigint REFERENCES partners,
    mark         bytea CHECK (length(mark) = 32),
    key          text NOT NULL CHECK (length(key) <= 200),
    score        smallint NOT NULL CHECK (score >= 0 AND score <= 100),
    evidence     jsonb NOT NULL,
    at           timestamptz NOT NULL,
    UNIQUE (programme_id, key)
);
CREATE INDEX fraud_signals_by_member ON fraud_signals (member_id, id) WHERE member_id IS NOT NULL;
REVOKE UPDATE, DELETE ON fraud_signals FROM vitrina_app;

-- What was decided, in order; the last one counts.
CREATE TABLE fraud_decisions (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    signal_id   bigint NOT NULL REFERENCES fraud_signals,
    outcome     text NOT NULL CHECK (outcome IN ('release', 'hold', 'block', 'unblock', 'tell', 'stop', 'suspend', 'resume')),
    -- Whom of several members it is about.
    member_id   bigint REFERENCES members,
    why         text NOT NULL CHECK (length(why) BETWEEN 1 AND 1000),
    actor       text NOT NULL,
    at          timestamptz NOT NULL
);
CREATE INDEX fraud_decisions_by_signal ON fraud_decisions (signal_id, id);
CREATE INDEX fraud_decisions_by_member ON fraud_decisions (member_id) WHERE member_id IS NOT NULL;
REVOKE UPDATE, DELETE ON fraud_decisions FROM vitrina_app;
-- The words alone may be taken out, when somebody's data are erased.
GRANT UPDATE (why) ON fraud_decisions TO vitrina_app;

-- Devices and networks that decisions have judged: allowed ones are not signalled until their term ends, denied ones raise the next score; those of a
-- member on hold, which are watched, raise it less, for a short time, and no more once that signal is released.
CREATE TABLE fraud_marks (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    programme_id bigint NOT NULL REFERENCES programmes,
    mark         bytea NOT NULL CHECK (length(mark) = 32),
    verdict      text NOT NULL CHECK (verdict IN ('allow', 'deny', 'watch')),
    signal_id    bigint NOT NULL REFERENCES fraud_signals,
    at           timestamptz NOT NULL,
    until        timestamptz NOT NULL CHECK (until > at)
);
CREATE INDEX fraud_marks_by_mark ON fraud_marks (programme_id, mark, until);
REVOKE UPDATE, DELETE ON fraud_marks FROM vitrina_app;
