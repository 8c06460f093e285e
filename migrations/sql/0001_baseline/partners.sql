CREATE TABLE partners (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    programme_id bigint NOT NULL REFERENCES programmes,
    slug         text NOT NULL CHECK (slug ~ '^[a-z0-9-]{1,64}$'),
    name_ru      text NOT NULL CHECK (length(name_ru) BETWEEN 1 AND 120),
    name_en      text NOT NULL CHECK (length(name_en) BETWEEN 1 AND 120),
    legal_name   text NOT NULL DEFAULT '' CHECK (length(legal_name) <= 200),
    inn          text NOT NULL DEFAULT '' CHECK (inn ~ '^([0-9]{10}|[0-9]{12})?$'),
    UNIQUE (programme_id, slug)
);
ALTER TABLE grants ADD FOREIGN KEY (partner_id) REFERENCES partners;

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
    rank           integer NOT NULL DEFAULT 1000,
    created_at     timestamptz NOT NULL DEFAULT now(),
    UNIQUE (programme_id, slug)
);
CREATE INDEX brands_by_rank ON brands (programme_id, rank, id);
CREATE INDEX brands_by_age ON brands (programme_id, created_at, id);
CREATE INDEX brands_by_partner ON brands (partner_id);

CREATE TABLE shops (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    brand_id   bigint NOT NULL REFERENCES brands,
    city_slug  text NOT NULL REFERENCES cities,
    name_ru    text NOT NULL,
    name_en    text NOT NULL,
    address_ru text NOT NULL,
    address_en text NOT NULL,
    UNIQUE (brand_id, city_slug, name_ru, address_ru)
);
