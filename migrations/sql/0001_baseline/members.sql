CREATE TABLE members (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid         xid8 NOT NULL DEFAULT pg_current_xact_id(),
    programme_id bigint NOT NULL REFERENCES programmes,
    user_id      bigint REFERENCES users,
    number       text NOT NULL CHECK (number ~ '^[0-9A-Z]{6,16}$'),
    first_name   text NOT NULL CHECK (length(first_name) BETWEEN 1 AND 80),
    last_name    text NOT NULL CHECK (length(last_name) <= 80),
    email        text NOT NULL CHECK (email = lower(email) AND length(email) <= 254),
    phone        text NOT NULL DEFAULT '' CHECK (length(phone) <= 20),
    city_slug    text REFERENCES cities,
    language     text NOT NULL DEFAULT '',
    tier         text NOT NULL DEFAULT '',
    joined_at    timestamptz NOT NULL,
    UNIQUE (programme_id, number),
    UNIQUE (programme_id, user_id)
);
CREATE INDEX members_by_txid ON members (txid);
-- As the list of members looks for them: by words of the name in Latin letters (core.names), address, phone, the end of a phone or number; the newest first.
CREATE INDEX members_by_words ON members USING gin (
    (replace(replace(replace(replace(replace(translate(replace(replace(replace(replace(replace(replace(lower(first_name || ' ' || last_name), 'щ', 'sh'), 'ш', 'sh'), 'ч', 'ch'), 'ж', 'zh'), 'ю', 'iu'), 'я', 'ia'), 'абвгдеёзийклмнопрстуфхцыэyjwъь', 'abvgdeeziiklmnoprstufhcieiiv'), 'shch', 'sh'), 'kh', 'h'), 'ts', 'c'), 'x', 'ks'), 'ii', 'i')) gin_trgm_ops);
-- And as names sound in the other alphabet.
CREATE INDEX members_by_sound ON members USING gin (
    ((' ' || regexp_replace(translate(replace(replace(replace(replace(replace(replace(replace(translate(replace(replace(replace(replace(replace(replace(lower(first_name || ' ' || last_name), 'щ', 'sh'), 'ш', 'sh'), 'ч', 'ch'), 'ж', 'zh'), 'ю', 'iu'), 'я', 'ia'), 'абвгдеёзийклмнопрстуфхцыэyjwъь', 'abvgdeeziiklmnoprstufhcieiiv'), 'shch', 'sh'), 'kh', 'h'), 'ts', 'c'), 'x', 'ks'), 'ii', 'i'), 'ph', 'f'), 'dzh', ''), 'cqzaeiouvhyj', 'kks'), '([^ ])\1+', '\1', 'g') || ' ')) gin_trgm_ops);
CREATE INDEX members_by_email ON members (programme_id, email text_pattern_ops);
CREATE INDEX members_by_part_of_email ON members USING gin (email gin_trgm_ops);
CREATE INDEX members_by_digits ON members (programme_id, regexp_replace(phone, '[^0-9]', '', 'g') text_pattern_ops);
CREATE INDEX members_by_end_of_phone ON members (programme_id, right(regexp_replace(phone, '[^0-9]', '', 'g'), 4));
CREATE INDEX members_by_end_of_number ON members (programme_id, right(number, 4));
CREATE INDEX members_by_joined_at ON members (programme_id, joined_at, id);
CREATE INDEX members_by_user_id ON members (user_id);

-- Members who came without signing up, each by an address that a letter to it has confirmed: who signs up with it becomes them.
CREATE TABLE guest_members (
    programme_id bigint NOT NULL REFERENCES programmes,
    email        text NOT NULL CHECK (email = lower(email) AND length(email) <= 254),
    member_id    bigint NOT NULL UNIQUE REFERENCES members,
    at           timestamptz NOT NULL,
    PRIMARY KEY (programme_id, email)
);
REVOKE UPDATE ON guest_members FROM vitrina_app;

-- Who agreed to which text, when, and in which request; the digest is that of the text on the screen. Before a text is
-- published the version is 0, and the digest that of the words beside the box.
CREATE TABLE consents (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid         xid8 NOT NULL DEFAULT pg_current_xact_id(),
    user_id      bigint NOT NULL REFERENCES users,
    programme_id bigint NOT NULL REFERENCES programmes,
    kind         text NOT NULL CHECK (kind IN ('privacy')),
    language     text NOT NULL,
    version      integer NOT NULL CHECK (version >= 0),
    digest       bytea NOT NULL CHECK (length(digest) = 32),
    at           timestamptz NOT NULL,
    request_id   text NOT NULL,
    UNIQUE (user_id, programme_id, kind, digest)
);
CREATE INDEX consents_by_txid ON consents (txid);
REVOKE UPDATE, DELETE ON consents FROM vitrina_app;

