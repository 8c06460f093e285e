-- The run by which something was published, and so whose people brought it: those of the run's partner, or the programme's own.
CREATE TABLE publication_runs (
    publication_id bigint PRIMARY KEY REFERENCES catalogue_publications,
    txid           xid8 NOT NULL DEFAULT pg_current_xact_id(),
    run_id         bigint NOT NULL REFERENCES runs
);
CREATE INDEX publication_runs_by_txid ON publication_runs (txid);

-- A publication that those who brought it took back at once, within the programme's time: nobody was asked, for the shop is as it was just before.
CREATE TABLE publication_undos (
    publication_id bigint PRIMARY KEY REFERENCES catalogue_publications,
    txid           xid8 NOT NULL DEFAULT pg_current_xact_id(),
    -- The publication that brought back what was before.
    undone_by      bigint NOT NULL UNIQUE REFERENCES catalogue_publications,
    side           text NOT NULL CHECK (side IN ('partner', 'programme')),
    -- How long the programme gave for it at that time.
    minutes        integer NOT NULL CHECK (minutes > 0),
    actor          text NOT NULL,
    at             timestamptz NOT NULL,
    CHECK (undone_by > publication_id)
);
CREATE INDEX publication_undos_by_txid ON publication_undos (txid);
REVOKE UPDATE, DELETE ON publication_runs, publication_undos FROM vitrina_app;
