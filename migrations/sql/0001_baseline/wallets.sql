-- A card in a phone's wallet: its serial and token never change. A card that goes on under another code gets another pass, and this one is void.
CREATE TABLE wallet_passes (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    serial       text NOT NULL UNIQUE CHECK (serial ~ '^[0-9A-HJKMNP-TV-Z]{26}$'),
    programme_id bigint NOT NULL REFERENCES programmes,
    giftcard_id  bigint NOT NULL UNIQUE REFERENCES giftcards,
    language     text NOT NULL,
    made_at      timestamptz NOT NULL
);
REVOKE UPDATE, DELETE ON wallet_passes FROM vitrina_app;

-- Devices that asked to be told when a pass changes, by Apple's identifier, and where a push reaches them.
CREATE TABLE wallet_devices (
    id         bigint GENERATED ALWAYS AS IDENTITY UNIQUE, -- promises name a phone by it: what the phone calls itself goes with the row
    pass_id    bigint NOT NULL REFERENCES wallet_passes,
    device     text NOT NULL CHECK (length(device) BETWEEN 1 AND 100),
    push_token bytea NOT NULL,
    at         timestamptz NOT NULL,
    PRIMARY KEY (pass_id, device)
);
CREATE INDEX wallet_devices_by_device ON wallet_devices (device);

-- Passes whose link for Google's wallet was handed out: there is an object to keep up to date, once the link is followed.
CREATE TABLE wallet_objects (
    pass_id bigint PRIMARY KEY REFERENCES wallet_passes,
    at      timestamptz NOT NULL
);
REVOKE UPDATE ON wallet_objects FROM vitrina_app;
