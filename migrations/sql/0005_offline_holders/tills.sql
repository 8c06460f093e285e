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

-- Whose package it was; none where it was given before holders were known.
ALTER TABLE offline_takings ADD COLUMN holder_id bigint REFERENCES offline_holders;
CREATE INDEX offline_takings_by_terminal ON offline_takings (terminal_id, package_at);
DROP INDEX offline_takings_by_package;
