-- Mail as it was written; without a mail server it is read here.
CREATE TABLE mails (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref          text NOT NULL UNIQUE,
    programme_id bigint,
    recipient    text NOT NULL,
    subject      text NOT NULL,
    body_text    text NOT NULL,
    body_html    text NOT NULL,
    written_at   timestamptz NOT NULL,
    sent_at      timestamptz
);
CREATE INDEX mails_by_programme_id ON mails (programme_id, id);
