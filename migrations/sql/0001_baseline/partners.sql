CREATE TABLE partners (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    programme_id bigint NOT NULL REFERENCES programmes,
    slug         text NOT NULL CHECK (slug ~ '^[a-z0-9-]{1,64}$'),
    name_ru      text NOT NULL CHECK (length(name_ru) BETWEEN 1 AND 120),
    name_en      text NOT NULL CHECK (length(name_en) BETWEEN 1 AND 120),
    legal_name   text NOT NULL DEFAULT '' CHECK (length(legal_name) <= 200),
    inn          text NOT NULL DEFAULT '' CHECK (inn ~ '^([0-9]{10}|[0-9]{12})?$'),
    -- Follows from partner_events, whose trigger alone writes it: approved -> suspended -> approved or left.
    state        text NOT NULL DEFAULT 'approved' CHECK (state IN ('approved', 'suspended', 'left')),
    UNIQUE (programme_id, slug)
);
ALTER TABLE grants ADD FOREIGN KEY (partner_id) REFERENCES partners;
ALTER TABLE runs ADD FOREIGN KEY (partner_id) REFERENCES partners;
ALTER TABLE invitations ADD FOREIGN KEY (partner_id) REFERENCES partners;
REVOKE UPDATE, DELETE ON partners FROM vitrina_app;
GRANT UPDATE (name_ru, name_en, legal_name, inn) ON partners TO vitrina_app;

-- What became of a partner, by whom, when and why. Only added to.
CREATE TABLE partner_events (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    partner_id bigint NOT NULL REFERENCES partners,
    what       text NOT NULL CHECK (what IN ('applied', 'approved', 'suspended', 'reinstated', 'left')),
    at         timestamptz NOT NULL,
    actor      text NOT NULL,
    why        text NOT NULL DEFAULT '' CHECK (length(why) <= 1000)
);
CREATE INDEX partner_events_by_partner ON partner_events (partner_id, id);
REVOKE UPDATE, DELETE ON partner_events FROM vitrina_app;

-- A company that asks to become a partner, by itself or because it was invited. The letter holds the token, this table its digest.
CREATE TABLE partner_applications (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    programme_id  bigint NOT NULL REFERENCES programmes,
    ref           text NOT NULL UNIQUE CHECK (ref ~ '^[0-9A-HJKMNP-TV-Z]{26}$'),
    token_digest  bytea NOT NULL UNIQUE CHECK (length(token_digest) = 32),
    invited_at    timestamptz,
    applied_at    timestamptz,
    language      text NOT NULL,
    known_as      text NOT NULL CHECK (length(known_as) <= 120),
    country       text NOT NULL DEFAULT 'RU' CHECK (country ~ '^[A-Z]{2}$'),
    legal_name    text NOT NULL DEFAULT '' CHECK (length(legal_name) <= 200),
    inn           text NOT NULL DEFAULT '' CHECK (inn ~ '^([0-9]{10}|[0-9]{12})?$'),
    kpp           text NOT NULL DEFAULT '' CHECK (kpp ~ '^([0-9]{4}[0-9A-Z]{2}[0-9]{3})?$'),
    vat           text NOT NULL DEFAULT '' CHECK (length(vat) <= 20),
    bic           text NOT NULL DEFAULT '' CHECK (bic ~ '^([0-9]{9})?$'),
    account       text NOT NULL DEFAULT '' CHECK (account ~ '^([0-9]{20})?$'),
    iban          text NOT NULL DEFAULT '' CHECK (length(iban) <= 34),
    contact_name  text NOT NULL DEFAULT '' CHECK (length(contact_name) <= 120),
    contact_email text NOT NULL CHECK (contact_email = lower(contact_email) AND length(contact_email) BETWEEN 3 AND 254),
    contact_phone text NOT NULL DEFAULT '' CHECK (length(contact_phone) <= 20),
    city_slugs    text[] NOT NULL DEFAULT '{}',
    -- A shop a line, as the company wrote it.
    shops         text NOT NULL DEFAULT '' CHECK (length(shops) <= 2000),
    CHECK (invited_at IS NOT NULL OR applied_at IS NOT NULL),
    CHECK (applied_at IS NULL OR (legal_name <> '' AND known_as <> '' AND (inn <> '' OR vat <> '') AND (account <> '' OR iban <> '')))
);
CREATE INDEX partner_applications_by_programme ON partner_applications (programme_id, id);
REVOKE DELETE ON partner_applications FROM vitrina_app;

