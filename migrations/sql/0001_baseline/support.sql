-- Cards that staff gave another code: why, how whoever asked was identified, what was known then, and who decided.
CREATE TABLE reissues (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid         xid8 NOT NULL DEFAULT pg_current_xact_id(),
    programme_id bigint NOT NULL REFERENCES programmes,
    -- A card goes on once, and what it goes on as is born once.
    old_card_id  bigint NOT NULL UNIQUE REFERENCES giftcards,
    new_card_id  bigint NOT NULL UNIQUE REFERENCES giftcards,
    reason       text NOT NULL CHECK (reason IN ('refused', 'lost', 'exposed', 'damaged')),
    identified   text[] NOT NULL CHECK (identified <@ ARRAY['number', 'phone', 'email', 'order', 'card', 'in_person'] AND cardinality(identified) >= 2),
    risk         smallint NOT NULL CHECK (risk BETWEEN 0 AND 100),
    note         text NOT NULL CHECK (length(note) <= 1000),
    asked_by     bigint NOT NULL REFERENCES users,
    -- The proposal that somebody else approved, where one was needed.
    proposal_id  bigint UNIQUE REFERENCES proposals,
    at           timestamptz NOT NULL,
    -- The words are sealed with it, until they are forgotten.
    salt         uuid NOT NULL DEFAULT gen_random_uuid(),
    forgotten    bytea CHECK (length(forgotten) = 32)
);
CREATE INDEX reissues_by_txid ON reissues (txid);
CREATE INDEX reissues_by_person ON reissues (asked_by, at);
REVOKE UPDATE, DELETE ON reissues FROM vitrina_app;

-- Cards that staff took away: whether what was left was given back, who asked for it, and the proposal that somebody else approved. It takes
-- two unless all of it goes back to where it came from.
CREATE TABLE withdrawals (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid         xid8 NOT NULL DEFAULT pg_current_xact_id(),
    programme_id bigint NOT NULL REFERENCES programmes,
    voiding_id   bigint NOT NULL UNIQUE REFERENCES giftcard_voidings,
    refund       text NOT NULL CHECK (refund IN ('none', 'source', 'points')),
    asked_by     bigint NOT NULL REFERENCES users,
    proposal_id  bigint UNIQUE REFERENCES proposals,
    at           timestamptz NOT NULL,
    CHECK (refund = 'source' OR proposal_id IS NOT NULL)
);
CREATE INDEX withdrawals_by_txid ON withdrawals (txid);
CREATE INDEX withdrawals_by_person ON withdrawals (asked_by, at);
CREATE INDEX withdrawals_by_programme ON withdrawals (programme_id, at);
REVOKE UPDATE, DELETE ON withdrawals FROM vitrina_app;

-- Cards that were bound to the wrong member and are another's now: who asked for it, and the proposal that somebody else approved.
CREATE TABLE rebindings (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid         xid8 NOT NULL DEFAULT pg_current_xact_id(),
    programme_id bigint NOT NULL REFERENCES programmes,
    old_card_id  bigint NOT NULL UNIQUE REFERENCES giftcards,
    new_card_id  bigint NOT NULL UNIQUE REFERENCES giftcards,
    note         text NOT NULL CHECK (length(note) <= 1000),
    asked_by     bigint NOT NULL REFERENCES users,
    proposal_id  bigint NOT NULL UNIQUE REFERENCES proposals,
    at           timestamptz NOT NULL,
    -- The words are sealed with it, until they are forgotten.
    salt         uuid NOT NULL DEFAULT gen_random_uuid(),
    forgotten    bytea CHECK (length(forgotten) = 32)
);
CREATE INDEX rebindings_by_txid ON rebindings (txid);
CREATE INDEX rebindings_by_programme ON rebindings (programme_id, at);
REVOKE UPDATE, DELETE ON rebindings FROM vitrina_app;

