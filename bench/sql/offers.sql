-- Brands by their names, each with so many offers of so many denominations. Brands with offers are known by the index of what is published:
-- without it every brand would be compared with every offer there is.
INSERT INTO categories (slug, name_ru, name_en, position)
VALUES ('kids', 'Детям', 'Kids', 1), ('food', 'Еда', 'Food', 2), ('home', 'Дом', 'Home', 3), ('sport', 'Спорт', 'Sport', 4)
ON CONFLICT DO NOTHING;

INSERT INTO partners (programme_id, slug, name_ru, name_en)
SELECT %(programme)s, 'partner-' || n, 'Партнёр ' || n, 'Partner ' || n FROM generate_series(1, 50) n ON CONFLICT DO NOTHING;

-- A brand's offers bring search up to date with it; a brand that comes alone has to do so itself.
SELECT set_config('session_replication_role', CASE %(offers)s WHEN 0 THEN 'origin' ELSE 'replica' END, false);

INSERT INTO brands (programme_id, partner_id, slug, name_ru, name_en, category_slug, description_ru, description_en, rank)
SELECT %(programme)s, p.id, 'brand-' || (%(first)s + n), ru, en, (ARRAY['kids', 'food', 'home', 'sport'])[1 + n %% 4],
       'Карта для покупок в магазинах и на сайте.', 'A card for purchases in shops and on the site.', %(first)s + n
  FROM unnest(%(ru)s::text[], %(en)s::text[]) WITH ORDINALITY b(ru, en, n)
  JOIN partners p ON p.programme_id = %(programme)s AND p.slug = 'partner-' || (1 + n %% 50);

SET session_replication_role = origin;

INSERT INTO offers (programme_id, brand_id, external_ref, kind, title_ru, title_en, fulfilment, currency, validity_days, fingerprint)
SELECT %(programme)s, b.id, b.slug || '-' || n, 'gift_card', 'Подарочная карта № ' || n, 'Gift card no. ' || n, 'stock', 'RUB', 365, '-'
  FROM brands b, generate_series(1, %(offers)s) n
 WHERE b.programme_id = %(programme)s AND NOT EXISTS (SELECT FROM offers o WHERE o.brand_id = b.id AND o.published);

-- Foreign keys are not looked up: these rows are taken from their tables here.
SET session_replication_role = replica;

INSERT INTO denominations (offer_id, brand_id, value, price_points)
SELECT o.id, o.brand_id, 30000 * n, 450 * n + o.id %% 7
  FROM offers o, generate_series(1, %(denominations)s) n
 WHERE o.programme_id = %(programme)s AND NOT EXISTS (SELECT FROM denominations d WHERE d.offer_id = o.id);