-- How an application ended, once. Approved: as which partner.
CREATE TABLE partner_application_ends (
    application_id bigint PRIMARY KEY REFERENCES partner_applications,
    outcome        text NOT NULL CHECK (outcome IN ('approved', 'refused')),
    at             timestamptz NOT NULL,
    actor          text NOT NULL,
    why            text NOT NULL DEFAULT '' CHECK (length(why) <= 1000),
    partner_id     bigint UNIQUE REFERENCES partners,
    CHECK ((outcome = 'approved') = (partner_id IS NOT NULL))
);
REVOKE UPDATE, DELETE ON partner_application_ends FROM vitrina_app;

-- A company's papers, encrypted in parts; packing ciphertexts is in vain.
CREATE TABLE partner_documents (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    application_id bigint NOT NULL REFERENCES partner_applications,
    name           text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    kind           text NOT NULL CHECK (kind IN ('pdf', 'jpeg', 'png')),
    size           integer NOT NULL CHECK (size > 0),
    digest         bytea NOT NULL CHECK (length(digest) = 32),
    added_at       timestamptz NOT NULL,
    UNIQUE (application_id, digest)
);
REVOKE UPDATE ON partner_documents FROM vitrina_app;
CREATE TABLE partner_document_parts (
    document_id bigint NOT NULL REFERENCES partner_documents ON DELETE CASCADE,
    part        integer NOT NULL CHECK (part >= 0),
    ciphertext  bytea NOT NULL,
    PRIMARY KEY (document_id, part)
);
ALTER TABLE partner_document_parts ALTER COLUMN ciphertext SET STORAGE EXTERNAL;

CREATE TABLE categories (
    slug     text PRIMARY KEY CHECK (slug ~ '^[a-z0-9-]{1,40}$'),
    name_ru  text NOT NULL CHECK (length(name_ru) BETWEEN 1 AND 80),
    name_en  text NOT NULL CHECK (length(name_en) BETWEEN 1 AND 80),
    position integer NOT NULL DEFAULT 0
);

CREATE TABLE brands (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    programme_id   bigint NOT NULL REFERENCES programmes,
    partner_id     bigint NOT NULL REFERENCES partners,
    slug           text NOT NULL CHECK (slug ~ '^[a-z0-9-]{1,80}$'),
    name_ru        text NOT NULL CHECK (length(name_ru) BETWEEN 1 AND 120),
    name_en        text NOT NULL CHECK (length(name_en) BETWEEN 1 AND 120),
    category_slug  text NOT NULL REFERENCES categories,
    city_slugs     text[] NOT NULL DEFAULT '{}',  -- none: everywhere
    online         boolean NOT NULL DEFAULT true,
    description_ru text NOT NULL DEFAULT '' CHECK (length(description_ru) <= 4000),
    description_en text NOT NULL DEFAULT '' CHECK (length(description_en) <= 4000),
    how_ru         text NOT NULL DEFAULT '' CHECK (length(how_ru) <= 4000),
    how_en         text NOT NULL DEFAULT '' CHECK (length(how_en) <= 4000),
    -- Other words that people type to find it: "эпл, айфон, itunes".
    keywords       text NOT NULL DEFAULT '' CHECK (length(keywords) <= 400),
    palette        text NOT NULL DEFAULT '',
    motif          text NOT NULL DEFAULT '',
    initials       text NOT NULL DEFAULT '' CHECK (length(initials) <= 3),
    symbology      text NOT NULL DEFAULT 'none' CHECK (symbology IN ('none', 'ean13', 'code128', 'pdf417', 'aztec', 'datamatrix')),
    -- Whether a till may take a part of a card and leave the rest on it.
    part_use       boolean NOT NULL DEFAULT true,
    rank           integer NOT NULL DEFAULT 1000,
    created_at     timestamptz NOT NULL DEFAULT now(),
    -- Whether its partner is suspended or has left, so that the shop need not ask; triggers alone write it.
    hidden         boolean NOT NULL DEFAULT false,
    -- The version of its own picture (brand_pictures); empty while the drawn one stands.
    picture        text NOT NULL DEFAULT '' CHECK (picture ~ '^([0-9a-f]{10})?$'),
    UNIQUE (programme_id, slug)
);
CREATE INDEX brands_by_rank ON brands (programme_id, rank, id);
CREATE INDEX brands_by_age ON brands (programme_id, created_at, id);
CREATE INDEX brands_by_partner ON brands (partner_id);

