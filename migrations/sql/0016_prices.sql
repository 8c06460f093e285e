-- The shop by price, and what a member can almost afford: prices are walked upwards until a page is full.
CREATE INDEX denominations_prices ON denominations (price_points, brand_id, id) WHERE active;
CREATE INDEX offers_range_prices ON offers (((value_min * rate_points + rate_value - 1) / rate_value), brand_id)
    WHERE published AND value_min IS NOT NULL AND fulfilment = 'own';