-- How a programme's desk answers: the mailbox that people write to ('' for none), the country whose holidays it keeps, and its hours of
-- the day in the programme's time zone (minutes after midnight; ISO weekdays, 1 is Monday). Without a row: as rules.py says.
CREATE TABLE service_desks (
    programme_id bigint PRIMARY KEY REFERENCES programmes,
    mailbox      text NOT NULL CHECK (length(mailbox) <= 200),
    country      text NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
    opens        smallint NOT NULL CHECK (opens >= 0),
    closes       smallint NOT NULL CHECK (closes <= 1440),
    weekdays     smallint[] NOT NULL CHECK (weekdays <@ ARRAY[1, 2, 3, 4, 5, 6, 7]::smallint[]),
    CHECK (closes - opens >= 60),
    CHECK (cardinality(weekdays) >= 1)
);
CREATE UNIQUE INDEX service_desks_by_mailbox ON service_desks (mailbox) WHERE mailbox <> '';

-- Where a programme promises other times than rules.py: working minutes to the first answer and to the solution.
CREATE TABLE service_times (
    programme_id  bigint NOT NULL REFERENCES programmes,
    category      text NOT NULL,
    priority      text NOT NULL,
    first_minutes integer NOT NULL CHECK (first_minutes >= 1),
    solve_minutes integer NOT NULL CHECK (solve_minutes <= 100000),
    PRIMARY KEY (programme_id, category, priority),
    CHECK (solve_minutes >= first_minutes)
);

-- Trouble that many cases have in common: they are linked to it and answered together.
CREATE TABLE incidents (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    programme_id bigint NOT NULL REFERENCES programmes,
    title        text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
    began_at     timestamptz NOT NULL
);
CREATE INDEX incidents_by_programme ON incidents (programme_id, id);
REVOKE UPDATE, DELETE ON incidents FROM vitrina_app;

-- What somebody wants put right. How it stands is what its events say: case_append() alone writes both. The number is for people.
CREATE TABLE cases (
    id           bigint GENERATED ALWAYS AS IDENTITY (START WITH 1001) PRIMARY KEY,
    programme_id bigint NOT NULL REFERENCES programmes,
    -- Whose it is, once that is known: an address or a calling number alone suggests a member and identifies nobody.
    member_id    bigint REFERENCES members,
    channel      text NOT NULL CHECK (channel IN ('cabinet', 'letter', 'phone')),
    category     text NOT NULL CHECK (category IN ('refused', 'exposed', 'sum', 'not_arrived', 'points', 'account', 'data', 'other')),
    priority     text NOT NULL CHECK (priority IN ('urgent', 'normal', 'low')),
    -- In somebody's own words; '' where the category says it.
    title        text NOT NULL CHECK (length(title) <= 200),
    email        text NOT NULL CHECK (length(email) <= 254),
    phone        text NOT NULL CHECK (length(phone) <= 40),
    reply_by     text NOT NULL CHECK (reply_by IN ('letter', 'phone')),
    language     text NOT NULL CHECK (language IN ('ru', 'en')),
    giftcard_id  bigint REFERENCES giftcards,
    order_id     bigint REFERENCES orders,
    ref          text NOT NULL UNIQUE,
    opened_at    timestamptz NOT NULL,
    -- From here on: what the events say.
    state        text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'waits_member', 'waits_partner', 'closed', 'merged')),
    version      integer NOT NULL DEFAULT 0,
    owner_id     bigint REFERENCES users,
    merged_into  bigint REFERENCES cases,
    incident_id  bigint REFERENCES incidents,
    answered_at  timestamptz,
    changed_at   timestamptz NOT NULL,
    -- Until when it should be answered first, and solved; NULL while nothing is to be done by us.
    first_due_at timestamptz,
    solve_due_at timestamptz,
    due_at       timestamptz GENERATED ALWAYS AS (
        CASE WHEN state IN ('open', 'waits_partner') THEN CASE WHEN answered_at IS NULL THEN least(first_due_at, solve_due_at) ELSE solve_due_at END END) STORED,
    CONSTRAINT cases_merged_check CHECK ((state = 'merged') = (merged_into IS NOT NULL)),
    CONSTRAINT cases_itself_check CHECK (merged_into <> id)
);
CREATE INDEX cases_by_programme ON cases (programme_id, id);
CREATE INDEX cases_open ON cases (programme_id, due_at) WHERE state IN ('open', 'waits_member', 'waits_partner');
CREATE INDEX cases_by_member ON cases (member_id, id);
CREATE INDEX cases_by_card ON cases (giftcard_id) WHERE giftcard_id IS NOT NULL;
CREATE INDEX cases_by_incident ON cases (incident_id) WHERE incident_id IS NOT NULL;
CREATE INDEX cases_by_target ON cases (merged_into) WHERE merged_into IS NOT NULL;
-- The texts alone may be taken out, when somebody's data are erased.
REVOKE UPDATE, DELETE ON cases FROM vitrina_app;
GRANT UPDATE (title, email, phone) ON cases TO vitrina_app;

