-- One person who signs in. What he may do is said by his grants and memberships, never by the page he found.
CREATE TABLE users (
    id                      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email                   text NOT NULL CHECK (email = lower(email) AND length(email) BETWEEN 3 AND 254),
    -- What colleagues call him; empty for members, whose names are their memberships'.
    name                    text NOT NULL DEFAULT '' CHECK (length(name) <= 120),
    password                text,
    active                  boolean NOT NULL DEFAULT true,
    -- In every session cookie; a new value ends them all.
    fs_uniquifier           text NOT NULL UNIQUE,
    -- When he last showed that letters to the address reach him: there is no user before that.
    confirmed_at            timestamptz NOT NULL,
    signed_in_at            timestamptz,
    language                text NOT NULL DEFAULT '',
    created_at              timestamptz NOT NULL DEFAULT now(),
    -- The second factor: the authenticator's secret lies here encrypted, recovery codes as keyed digests.
    tf_primary_method       text,
    tf_totp_secret          text,
    totp_counter            bigint,
    mf_recovery_codes       jsonb,
    fs_webauthn_user_handle text UNIQUE,
    UNIQUE (email),
    CHECK ((tf_primary_method IS NULL) = (tf_totp_secret IS NULL))
);

-- What a user may do, and on what: a role in one programme, for one partner of it, or for the whole installation.
-- What each role may do is said in identity/permissions.py.
CREATE TABLE grants (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id      bigint NOT NULL REFERENCES users,
    role         text NOT NULL CHECK (role IN ('support', 'call_centre', 'finance', 'manager', 'admin',
                                               'owner', 'catalogue', 'cashier', 'accountant', 'installation')),
    programme_id bigint REFERENCES programmes,
    partner_id   bigint,
    granted_at   timestamptz NOT NULL DEFAULT now(),
    CHECK ((role = 'installation') = (programme_id IS NULL)),
    CHECK ((role IN ('owner', 'catalogue', 'cashier', 'accountant')) = (partner_id IS NOT NULL)),
    UNIQUE NULLS NOT DISTINCT (user_id, role, programme_id, partner_id)
);
CREATE INDEX grants_by_programme_id ON grants (programme_id);

-- Roles that were taken back: who has worked at a place before.
CREATE TABLE ended_grants (
    id           bigint PRIMARY KEY,
    user_id      bigint NOT NULL REFERENCES users,
    role         text NOT NULL,
    programme_id bigint REFERENCES programmes,
    partner_id   bigint,
    granted_at   timestamptz NOT NULL,
    ended_at     timestamptz NOT NULL
);
CREATE INDEX ended_grants_by_partner ON ended_grants (partner_id, ended_at) WHERE partner_id IS NOT NULL;
REVOKE UPDATE, DELETE ON ended_grants FROM vitrina_app;

CREATE TABLE passkeys (
    id                bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id           bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    credential_id     bytea NOT NULL UNIQUE,
    public_key        bytea NOT NULL,
    sign_count        bigint NOT NULL DEFAULT 0,
    transports        jsonb,
    extensions        text,
    name              text NOT NULL,
    usage             text NOT NULL CHECK (usage IN ('first', 'secondary')),
    backup_state      boolean NOT NULL,
    device_type       text NOT NULL,
    create_datetime   timestamptz NOT NULL DEFAULT now(),
    lastuse_datetime  timestamptz NOT NULL,
    UNIQUE (user_id, name)
);

-- Where somebody is signed in. The cookie holds the key, this table its digest: without a row the cookie is worth nothing.
CREATE TABLE user_sessions (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id    bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    key_digest bytea NOT NULL UNIQUE CHECK (length(key_digest) = 32),
    began_at   timestamptz NOT NULL,
    ends_at    timestamptz NOT NULL,
    agent      text NOT NULL DEFAULT '' CHECK (length(agent) <= 200),
    CHECK (began_at < ends_at)
);
CREATE INDEX user_sessions_by_user_id ON user_sessions (user_id);

-- A new address that its owner has asked for and not confirmed yet. The letter holds the token, this table its digest.
CREATE TABLE email_changes (
    user_id      bigint PRIMARY KEY REFERENCES users ON DELETE CASCADE,
    email        text NOT NULL CHECK (email = lower(email) AND length(email) BETWEEN 3 AND 254),
    token_digest bytea NOT NULL UNIQUE CHECK (length(token_digest) = 32),
    asked_at     timestamptz NOT NULL,
    ends_at      timestamptz NOT NULL,
    CHECK (asked_at < ends_at)
);

-- Addresses with which somebody signed in before: letters that went there are kept for a while, and are found by them.
CREATE TABLE former_addresses (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    email   text NOT NULL CHECK (email = lower(email) AND length(email) BETWEEN 3 AND 254),
    at      timestamptz NOT NULL
);
CREATE INDEX former_addresses_by_user ON former_addresses (user_id);
CREATE INDEX former_addresses_by_at ON former_addresses (at);
REVOKE UPDATE ON former_addresses FROM vitrina_app;

