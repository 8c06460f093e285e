-- Long work on a file. A state is changed by one statement that names the states it leads on from.
CREATE TABLE runs (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    programme_id bigint NOT NULL REFERENCES programmes,
    -- Whose people brought it; NULL: the programme's own. Its key stands with partners.
    partner_id   bigint,
    ref          text NOT NULL UNIQUE CHECK (length(ref) BETWEEN 1 AND 64),
    kind         text NOT NULL CHECK (kind ~ '^[a-z_]{1,40}$'),
    options      jsonb NOT NULL,
    -- Not applied before this moment; NULL: as soon as it is asked for.
    not_before   timestamptz,
    file_name    text NOT NULL CHECK (length(file_name) BETWEEN 1 AND 200),
    file_size    bigint NOT NULL CHECK (file_size > 0),
    file_digest  bytea NOT NULL CHECK (length(file_digest) = 32),
    kept_at      timestamptz NOT NULL,
    actor        text NOT NULL,
    state        text NOT NULL DEFAULT 'kept' CHECK (state IN (
        'kept', 'checking', 'checked', 'awaiting_approval', 'applying', 'stopped', 'applied', 'failed', 'discarded')),
    total        integer NOT NULL DEFAULT 0 CHECK (total >= 0),
    to_apply     integer NOT NULL DEFAULT 0 CHECK (to_apply >= 0),
    -- What a rule of approval compares with its cap.
    size         integer NOT NULL DEFAULT 0 CHECK (size >= 0),
    skipped      integer NOT NULL DEFAULT 0 CHECK (skipped >= 0),
    -- What is wrong with it, and in how many of its rows that stands; what is wrong with the file as a whole stands in none.
    wrong        integer NOT NULL DEFAULT 0 CHECK (wrong >= 0),
    wrong_rows   integer NOT NULL DEFAULT 0 CHECK (wrong_rows BETWEEN 0 AND wrong),
    preview      jsonb NOT NULL DEFAULT '{}',
    -- How many rows of its file have been read while it is being checked, for whoever watches.
    read_rows    integer NOT NULL DEFAULT 0 CHECK (read_rows >= 0),
    reached      integer NOT NULL DEFAULT 0,
    applied      integer NOT NULL DEFAULT 0 CHECK (applied >= 0),
    -- The run that this one takes the place of: what was said of that one is shown beside this one, too.
    continues    bigint UNIQUE REFERENCES runs,
    CHECK (reached BETWEEN 0 AND total)
);
CREATE INDEX runs_by_programme ON runs (programme_id, id);
CREATE INDEX runs_by_partner ON runs (partner_id, id) WHERE partner_id IS NOT NULL;
CREATE INDEX runs_same_file ON runs (programme_id, file_digest);
CREATE INDEX runs_open ON runs (id) WHERE state NOT IN ('applied', 'failed', 'discarded');
-- What was kept stays; a run is not removed.
REVOKE UPDATE, DELETE ON runs FROM vitrina_app;
GRANT UPDATE (state, total, to_apply, size, skipped, wrong, wrong_rows, preview, read_rows, reached, applied) ON runs TO vitrina_app;

-- What happened to a run, when and by whom. Only added to.
CREATE TABLE run_events (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    run_id     bigint NOT NULL REFERENCES runs,
    what       text NOT NULL CHECK (what IN ('kept', 'checking', 'checked', 'proposed', 'approved', 'started', 'stopped',
        'continued', 'applied', 'failed', 'discarded', 'rechecked')),
    at         timestamptz NOT NULL,
    actor      text NOT NULL,
    facts      jsonb NOT NULL
);
CREATE INDEX run_events_by_run ON run_events (run_id, id);
REVOKE UPDATE, DELETE ON run_events FROM vitrina_app;

-- What is wrong with a file: a sentence with places for the facts, and as much of the cell as people may see.
CREATE TABLE run_errors (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    run_id    bigint NOT NULL REFERENCES runs,
    at_row    integer,
    in_column text NOT NULL,
    reason    text NOT NULL,
    facts     jsonb NOT NULL,
    value     text NOT NULL CHECK (length(value) <= 60)
);
CREATE INDEX run_errors_by_run ON run_errors (run_id, at_row);
REVOKE UPDATE ON run_errors FROM vitrina_app;

-- What a run would change, a row for each part of a change, in the order of the file and as its check found it.
CREATE TABLE run_changes (
    run_id   bigint NOT NULL REFERENCES runs,
    number   integer NOT NULL CHECK (number > 0),
    name     text NOT NULL CHECK (length(name) <= 200),
    title_ru text NOT NULL CHECK (length(title_ru) <= 200),
    title_en text NOT NULL CHECK (length(title_en) <= 200),
    -- Of the file; NULL for what the file leaves out.
    at_row   integer,
    topic    text NOT NULL CHECK (topic IN ('new', 'price', 'values', 'cities', 'texts', 'withdrawn', 'other')),
    -- A word of the domain's, and by how many per cent a price moves.
    meaning  text NOT NULL CHECK (meaning ~ '^[a-z_]{1,40}$'),
    percent  bigint CHECK (percent >= 0),
    field    text NOT NULL CHECK (length(field) <= 200),
    was      text NOT NULL CHECK (length(was) <= 8000),
    will     text NOT NULL CHECK (length(will) <= 8000),
    PRIMARY KEY (run_id, number)
);
REVOKE UPDATE, DELETE ON run_changes FROM vitrina_app;

-- The file itself, encrypted, while its run lasts. Packing ciphertexts is in vain.
CREATE TABLE run_files (
    run_id     bigint NOT NULL REFERENCES runs,
    part       integer NOT NULL CHECK (part >= 0),
    ciphertext bytea NOT NULL,
    PRIMARY KEY (run_id, part)
);
ALTER TABLE run_files ALTER COLUMN ciphertext SET STORAGE EXTERNAL;

-- What was said of one thing that a run would change, by whoever brought the file and by whoever decides about it.
CREATE TABLE run_comments (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    run_id     bigint NOT NULL REFERENCES runs,
    -- The thing, by the name that its preview gives it.
    about      text NOT NULL CHECK (length(about) BETWEEN 1 AND 200),
    -- The comment that this one answers; an answer is not answered itself.
    answers    bigint REFERENCES run_comments,
    written_by bigint NOT NULL REFERENCES users,
    -- Whether he wrote as one of the partner's people; else as one of the programme's.
    of_partner boolean NOT NULL,
    written_at timestamptz NOT NULL,
    body       text NOT NULL CHECK (length(body) BETWEEN 1 AND 2000),
    -- Of the form in which it was written: sent twice it stands once.
    ref        text UNIQUE CHECK (ref ~ '^[0-9A-HJKMNP-TV-Z]{26}$')
);
CREATE INDEX run_comments_by_run ON run_comments (run_id, id);
CREATE INDEX run_comments_answers ON run_comments (answers) WHERE answers IS NOT NULL;
REVOKE UPDATE, DELETE ON run_comments FROM vitrina_app;

-- A comment that is settled, once, with its answers.
CREATE TABLE run_comment_resolutions (
    comment_id  bigint PRIMARY KEY REFERENCES run_comments,
    resolved_by bigint NOT NULL REFERENCES users,
    resolved_at timestamptz NOT NULL
);
REVOKE UPDATE, DELETE ON run_comment_resolutions FROM vitrina_app;