-- A bank card whose operations earn points: the issuer's token or masked number, never a card number.
CREATE TABLE member_cards (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid         xid8 NOT NULL DEFAULT pg_current_xact_id(),
    programme_id bigint NOT NULL REFERENCES programmes,
    member_id    bigint NOT NULL REFERENCES members,
    token        text NOT NULL CHECK (length(token) >= 4 AND length(token) <= 64 AND token !~ '^[0-9]{12,19}$'),
    bound_at     timestamptz NOT NULL,
    unbound_at   timestamptz,
    -- The words are sealed with it, until they are forgotten.
    salt         uuid NOT NULL DEFAULT gen_random_uuid(),
    forgotten    bytea CHECK (length(forgotten) = 32)
);
CREATE INDEX member_cards_by_txid ON member_cards (txid);
CREATE UNIQUE INDEX member_cards_bound ON member_cards (programme_id, token) WHERE unbound_at IS NULL;
CREATE INDEX member_cards_by_token ON member_cards (programme_id, token);
CREATE INDEX member_cards_by_member_id ON member_cards (member_id);

-- What a member said about mail; what no row means, members.rules says.
CREATE TABLE member_notifications (
    member_id bigint NOT NULL REFERENCES members,
    kind      text NOT NULL CHECK (kind IN ('orders', 'expiry', 'accruals', 'news')),
    wanted    boolean NOT NULL,
    PRIMARY KEY (member_id, kind)
);

ALTER TABLE api_clients ADD FOREIGN KEY (member_id) REFERENCES members;

-- Members who may move no value until somebody has looked, or who are shut out; each is lifted once.
CREATE TABLE member_holds (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    member_id bigint NOT NULL REFERENCES members,
    kind      text NOT NULL CHECK (kind IN ('hold', 'block')),
    at        timestamptz NOT NULL,
    lifted_at timestamptz CHECK (lifted_at >= at)
);
CREATE UNIQUE INDEX member_holds_open ON member_holds (member_id) WHERE lifted_at IS NULL;
REVOKE UPDATE, DELETE ON member_holds FROM vitrina_app;
GRANT UPDATE (lifted_at) ON member_holds TO vitrina_app;

-- Members whose data are erased, and since when: they move nothing, and what was theirs is nobody's.
CREATE TABLE erased_members (
    member_id bigint PRIMARY KEY REFERENCES members,
    txid      xid8 NOT NULL DEFAULT pg_current_xact_id(),
    at        timestamptz NOT NULL
);
CREATE INDEX erased_members_by_txid ON erased_members (txid);
-- Written by member_erase() alone, for an erasure that is due.
REVOKE INSERT, UPDATE, DELETE ON erased_members FROM vitrina_app;

-- Addresses that letters have come back from, until their owner says that they work.
CREATE TABLE unreachable_emails (
    programme_id bigint NOT NULL REFERENCES programmes,
    email        text NOT NULL CHECK (email = lower(email) AND length(email) <= 254),
    at           timestamptz NOT NULL,
    PRIMARY KEY (programme_id, email)
);
REVOKE UPDATE ON unreachable_emails FROM vitrina_app;

-- Memberships that two people have found to be one person's: the first goes on as the second, and stays as it was. Who somebody is now says
-- member_now(). The level that the second had before, and has since. Proposals are made after members, so theirs is no foreign key.
CREATE TABLE member_merges (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid           xid8 NOT NULL DEFAULT pg_current_xact_id(),
    from_member_id bigint NOT NULL UNIQUE REFERENCES members,
    into_member_id bigint NOT NULL REFERENCES members,
    proposal_id    bigint NOT NULL UNIQUE,
    tier_before    text NOT NULL,
    tier_after     text NOT NULL,
    at             timestamptz NOT NULL,
    CHECK (from_member_id <> into_member_id)
);
CREATE INDEX member_merges_by_txid ON member_merges (txid);
CREATE INDEX member_merges_by_into ON member_merges (into_member_id);
-- Written by member_merge() alone, together with the points that move.
REVOKE INSERT, UPDATE, DELETE ON member_merges FROM vitrina_app;