-- What happened to a case, in order. `version` counts within the case, so that of two who act on the same state one is told.
CREATE TABLE case_events (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    case_id bigint NOT NULL REFERENCES cases,
    version integer NOT NULL,
    what    text NOT NULL CHECK (what IN (
        'opened', 'wrote', 'answered', 'note', 'assigned', 'sorted', 'identified', 'waiting', 'resumed', 'linked', 'merged', 'took_in',
        'closed', 'reopened', 'undelivered', 'reminded')),
    text    text NOT NULL CHECK (length(text) <= 10000),
    facts   jsonb NOT NULL,
    actor   text NOT NULL,
    ref     text UNIQUE,
    at      timestamptz NOT NULL,
    UNIQUE (case_id, version)
);
CREATE INDEX case_events_by_network ON case_events ((facts ->> 'network'), at) WHERE what = 'opened';
REVOKE INSERT, UPDATE, DELETE ON case_events FROM vitrina_app;
GRANT UPDATE (text, facts) ON case_events TO vitrina_app;

-- Files that came with a message: pictures redrawn, papers as they are; encrypted, each part bound to its place.
CREATE TABLE case_files (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    case_id  bigint NOT NULL REFERENCES cases,
    event_id bigint NOT NULL REFERENCES case_events,
    name     text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    kind     text NOT NULL CHECK (kind IN ('pdf', 'jpeg', 'png')),
    size     integer NOT NULL CHECK (size > 0),
    digest   bytea NOT NULL CHECK (length(digest) = 32),
    added_at timestamptz NOT NULL,
    UNIQUE (case_id, digest)
);
CREATE TABLE case_file_parts (
    file_id    bigint NOT NULL REFERENCES case_files ON DELETE CASCADE,
    part       integer NOT NULL CHECK (part >= 0),
    ciphertext bytea NOT NULL,
    PRIMARY KEY (file_id, part)
);

-- Who of the staff has a case open right now: looked at again every few seconds, forgotten after a minute.
CREATE TABLE case_looks (
    case_id bigint NOT NULL REFERENCES cases,
    user_id bigint NOT NULL REFERENCES users,
    at      timestamptz NOT NULL,
    PRIMARY KEY (case_id, user_id)
);

-- Prepared answers in both languages; {{ name }} and other facts are filled in from the case.
CREATE TABLE answer_templates (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    programme_id bigint NOT NULL REFERENCES programmes,
    name_ru      text NOT NULL CHECK (length(name_ru) BETWEEN 1 AND 120),
    name_en      text NOT NULL CHECK (length(name_en) BETWEEN 1 AND 120),
    body_ru      text NOT NULL CHECK (length(body_ru) BETWEEN 1 AND 4000),
    body_en      text NOT NULL CHECK (length(body_en) BETWEEN 1 AND 4000),
    position     integer NOT NULL DEFAULT 0,
    retired_at   timestamptz,
    -- Of the form in which it was written: sent twice it stands once.
    ref          text UNIQUE CHECK (ref ~ '^[0-9A-HJKMNP-TV-Z]{26}$')
);
CREATE INDEX answer_templates_by_programme ON answer_templates (programme_id, position, id);
REVOKE DELETE ON answer_templates FROM vitrina_app;

