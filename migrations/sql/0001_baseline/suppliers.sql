-- Whom cards are bought from when they are ordered. An offer with fulfilment `supplier` is sold through the connection of its programme
-- that has the offer's source.
CREATE TABLE supplier_connections (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    programme_id bigint NOT NULL REFERENCES programmes,
    source       text NOT NULL CHECK (source ~ '^[a-z0-9-]{1,40}$'),
    adapter      text NOT NULL CHECK (adapter IN ('reloadly')),
    name         text NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
    -- https://…, or unix:<file in VAR_DIR> for the practice supplier of the demo.
    base_url     text NOT NULL CHECK (length(base_url) BETWEEN 8 AND 300),
    auth_url     text NOT NULL CHECK (length(auth_url) BETWEEN 8 AND 300),
    client_id    text NOT NULL CHECK (length(client_id) BETWEEN 1 AND 200),
    secret       bytea NOT NULL,  -- encrypted under its own place
    created_at   timestamptz NOT NULL,
    -- It is asked nothing before this moment: it said so (429).
    quiet_until  timestamptz,
    -- From then on nothing is ordered through it; what was ordered is still asked about.
    closed_at    timestamptz,
    UNIQUE (programme_id, source)
);
-- Times at which a supplier did not answer: nothing new is ordered meanwhile.
CREATE TABLE supplier_breaks (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    connection_id bigint NOT NULL REFERENCES supplier_connections,
    since         timestamptz NOT NULL,
    ended_at      timestamptz CHECK (ended_at >= since)
);
CREATE UNIQUE INDEX supplier_breaks_open ON supplier_breaks (connection_id) WHERE ended_at IS NULL;
REVOKE UPDATE, DELETE ON supplier_breaks FROM vitrina_app;
GRANT UPDATE (ended_at) ON supplier_breaks TO vitrina_app;

-- One code that we want to buy, under a reference of ours that the supplier keeps. An order has one; another only once a person has
-- written the first off. `order_id` has no foreign key: orders stand above. `vitrina verify` finds one that is of no order.
CREATE TABLE supplier_purchases (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid          xid8 NOT NULL DEFAULT pg_current_xact_id(),
    connection_id bigint NOT NULL REFERENCES supplier_connections,
    order_id      bigint NOT NULL,
    attempt       integer NOT NULL CHECK (attempt BETWEEN 1 AND 20),
    ref           text NOT NULL UNIQUE CHECK (length(ref) BETWEEN 8 AND 64),
    product       text NOT NULL CHECK (length(product) BETWEEN 1 AND 128),
    value         bigint NOT NULL CHECK (value > 0),
    currency      text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    asked_at      timestamptz NOT NULL,
    UNIQUE (order_id, attempt),
    UNIQUE (id, connection_id)
);
CREATE INDEX supplier_purchases_by_txid ON supplier_purchases (txid);
CREATE INDEX supplier_purchases_by_time ON supplier_purchases (asked_at);
CREATE INDEX supplier_purchases_alike ON supplier_purchases (connection_id, product, value);
-- What was asked, written down before it is asked, and what came back. Without an answer nobody knows.
CREATE TABLE supplier_calls (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    purchase_id bigint NOT NULL REFERENCES supplier_purchases,
    what        text NOT NULL CHECK (what IN ('order', 'find', 'collect')),
    began_at    timestamptz NOT NULL,
    answered_at timestamptz,
    outcome     text CHECK (outcome ~ '^[a-z_]{3,20}$'),
    status      integer,
    note        text NOT NULL DEFAULT '' CHECK (length(note) <= 200),
    CHECK ((answered_at IS NULL) = (outcome IS NULL))
);
CREATE INDEX supplier_calls_by_purchase ON supplier_calls (purchase_id, id);
REVOKE UPDATE, DELETE ON supplier_calls FROM vitrina_app;
GRANT UPDATE (answered_at, outcome, status, note) ON supplier_calls TO vitrina_app;
-- Which transaction of the supplier's a purchase is: one of ours, one of theirs.
CREATE TABLE supplier_receipts (
    purchase_id   bigint PRIMARY KEY,
    txid          xid8 NOT NULL DEFAULT pg_current_xact_id(),
    connection_id bigint NOT NULL,
    supplier_ref  text NOT NULL CHECK (length(supplier_ref) BETWEEN 1 AND 64),
    at            timestamptz NOT NULL,
    known_by      text NOT NULL CHECK (known_by IN ('answer', 'ref', 'dates', 'person')),
    FOREIGN KEY (purchase_id, connection_id) REFERENCES supplier_purchases (id, connection_id),
    CONSTRAINT supplier_receipts_once UNIQUE (connection_id, supplier_ref)
);
CREATE INDEX supplier_receipts_by_txid ON supplier_receipts (txid);
-- What a person has to look at, and since when.
CREATE TABLE supplier_troubles (
    purchase_id bigint PRIMARY KEY REFERENCES supplier_purchases,
    since       timestamptz NOT NULL,
    kind        text NOT NULL CHECK (kind IN ('unknown', 'no_code', 'malformed', 'duplicate', 'wrong_value'))
);
-- How a purchase ended: its code is an order's, it was never sold to us, or a person has written it off.
CREATE TABLE supplier_ends (
    purchase_id bigint PRIMARY KEY REFERENCES supplier_purchases,
    txid        xid8 NOT NULL DEFAULT pg_current_xact_id(),
    at          timestamptz NOT NULL,
    how         text NOT NULL CHECK (how IN ('obtained', 'not_sold', 'written_off')),
    why         text NOT NULL DEFAULT '' CHECK (length(why) <= 1000)
);
CREATE INDEX supplier_ends_by_txid ON supplier_ends (txid);
REVOKE UPDATE, DELETE ON supplier_purchases, supplier_receipts, supplier_troubles, supplier_ends FROM vitrina_app;
GRANT UPDATE (since, kind) ON supplier_troubles TO vitrina_app;
