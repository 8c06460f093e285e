"""The rules that hold orders against what was published of their offers at that moment, each as one query that finds where it is broken.

All orders are held against all versions at once. The moments of the two do not tell which was there first: a large publication is committed
minutes after the moment that it bears, an order takes its own before it reads the catalogue, and the clocks of two hosts may differ. So a former
version still counts for ten minutes, and a new one a minute early.
"""

_PUBLISHED = """
SELECT v.offer_id, p.at, lead(p.at) OVER (PARTITION BY v.offer_id ORDER BY v.publication_id) + interval '10 minutes' AS until, v.facts
  FROM offer_versions v JOIN catalogue_publications p ON p.id = v.publication_id"""
# What each version asked: for its denominations, and for its range (in minor units, rounded up as `catalogue.range_price` does).
_LISTED = f"""
SELECT v.offer_id, v.at, v.until, v.facts, (d ->> 0)::bigint AS value, (d ->> 1)::bigint AS price
  FROM ({_PUBLISHED}) v CROSS JOIN jsonb_array_elements(v.facts -> 'denominations') d"""  # noqa: S608 - our own words
_RANGED = f"""
SELECT v.offer_id, v.at, v.until, v.facts, r.* FROM ({_PUBLISHED}) v
 CROSS JOIN jsonb_to_record(v.facts) r(value_min bigint, value_max bigint, value_step bigint, rate_points bigint, rate_value bigint)
 WHERE r.value_min IS NOT NULL"""  # noqa: S608 - our own words
# Whether an order `o` of the programme `g` was placed while a version `v` stood, on its terms; the last day may be of any time zone.
_ON_ITS_TERMS = """
   v.offer_id = o.offer_id AND o.placed_at >= v.at - interval '1 minute' AND (v.until IS NULL OR o.placed_at < v.until)
   AND v.facts ->> 'currency' = o.currency AND v.facts ->> 'fulfilment' = o.fulfilment
   AND o.card_until - (v.facts ->> 'validity_days')::integer - (o.placed_at AT TIME ZONE 'UTC')::date BETWEEN -1 AND 1
   AND (o.money_part = 0 OR (o.points_part >= (v.facts ->> 'min_points')::bigint AND o.money_part
        = div((o.price_points - o.points_part) * (v.facts ->> 'money_rate')::numeric + 10 ^ g.decimals::numeric - 1, 10 ^ g.decimals::numeric)))"""

RULES: dict[str, str] = {
    "what was ordered is of its offer: the brand, and the denomination with its value": """
        SELECT o.id AS "order" FROM orders o JOIN offers f ON f.id = o.offer_id LEFT JOIN denominations d ON d.id = o.denomination_id
         WHERE o.brand_id <> f.brand_id OR (d.offer_id, d.value) <> (o.offer_id, o.value)""",
    "an order cost what was published of its offer when it was placed, and has the terms of that": f"""
        SELECT o.id AS "order", o.value, o.price_points, o.money_part FROM orders o JOIN programmes g ON g.id = o.programme_id
          JOIN (SELECT v.offer_id, min(p.at) AS at FROM offer_versions v JOIN catalogue_publications p ON p.id = v.publication_id GROUP BY 1) f
            ON f.offer_id = o.offer_id AND o.placed_at >= f.at
         WHERE NOT EXISTS (SELECT FROM ({_LISTED}) v WHERE {_ON_ITS_TERMS} AND v.value = o.value AND v.price = o.price_points)
           AND NOT EXISTS (SELECT FROM ({_RANGED}) v WHERE {_ON_ITS_TERMS} AND o.denomination_id IS NULL AND o.value BETWEEN v.value_min AND v.value_max
                              AND (o.value %% v.value_step = 0 OR o.value IN (v.value_min, v.value_max))
                              AND o.price_points = (o.value * v.rate_points + v.rate_value - 1) / v.rate_value)""",  # noqa: S608 - our own words
    # Whoever could say that an order is older than it is could choose a former price, or one of before the first publication.
    "an order was placed when it was written, where prices have changed since": """
        SELECT o.id AS "order", o.placed_at, s.sealed_at FROM orders o
          JOIN (SELECT v.offer_id, max(p.at) AS at FROM offer_versions v JOIN catalogue_publications p ON p.id = v.publication_id GROUP BY 1) l
            ON l.offer_id = o.offer_id AND o.placed_at < l.at
          JOIN LATERAL (SELECT s.sealed_at FROM seals s WHERE s.book = 'trade' AND s.upto <= o.txid ORDER BY s.upto DESC LIMIT 1) s
            ON s.sealed_at > o.placed_at + interval '1 hour'""",
}