-- What a partner is asked about a card with its own code: to cancel the code, while the case waits. One answer each.
CREATE TABLE case_questions (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    case_id     bigint NOT NULL REFERENCES cases,
    partner_id  bigint NOT NULL REFERENCES partners,
    giftcard_id bigint NOT NULL REFERENCES giftcards,
    note        text NOT NULL CHECK (length(note) <= 1000),
    asked_at    timestamptz NOT NULL
);
CREATE INDEX case_questions_by_case ON case_questions (case_id);
CREATE INDEX case_questions_by_partner ON case_questions (partner_id, id);
CREATE TABLE case_question_answers (
    question_id bigint PRIMARY KEY REFERENCES case_questions,
    outcome     text NOT NULL CHECK (outcome IN ('cancelled', 'kept')),
    note        text NOT NULL CHECK (length(note) <= 1000),
    actor       text NOT NULL,
    at          timestamptz NOT NULL
);
REVOKE UPDATE, DELETE ON case_questions, case_question_answers FROM vitrina_app;
GRANT UPDATE (note) ON case_questions, case_question_answers TO vitrina_app;

-- A file that shows why points were put right by hand: redrawn, and encrypted in parts.
CREATE TABLE account_papers (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    member_id    bigint NOT NULL REFERENCES members,
    name         text NOT NULL CHECK (length(name) <= 200),
    kind         text NOT NULL CHECK (kind IN ('pdf', 'jpeg', 'png')),
    size         integer NOT NULL CHECK (size > 0),
    digest       bytea NOT NULL CHECK (length(digest) = 32),
    added_at     timestamptz NOT NULL,
    UNIQUE (member_id, digest)
);
CREATE TABLE account_paper_parts (
    paper_id   bigint NOT NULL REFERENCES account_papers,
    part       integer NOT NULL CHECK (part >= 0),
    ciphertext bytea NOT NULL,
    PRIMARY KEY (paper_id, part)
);

-- Points that staff gave to a member or took back by hand: the cause of their transfer. Written by points_correct() alone.
CREATE TABLE point_corrections (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid         xid8 NOT NULL DEFAULT pg_current_xact_id(),
    programme_id bigint NOT NULL REFERENCES programmes,
    member_id    bigint NOT NULL REFERENCES members,
    ref          text NOT NULL UNIQUE CHECK (ref ~ '^[0-9A-HJKMNP-TV-Z]{26}$'),
    kind         text NOT NULL CHECK (kind IN ('credit', 'debit', 'goodwill')),
    amount       bigint NOT NULL CHECK (amount > 0 AND amount <= 1000000000),
    -- The last day of points that were given; none: they never expire.
    expires_on   date CHECK (expires_on IS NULL OR kind <> 'debit'),
    reason       text NOT NULL CHECK (reason IN ('missing', 'fault', 'promised', 'twice', 'anothers', 'bank_card', 'other', 'goodwill')),
    -- For colleagues; the member reads the reason.
    note         text NOT NULL CHECK (length(note) >= 1 AND length(note) <= 1000),
    case_id      bigint REFERENCES cases,
    paper_id     bigint REFERENCES account_papers,
    -- The bank card whose earnings were taken back.
    bank_card_id bigint REFERENCES member_cards,
    -- The programme's day on which it counts.
    day          date NOT NULL,
    asked_by     bigint NOT NULL REFERENCES users,
    -- The proposal that somebody else approved, where one was needed.
    proposal_id  bigint UNIQUE REFERENCES proposals,
    at           timestamptz NOT NULL,
    CHECK ((kind = 'goodwill') = (reason = 'goodwill')),
    CHECK ((reason = 'bank_card') OR bank_card_id IS NULL),
    CHECK (kind = 'goodwill' OR case_id IS NOT NULL OR paper_id IS NOT NULL)
);
CREATE INDEX point_corrections_by_txid ON point_corrections (txid);
CREATE INDEX point_corrections_by_member ON point_corrections (member_id, id);
CREATE INDEX point_corrections_by_day ON point_corrections (programme_id, day);
REVOKE INSERT, UPDATE, DELETE ON point_corrections FROM vitrina_app;
GRANT UPDATE (note) ON point_corrections TO vitrina_app;

-- How many points a person (none: everybody) gave and took by hand on a day, and gave as goodwill: the row that races settle on.
CREATE TABLE correction_days (
    programme_id bigint NOT NULL REFERENCES programmes,
    user_id      bigint REFERENCES users,
    day          date NOT NULL,
    budget       text NOT NULL CHECK (budget IN ('hand', 'goodwill')),
    amount       bigint NOT NULL CHECK (amount > 0),
    UNIQUE NULLS NOT DISTINCT (programme_id, day, budget, user_id)
);
REVOKE INSERT, UPDATE, DELETE ON correction_days FROM vitrina_app;