-- Colleagues whom the fraud desk has suspended: they give nothing of value out in a programme, nor agree to it, until others lift that. Why stands in the audit.
CREATE TABLE issuing_suspensions (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id      bigint NOT NULL REFERENCES users,
    programme_id bigint NOT NULL REFERENCES programmes,
    at           timestamptz NOT NULL,
    lifted_at    timestamptz CHECK (lifted_at >= at)
);
CREATE UNIQUE INDEX issuing_suspensions_now ON issuing_suspensions (user_id, programme_id) WHERE lifted_at IS NULL;
REVOKE UPDATE, DELETE ON issuing_suspensions FROM vitrina_app;
GRANT UPDATE (lifted_at) ON issuing_suspensions TO vitrina_app;

-- Somebody asked by letter to work for a partner. The letter holds the token, this table its digest; another letter makes a new one.
CREATE TABLE invitations (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email        text NOT NULL CHECK (email = lower(email) AND length(email) BETWEEN 3 AND 254),
    -- As whoever invites them knows them; at the door they say it themselves.
    name         text NOT NULL DEFAULT '' CHECK (length(name) <= 120),
    role         text NOT NULL CHECK (role IN ('owner', 'catalogue', 'cashier', 'accountant')),
    programme_id bigint NOT NULL REFERENCES programmes,
    partner_id   bigint NOT NULL,
    language     text NOT NULL DEFAULT '',
    token_digest bytea NOT NULL UNIQUE CHECK (length(token_digest) = 32),
    invited_at   timestamptz NOT NULL,
    ends_at      timestamptz NOT NULL CHECK (ends_at > invited_at),
    letters      integer NOT NULL DEFAULT 1 CHECK (letters BETWEEN 1 AND 10),
    accepted_at  timestamptz,
    accepted_by  bigint REFERENCES users,
    revoked_at   timestamptz,
    CHECK ((accepted_at IS NULL) = (accepted_by IS NULL)),
    CHECK (accepted_at IS NULL OR revoked_at IS NULL)
);
CREATE UNIQUE INDEX invitations_open ON invitations (partner_id, email) WHERE accepted_at IS NULL AND revoked_at IS NULL;
REVOKE UPDATE, DELETE ON invitations FROM vitrina_app;
GRANT UPDATE (email, name, token_digest, ends_at, letters, accepted_at, accepted_by, revoked_at) ON invitations TO vitrina_app;

-- A letter that somebody wants sent to an address: a link to sign up, or to a new password. Nothing is known of whoever asks,
-- so nothing is looked up while he waits: the worker finds out whose address it is, and which letter that makes.
CREATE TABLE letter_requests (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind         text NOT NULL CHECK (kind IN ('sign_up', 'reset')),
    programme_id bigint NOT NULL REFERENCES programmes,
    email        text NOT NULL CHECK (email = lower(email) AND length(email) BETWEEN 3 AND 254),
    language     text NOT NULL,
    -- Where he was when he asked: the host, and the page that sign-up comes back to.
    host         text NOT NULL CHECK (length(host) <= 253),
    onward       text NOT NULL CHECK (onward LIKE '/%' AND length(onward) <= 2000),
    asked_at     timestamptz NOT NULL
);
CREATE INDEX letter_requests_by_email ON letter_requests (email);
CREATE INDEX letter_requests_by_asked_at ON letter_requests (asked_at);

-- A machine that calls the API. Only a hash of its key is kept; a key bound to a member sees that member alone.
CREATE TABLE api_clients (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid         xid8 NOT NULL DEFAULT pg_current_xact_id(),
    programme_id bigint NOT NULL REFERENCES programmes,
    name         text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
    key_prefix   text NOT NULL UNIQUE,
    key_digest   bytea NOT NULL CHECK (length(key_digest) = 32),
    scopes       text[] NOT NULL CHECK (cardinality(scopes) >= 1),
    member_id    bigint,
    per_minute   integer NOT NULL DEFAULT 600 CHECK (per_minute > 0),
    created_at   timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz,
    revoked_at   timestamptz
);
CREATE INDEX api_clients_by_txid ON api_clients (txid);

-- From which device and network somebody signed in: keyed digests, by which two are the same or not, and nothing else is known. Forgotten later.
CREATE TABLE sign_in_traces (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    device  bytea NOT NULL CHECK (length(device) = 32),
    network bytea NOT NULL CHECK (length(network) = 32),
    at      timestamptz NOT NULL
);
CREATE INDEX sign_in_traces_by_at ON sign_in_traces (at);
CREATE INDEX sign_in_traces_by_user ON sign_in_traces (user_id, at);

-- What a user signs in with, each time that it changed: a digest of it, and the seal that only the application makes of both, since its key is
-- not in the database. Numbered from 1 for each user, so that a former state with its seal cannot be put in the place of the newest one.
CREATE TABLE sign_in_seals (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid          xid8 NOT NULL DEFAULT pg_current_xact_id(),
    user_id       bigint NOT NULL REFERENCES users,
    number        integer NOT NULL CHECK (number > 0),
    -- sign_in_state() of the user, and a keyed digest of the authenticator's secret, whose ciphertext changes with each renewal of the key.
    state         bytea NOT NULL CHECK (length(state) = 32),
    authenticator bytea CHECK (length(authenticator) = 32),
    seal          bytea NOT NULL CHECK (length(seal) = 32),
    at            timestamptz NOT NULL,
    UNIQUE (user_id, number)
);
CREATE INDEX sign_in_seals_by_txid ON sign_in_seals (txid);
REVOKE INSERT, UPDATE, DELETE ON sign_in_seals FROM vitrina_app;
GRANT INSERT (user_id, number, state, authenticator, seal, at) ON sign_in_seals TO vitrina_app;
