-- A card that its owner gives to somebody. The card is set aside until the gift ends: nobody can show it, use it or give it twice.
CREATE TABLE gifts (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid         xid8 NOT NULL DEFAULT pg_current_xact_id(),
    ref          text NOT NULL UNIQUE CHECK (ref ~ '^[0-9A-HJKMNP-TV-Z]{26}$'),
    programme_id bigint NOT NULL,
    giver_id     bigint NOT NULL REFERENCES members,
    giftcard_id  bigint NOT NULL REFERENCES giftcards,
    -- The form's own ref: sent twice, it is one gift.
    asked_as     text NOT NULL CHECK (length(asked_as) BETWEEN 8 AND 64),
    given_at     timestamptz NOT NULL,
    UNIQUE (giver_id, asked_as)
);
CREATE INDEX gifts_by_txid ON gifts (txid);
CREATE INDEX gifts_by_giver ON gifts (giver_id, id DESC);
CREATE INDEX gifts_by_card ON gifts (giftcard_id);
REVOKE UPDATE, DELETE ON gifts FROM vitrina_app;

-- What is written to whom, and when; the newest counts. Another address or day is another letter, and the former one's link is dead.
CREATE TABLE gift_letters (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    gift_id   bigint NOT NULL REFERENCES gifts,
    number    integer NOT NULL CHECK (number >= 1),
    to_name   text NOT NULL CHECK (length(to_name) BETWEEN 1 AND 80),
    email     text NOT NULL CHECK (email = lower(email) AND length(email) BETWEEN 3 AND 254),
    message   text NOT NULL CHECK (length(message) <= 200),
    signed    text NOT NULL CHECK (length(signed) <= 80),
    design    text NOT NULL CHECK (design IN ('plain', 'birthday', 'winter', 'flowers')),
    language  text NOT NULL,
    send_at   timestamptz NOT NULL,
    -- Nobody has claimed it by then: it returns to its giver.
    ends_at   timestamptz NOT NULL CHECK (ends_at > send_at),
    written_at timestamptz NOT NULL,
    -- Staff chose its address, not the giver: then its word is needed, whoever signs in.
    by_staff  boolean NOT NULL,
    UNIQUE (gift_id, number)
);
REVOKE UPDATE, DELETE ON gift_letters FROM vitrina_app;
-- The words alone may be taken out, when somebody's data are erased.
GRANT UPDATE (to_name, email, message, signed) ON gift_letters TO vitrina_app;
-- What became of each letter: handed to the mail server, opened by somebody or something, returned.
CREATE TABLE gift_letter_events (
    letter_id bigint NOT NULL REFERENCES gift_letters,
    kind      text NOT NULL CHECK (kind IN ('sent', 'seen', 'bounced')),
    at        timestamptz NOT NULL,
    PRIMARY KEY (letter_id, kind)
);
REVOKE UPDATE, DELETE ON gift_letter_events FROM vitrina_app;

-- The word that the giver tells by himself, encrypted; and how often another one was typed since it was chosen.
CREATE TABLE gift_words (
    gift_id bigint PRIMARY KEY REFERENCES gifts,
    word    bytea NOT NULL,
    wrong   integer NOT NULL DEFAULT 0 CHECK (wrong BETWEEN 0 AND 5)
);
CREATE INDEX gift_words_locked ON gift_words (gift_id) WHERE wrong = 5;

-- How a gift ended, once: whoever claims it, takes it back or lets it go first has done it.
CREATE TABLE gift_ends (
    gift_id     bigint PRIMARY KEY REFERENCES gifts,
    txid        xid8 NOT NULL DEFAULT pg_current_xact_id(),
    how         text NOT NULL CHECK (how IN ('claimed', 'taken_back', 'declined', 'lapsed', 'withheld', 'stopped')),
    member_id   bigint REFERENCES members,
    new_card_id bigint UNIQUE REFERENCES giftcards,
    at          timestamptz NOT NULL,
    CHECK ((how = 'claimed') = (new_card_id IS NOT NULL)),
    CHECK ((how = 'claimed') = (member_id IS NOT NULL))
);
CREATE INDEX gift_ends_by_txid ON gift_ends (txid);
REVOKE UPDATE, DELETE ON gift_ends FROM vitrina_app;
