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
