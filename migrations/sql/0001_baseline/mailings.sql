-- Mail as it was written; without a mail server it is read here.
CREATE TABLE mails (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref          text NOT NULL UNIQUE,
    programme_id bigint,
    recipient    text NOT NULL,
    reply_to     text NOT NULL DEFAULT '', -- where answers go, if not to the programme's own address
    subject      text NOT NULL,
    body_text    text NOT NULL,
    body_html    text NOT NULL,
    acts         boolean NOT NULL DEFAULT false, -- it has a link that acts for its reader: nobody else reads it
    links        bytea, -- these links, encrypted, until it has left or they have ended; the bodies hold marks in their place
    written_at   timestamptz NOT NULL,
    sent_at      timestamptz,
    CONSTRAINT mails_links_check CHECK (links IS NULL OR (acts AND sent_at IS NULL))
);
CREATE INDEX mails_by_programme_id ON mails (programme_id, id);
-- What a member was sent stands in their timeline.
CREATE INDEX mails_by_recipient ON mails (recipient, id);
-- The fraud desk looks at what was written of guessed passwords.
CREATE INDEX mails_of_guesses ON mails (programme_id, written_at) WHERE starts_with(ref, 'security:guesses:');
CREATE INDEX mails_with_links ON mails (written_at) WHERE links IS NOT NULL;

-- Letters that a mail server gave back or did not take, once each: its status (RFC 3463; '' where it gave none) and its own words.
CREATE TABLE mail_returns (
    mail_id bigint PRIMARY KEY REFERENCES mails ON DELETE CASCADE,
    status  text NOT NULL CHECK (status ~ '^([245]\.[0-9]{1,3}\.[0-9]{1,3})?$'),
    said    text NOT NULL CHECK (length(said) <= 300),
    at      timestamptz NOT NULL
);
REVOKE UPDATE ON mail_returns FROM vitrina_app;
