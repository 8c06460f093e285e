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
