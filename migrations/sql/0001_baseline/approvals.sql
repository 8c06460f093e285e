-- What one person proposes and another approves. Every row is a fact and is only ever added; whether a proposal still waits follows
-- from its rows and the time (proposals_at). What may be added is held by triggers: marketplace/approvals/sql.
CREATE TABLE proposals (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid         xid8 NOT NULL DEFAULT pg_current_xact_id(),
    ref          text NOT NULL UNIQUE CHECK (ref ~ '^[0-9A-HJKMNP-TV-Z]{26}$'),
    programme_id bigint NOT NULL REFERENCES programmes,
    kind         text NOT NULL CHECK (kind ~ '^[a-z_]{1,40}$'),
    subject      text NOT NULL CHECK (length(subject) BETWEEN 1 AND 200),
    proposed_by  bigint NOT NULL REFERENCES users,
    proposed_at  timestamptz NOT NULL,
    why          text NOT NULL DEFAULT '' CHECK (length(why) <= 1000),
    -- The words are sealed with it, until they are forgotten.
    salt         uuid NOT NULL DEFAULT gen_random_uuid(),
    forgotten    bytea CHECK (length(forgotten) = 32)
);
CREATE INDEX proposals_by_txid ON proposals (txid);
CREATE INDEX proposals_by_subject ON proposals (programme_id, kind, subject);

-- What exactly is proposed. The first version is the proposer's; each further one is an edit. The digest is of everything that an
-- approver agrees to: proposal, number, target, base and payload.
CREATE TABLE proposal_versions (
    proposal_id      bigint NOT NULL REFERENCES proposals,
    txid             xid8 NOT NULL DEFAULT pg_current_xact_id(),
    number           integer NOT NULL CHECK (number >= 1),
    digest           bytea NOT NULL CHECK (length(digest) = 32),
    payload          jsonb NOT NULL CHECK (jsonb_typeof(payload) = 'object'),
    -- The target as it stood when this was written: its version, and the facts that would change.
    base             text NOT NULL CHECK (length(base) <= 200),
    before           jsonb NOT NULL CHECK (jsonb_typeof(before) = 'object'),
    -- The members whom it concerns, as its kind says.
    about            bigint[] NOT NULL DEFAULT '{}',
    approvals_needed smallint NOT NULL CHECK (approvals_needed BETWEEN 1 AND 5),
    edited_by        bigint NOT NULL REFERENCES users,
    edited_at        timestamptz NOT NULL,
    expires_at       timestamptz NOT NULL,
    -- The words are sealed with it, until they are forgotten.
    salt             uuid NOT NULL DEFAULT gen_random_uuid(),
    forgotten        bytea CHECK (length(forgotten) = 32),
    PRIMARY KEY (proposal_id, number),
    UNIQUE (proposal_id, digest),
    CONSTRAINT proposal_lasts_a_day CHECK (expires_at > edited_at AND expires_at - edited_at <= interval '24 hours')
);
CREATE INDEX proposal_versions_by_txid ON proposal_versions (txid);
CREATE INDEX proposal_versions_by_author ON proposal_versions (edited_by, proposal_id);
CREATE INDEX proposal_versions_by_about ON proposal_versions USING gin (about);

-- What somebody said to one version. The note is for whoever proposed it.
CREATE TABLE proposal_decisions (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid        xid8 NOT NULL DEFAULT pg_current_xact_id(),
    proposal_id bigint NOT NULL,
    digest      bytea NOT NULL,
    outcome     text NOT NULL CHECK (outcome IN ('approved', 'refused', 'changes_requested', 'withdrawn')),
    decided_by  bigint NOT NULL REFERENCES users,
    decided_at  timestamptz NOT NULL,
    note        text NOT NULL DEFAULT '' CHECK (length(note) <= 2000),
    -- The words are sealed with it, until they are forgotten.
    salt        uuid NOT NULL DEFAULT gen_random_uuid(),
    forgotten   bytea CHECK (length(forgotten) = 32),
    FOREIGN KEY (proposal_id, digest) REFERENCES proposal_versions (proposal_id, digest),
    UNIQUE (proposal_id, digest, decided_by),
    CONSTRAINT proposal_no_has_a_reason CHECK (outcome IN ('approved', 'withdrawn') OR note <> '')
);
CREATE INDEX proposal_decisions_by_txid ON proposal_decisions (txid);

-- An approved act that was done, once and for the version that was approved.
CREATE TABLE proposal_applications (
    proposal_id bigint PRIMARY KEY REFERENCES proposals,
    txid        xid8 NOT NULL DEFAULT pg_current_xact_id(),
    digest      bytea NOT NULL,
    applied_at  timestamptz NOT NULL,
    FOREIGN KEY (proposal_id, digest) REFERENCES proposal_versions (proposal_id, digest)
);
CREATE INDEX proposal_applications_by_txid ON proposal_applications (txid);

-- Talk beside the decisions: for everyone who may see the proposal, or among those who may approve it.
CREATE TABLE proposal_notes (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    proposal_id bigint NOT NULL REFERENCES proposals,
    audience    text NOT NULL CHECK (audience IN ('everyone', 'approvers')),
    written_by  bigint NOT NULL REFERENCES users,
    written_at  timestamptz NOT NULL,
    body        text NOT NULL CHECK (length(body) BETWEEN 1 AND 2000),
    -- Of the form in which it was written: sent twice it stands once.
    ref         text UNIQUE CHECK (ref ~ '^[0-9A-HJKMNP-TV-Z]{26}$')
);
CREATE INDEX proposal_notes_by_proposal ON proposal_notes (proposal_id, id);

-- How a kind of act is approved in a programme. Each version came from a proposal that was itself approved.
CREATE TABLE approval_rules (
    programme_id       bigint NOT NULL REFERENCES programmes,
    txid               xid8 NOT NULL DEFAULT pg_current_xact_id(),
    kind               text NOT NULL CHECK (kind ~ '^[a-z_]{1,40}$'),
    version            integer NOT NULL CHECK (version >= 1),
    approvers          smallint NOT NULL CHECK (approvers BETWEEN 0 AND 5),
    -- An act larger than the cap, in the kind's own unit, needs this many.
    cap                bigint CHECK (cap >= 0),
    approvers_over_cap smallint CHECK (approvers_over_cap BETWEEN 1 AND 5),
    -- Only who may approve by one of these roles; none: whoever may at all.
    roles              text[] NOT NULL DEFAULT '{}',
    proposal_id        bigint NOT NULL UNIQUE REFERENCES proposal_applications,
    PRIMARY KEY (programme_id, kind, version),
    CHECK ((cap IS NULL) = (approvers_over_cap IS NULL)),
    CHECK (approvers_over_cap > approvers)
);
CREATE INDEX approval_rules_by_txid ON approval_rules (txid);

REVOKE UPDATE, DELETE ON proposals, proposal_versions, proposal_decisions, proposal_applications, proposal_notes, approval_rules
    FROM vitrina_app;
-- When somebody's data are erased, what was said of them goes.
GRANT UPDATE (body) ON proposal_notes TO vitrina_app;
