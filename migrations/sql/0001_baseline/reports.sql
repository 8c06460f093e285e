-- A list that somebody asked for as a file: what he asked, and how it is said. It and its parts are gone after a day.
CREATE TABLE exports (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    public_id    text NOT NULL UNIQUE CHECK (public_id ~ '^[0-9A-HJKMNP-TV-Z]{26}$'),
    programme_id bigint NOT NULL REFERENCES programmes,
    user_id      bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    listing      text NOT NULL,
    kind         text NOT NULL CHECK (kind IN ('csv', 'xlsx')),
    -- What the asker must still be permitted when he fetches it.
    permission   text NOT NULL,
    asked        jsonb NOT NULL,
    rows_asked   integer NOT NULL CHECK (rows_asked >= 0),
    rows_done    integer NOT NULL DEFAULT 0 CHECK (rows_done >= 0),
    asked_at     timestamptz NOT NULL,
    ends_at      timestamptz NOT NULL,
    made_at      timestamptz,
    CHECK (asked_at < ends_at)
);
CREATE INDEX exports_by_ends_at ON exports (ends_at);
CREATE INDEX exports_by_user_id ON exports (user_id);

-- The file, in parts, each encrypted for its place.
CREATE TABLE export_parts (
    export_id bigint NOT NULL REFERENCES exports ON DELETE CASCADE,
    number    integer NOT NULL CHECK (number >= 0),
    sealed    bytea NOT NULL,
    PRIMARY KEY (export_id, number)
);
