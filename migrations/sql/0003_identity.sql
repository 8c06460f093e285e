CREATE TABLE users (
    id                      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email                   text NOT NULL CHECK (email = lower(email) AND length(email) <= 254),
    password                text,
    active                  boolean NOT NULL DEFAULT true,
    fs_uniquifier           text NOT NULL UNIQUE,
    confirmed_at            timestamptz,
    language                text NOT NULL DEFAULT '',
    created_at              timestamptz NOT NULL DEFAULT now(),
    last_login_at           timestamptz,
    current_login_at        timestamptz,
    last_login_ip           text,
    current_login_ip        text,
    login_count             integer NOT NULL DEFAULT 0,
    tf_primary_method       text,
    tf_totp_secret          text,
    mf_recovery_codes       jsonb,
    fs_webauthn_user_handle text UNIQUE,
    UNIQUE (email)
);

CREATE TABLE roles (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name        text NOT NULL UNIQUE,
    description text NOT NULL DEFAULT '',
    permissions text[] NOT NULL DEFAULT '{}'
);

CREATE TABLE roles_users (
    user_id bigint NOT NULL REFERENCES users,
    role_id bigint NOT NULL REFERENCES roles,
    PRIMARY KEY (user_id, role_id)
);

-- What a user may do, and on what: a role in one programme, or for one partner.
CREATE TABLE grants (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id      bigint NOT NULL REFERENCES users,
    role         text NOT NULL CHECK (role IN ('support', 'finance', 'manager', 'admin', 'partner')),
    programme_id bigint NOT NULL REFERENCES programmes,
    partner_id   bigint,
    granted_at   timestamptz NOT NULL DEFAULT now(),
    CHECK ((role = 'partner') = (partner_id IS NOT NULL)),
    UNIQUE NULLS NOT DISTINCT (user_id, role, programme_id, partner_id)
);

CREATE TABLE passkeys (
    id                bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id           bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    credential_id     bytea NOT NULL UNIQUE,
    public_key        bytea NOT NULL,
    sign_count        integer NOT NULL DEFAULT 0,
    transports        jsonb,
    extensions        text,
    name              text NOT NULL,
    usage             text NOT NULL,
    backup_state      boolean NOT NULL,
    device_type       text NOT NULL,
    create_datetime   timestamptz NOT NULL DEFAULT now(),
    lastuse_datetime  timestamptz NOT NULL
);
CREATE INDEX passkeys_by_user ON passkeys (user_id);

-- A machine that calls the API. Only a hash of its key is kept; a key bound to a member sees that member alone.
CREATE TABLE api_clients (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    programme_id bigint NOT NULL REFERENCES programmes,
    name         text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
    key_prefix   text NOT NULL UNIQUE,
    key_digest   bytea NOT NULL CHECK (length(key_digest) = 32),
    scopes       text[] NOT NULL,
    member_id    bigint,
    per_minute   integer NOT NULL DEFAULT 600 CHECK (per_minute > 0),
    created_at   timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz,
    revoked_at   timestamptz
);
