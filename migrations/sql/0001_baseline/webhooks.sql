-- What we tell partners' own servers: where to, signed with what, which events, how each delivery went.
CREATE TABLE webhook_endpoints (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    programme_id  bigint NOT NULL REFERENCES programmes,
    partner_id    bigint NOT NULL REFERENCES partners,
    url           text NOT NULL CHECK (url ~ '^https://' AND length(url) <= 500),
    kinds         text[] NOT NULL,
    created_at    timestamptz NOT NULL,
    -- When its name was last found to lead to public addresses alone.
    checked_at    timestamptz,
    -- Since when nothing arrives, how often in a row, and the moment before which one try alone may find out.
    failing_since timestamptz,
    failures      integer NOT NULL DEFAULT 0 CHECK (failures >= 0),
    quiet_until   timestamptz,
    off_at        timestamptz,
    off_why       text NOT NULL DEFAULT '' CHECK (off_why IN ('', 'gone', 'failing', 'person')),
    removed_at    timestamptz,
    CHECK ((off_at IS NULL) = (off_why = ''))
);
CREATE UNIQUE INDEX webhook_endpoints_of_partner ON webhook_endpoints (partner_id) WHERE removed_at IS NULL;

-- What signs; encrypted under its own place. While one is exchanged for another both sign, until the older one dies.
CREATE TABLE webhook_secrets (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    endpoint_id bigint NOT NULL REFERENCES webhook_endpoints,
    secret      bytea NOT NULL,
    created_at  timestamptz NOT NULL,
    dies_at     timestamptz
);
CREATE UNIQUE INDEX webhook_secrets_newest ON webhook_secrets (endpoint_id) WHERE dies_at IS NULL;

-- What happened, once: the same of the same thing is one event, under one id that its receiver can know it by.
CREATE TABLE webhook_events (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    partner_id bigint NOT NULL REFERENCES partners,
    kind       text NOT NULL CHECK (length(kind) BETWEEN 3 AND 40),
    ref        text NOT NULL CHECK (length(ref) BETWEEN 1 AND 100),
    message    text NOT NULL UNIQUE,
    at         timestamptz NOT NULL,
    facts      jsonb NOT NULL,
    UNIQUE (partner_id, kind, ref)
);
-- Deliveries are listed in this order.
CREATE INDEX webhook_events_by_time ON webhook_events (at);
REVOKE UPDATE ON webhook_events FROM vitrina_app;
CREATE TABLE webhook_deliveries (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    endpoint_id bigint NOT NULL REFERENCES webhook_endpoints,
    event_id    bigint NOT NULL REFERENCES webhook_events,
    state       text NOT NULL CHECK (state IN ('waiting', 'delivered', 'dropped')),
    -- Grows with each replay; tries and the three days are counted anew.
    round       integer NOT NULL DEFAULT 1 CHECK (round > 0),
    begun_at    timestamptz NOT NULL,
    attempts    integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    next_at     timestamptz,
    said        text NOT NULL DEFAULT '' CHECK (length(said) <= 40),
    UNIQUE (endpoint_id, event_id)
);
CREATE INDEX webhook_deliveries_waiting ON webhook_deliveries (endpoint_id, id) WHERE state = 'waiting';
CREATE INDEX webhook_deliveries_in_order ON webhook_deliveries (endpoint_id, id DESC);
CREATE TABLE webhook_tries (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    delivery_id bigint NOT NULL REFERENCES webhook_deliveries ON DELETE CASCADE,
    at          timestamptz NOT NULL,
    status      integer,
    said        text NOT NULL CHECK (length(said) BETWEEN 1 AND 40),
    millis      integer NOT NULL CHECK (millis >= 0),
    -- The beginning of what they answered, as text.
    answer      text NOT NULL DEFAULT '' CHECK (length(answer) <= 500),
    signatures  integer NOT NULL DEFAULT 1 CHECK (signatures BETWEEN 0 AND 2)
);
CREATE INDEX webhook_tries_of_delivery ON webhook_tries (delivery_id, id);
