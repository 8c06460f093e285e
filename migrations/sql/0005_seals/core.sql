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