CREATE TABLE shops (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    brand_id   bigint NOT NULL REFERENCES brands,
    city_slug  text NOT NULL REFERENCES cities,
    name_ru    text NOT NULL CHECK (length(name_ru) BETWEEN 1 AND 200),
    name_en    text NOT NULL CHECK (length(name_en) BETWEEN 1 AND 200),
    address_ru text NOT NULL CHECK (length(address_ru) BETWEEN 1 AND 200),
    address_en text NOT NULL CHECK (length(address_en) BETWEEN 1 AND 200),
    UNIQUE (brand_id, city_slug, name_ru, address_ru)
);
CREATE INDEX shops_by_brand ON shops (brand_id, city_slug, id);

-- A brand's own pictures, decoded and drawn anew by us: its card and its mark, as WebP. The brand says which one the shop shows.
CREATE TABLE brand_pictures (
    brand_id bigint NOT NULL REFERENCES brands,
    version  text NOT NULL CHECK (version ~ '^[0-9a-f]{10}$'),
    face     bytea NOT NULL,
    mark     bytea NOT NULL,
    added_at timestamptz NOT NULL,
    PRIMARY KEY (brand_id, version)
);
REVOKE UPDATE, DELETE ON brand_pictures FROM vitrina_app;

-- What the shop said of a brand from a moment on: names, texts, cities, picture. The last one stands in the shop.
CREATE TABLE brand_versions (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    brand_id bigint NOT NULL REFERENCES brands,
    at       timestamptz NOT NULL,
    actor    text NOT NULL,
    facts    jsonb NOT NULL CHECK (jsonb_typeof(facts) = 'object')
);
CREATE INDEX brand_versions_by_brand ON brand_versions (brand_id, id);
REVOKE UPDATE, DELETE ON brand_versions FROM vitrina_app;

-- Days on which a shop takes no cards, both included; without an end it has closed for good. One that is lifted counts no more.
CREATE TABLE shop_closures (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    shop_id   bigint NOT NULL REFERENCES shops,
    from_on   date NOT NULL,
    until_on  date CHECK (until_on >= from_on),
    why_ru    text NOT NULL DEFAULT '' CHECK (length(why_ru) <= 200),
    why_en    text NOT NULL DEFAULT '' CHECK (length(why_en) <= 200),
    lifted_at timestamptz
);
-- The same days again are the same closure.
CREATE UNIQUE INDEX shop_closures_by_shop ON shop_closures (shop_id, from_on, until_on) NULLS NOT DISTINCT WHERE lifted_at IS NULL;
REVOKE UPDATE, DELETE ON shop_closures FROM vitrina_app;
GRANT UPDATE (lifted_at) ON shop_closures TO vitrina_app;
