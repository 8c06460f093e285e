CREATE TABLE offers (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    programme_id     bigint NOT NULL REFERENCES programmes,
    brand_id         bigint NOT NULL REFERENCES brands,
    source           text NOT NULL DEFAULT 'own',
    external_ref     text NOT NULL CHECK (length(external_ref) BETWEEN 1 AND 128),
    kind             text NOT NULL CHECK (kind IN ('gift_card', 'certificate', 'goods', 'service')),
    title_ru         text NOT NULL CHECK (length(title_ru) BETWEEN 1 AND 200),
    title_en         text NOT NULL CHECK (length(title_en) BETWEEN 1 AND 200),
    -- stock: a loaded code is handed over at once; own: the worker issues a certificate of ours; supplier: not yet orderable.
    fulfilment       text NOT NULL CHECK (fulfilment IN ('stock', 'own', 'supplier')),
    currency         text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    -- A range of values instead of denominations: any multiple of the step, at rate_points for rate_value, rounded up.
    value_min        bigint CHECK (value_min > 0),
    value_max        bigint CHECK (value_max >= value_min),
    value_step       bigint CHECK (value_step > 0),
    rate_points      bigint CHECK (rate_points > 0),
    rate_value       bigint CHECK (rate_value > 0),
    -- Points and money: at least min_points, the rest at money_rate minor units of currency for one whole point.
    min_points       bigint CHECK (min_points > 0),
    money_rate       bigint CHECK (money_rate > 0),
    validity_days    integer NOT NULL CHECK (validity_days BETWEEN 1 AND 3650),
    per_member_limit integer CHECK (per_member_limit > 0),
    total_limit      integer CHECK (total_limit > 0),
    tier             text NOT NULL DEFAULT '',
    starts_at        timestamptz,
    ends_at          timestamptz,
    published        boolean NOT NULL DEFAULT true,
    -- Of what was last published; empty once withdrawn, so that the same row brings it back.
    fingerprint      bytea NOT NULL,
    created_at       timestamptz NOT NULL DEFAULT now(),
    UNIQUE (programme_id, source, external_ref),
    UNIQUE (id, brand_id),
    CHECK (ends_at IS NULL OR starts_at IS NULL OR ends_at > starts_at),
    CHECK ((value_min IS NULL) = (value_max IS NULL) AND (value_min IS NULL) = (value_step IS NULL)
       AND (value_min IS NULL) = (rate_points IS NULL) AND (value_min IS NULL) = (rate_value IS NULL)),
    CHECK ((min_points IS NULL) = (money_rate IS NULL)),
    -- A value times the rate fits a bigint, so that no offer can break the shop.
    CHECK (value_max <= 10000000000 AND rate_points <= 100000000 AND rate_value <= 1000000000000)
);
CREATE INDEX offers_by_brand ON offers (brand_id) WHERE published;
CREATE INDEX offers_ranges ON offers (brand_id) WHERE published AND value_min IS NOT NULL;
CREATE INDEX offers_in_order ON offers (programme_id, id) WHERE published;

CREATE TABLE denominations (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    offer_id         bigint NOT NULL,
    -- The offer's brand once more: the shop looks for the cheapest, the least and the most of a brand in one step each.
    brand_id         bigint NOT NULL,
    value            bigint NOT NULL CHECK (value BETWEEN 1 AND 1000000000000),
    price_points     bigint NOT NULL CHECK (price_points BETWEEN 1 AND 1000000000000),
    old_price_points bigint CHECK (old_price_points > price_points),
    active           boolean NOT NULL DEFAULT true,
    UNIQUE (offer_id, value),
    FOREIGN KEY (offer_id, brand_id) REFERENCES offers (id, brand_id) ON UPDATE CASCADE
);
CREATE INDEX denominations_by_price ON denominations (brand_id, price_points, id) INCLUDE (offer_id, value, old_price_points)
    WHERE active;
CREATE INDEX denominations_by_value ON denominations (brand_id, value, id) INCLUDE (offer_id, price_points) WHERE active;

CREATE FUNCTION denomination_brand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT brand_id INTO NEW.brand_id FROM offers WHERE id = NEW.offer_id;
    RETURN NEW;
END $$;
CREATE TRIGGER denominations_brand BEFORE INSERT ON denominations FOR EACH ROW WHEN (NEW.brand_id IS NULL)
    EXECUTE FUNCTION denomination_brand();