-- Calls that the desk has taken: from which number, who was said to call, and which facts the caller could name. Two of them identify;
-- the calling number is none.
CREATE TABLE calls (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    programme_id bigint NOT NULL REFERENCES programmes,
    member_id    bigint NOT NULL REFERENCES members,
    phone        text NOT NULL CHECK (length(phone) <= 40),
    named        text[] NOT NULL CHECK (named <@ ARRAY['number', 'email', 'order', 'card']),
    agent_id     bigint NOT NULL REFERENCES users,
    ref          text NOT NULL UNIQUE,
    began_at     timestamptz NOT NULL
);
CREATE INDEX calls_by_member ON calls (member_id, id);
CREATE INDEX calls_by_agent ON calls (agent_id, began_at);
REVOKE UPDATE, DELETE ON calls FROM vitrina_app;
GRANT UPDATE (phone) ON calls TO vitrina_app;

-- What was done while somebody was on the phone, in order; 'end' is the last.
CREATE TABLE call_steps (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    call_id     bigint NOT NULL REFERENCES calls,
    what        text NOT NULL CHECK (what IN ('note', 'lost', 'refused', 'resend', 'other', 'end')),
    text        text NOT NULL CHECK (length(text) <= 4000),
    giftcard_id bigint REFERENCES giftcards,
    case_id     bigint REFERENCES cases,
    ref         text NOT NULL UNIQUE,
    at          timestamptz NOT NULL
);
CREATE INDEX call_steps_by_call ON call_steps (call_id, id);
CREATE UNIQUE INDEX call_steps_end ON call_steps (call_id) WHERE what = 'end';
REVOKE UPDATE, DELETE ON call_steps FROM vitrina_app;
GRANT UPDATE (text) ON call_steps TO vitrina_app;

-- A copy of all that is kept of a member, for whoever asked for it alone; deleted, with its parts, when its week is over.
CREATE TABLE member_archives (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    public_id     text NOT NULL UNIQUE CHECK (public_id ~ '^[0-9A-HJKMNP-TV-Z]{26}$'),
    programme_id  bigint NOT NULL REFERENCES programmes,
    member_id     bigint NOT NULL REFERENCES members,
    asked_by      bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    language      text NOT NULL CHECK (language IN ('ru', 'en')),
    sections_done integer NOT NULL DEFAULT 0 CHECK (sections_done >= 0),
    asked_at      timestamptz NOT NULL,
    ends_at       timestamptz NOT NULL,
    made_at       timestamptz,
    CHECK (asked_at < ends_at)
);
CREATE INDEX member_archives_by_member ON member_archives (member_id, asked_by);
CREATE INDEX member_archives_by_ends_at ON member_archives (ends_at);
CREATE INDEX member_archives_by_asked_by ON member_archives (asked_by);
CREATE TABLE member_archive_parts (
    archive_id bigint NOT NULL REFERENCES member_archives ON DELETE CASCADE,
    number     integer NOT NULL CHECK (number >= 0),
    sealed     bytea NOT NULL,
    PRIMARY KEY (archive_id, number)
);

-- Who was said to ask for something at the desk, and which facts they could name. Two of them identify, for a quarter of an hour and for the
-- person of staff who heard them; who named fewer is kept, too. What is named on the phone is kept with the call.
CREATE TABLE identifications (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    programme_id bigint NOT NULL REFERENCES programmes,
    member_id    bigint NOT NULL REFERENCES members,
    named        text[] NOT NULL CHECK (named <@ ARRAY['number', 'phone', 'email', 'order', 'card', 'in_person']),
    agent_id     bigint NOT NULL REFERENCES users,
    ref          text NOT NULL UNIQUE,
    at           timestamptz NOT NULL
);
CREATE INDEX identifications_by_member ON identifications (member_id, at);
REVOKE UPDATE, DELETE ON identifications FROM vitrina_app;
