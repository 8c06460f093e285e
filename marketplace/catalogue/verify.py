"""The rules that the catalogue must satisfy at any moment, each as one query that finds where it is broken."""

from marketplace.catalogue.rules import range_price
from marketplace.core.db import execute
from marketplace.core.findings import Finding, search

RULES: dict[str, str] = {
    "offer, brand and partner are of one programme": """
        SELECT o.id AS offer, o.programme_id, b.programme_id AS of_brand, p.programme_id AS of_partner
          FROM offers o JOIN brands b ON b.id = o.brand_id JOIN partners p ON p.id = b.partner_id
         WHERE o.programme_id <> b.programme_id OR b.programme_id <> p.programme_id""",
    "an offer has denominations or a range of values, not both": """
        SELECT o.id AS offer FROM offers o
         WHERE o.published AND o.value_min IS NOT NULL AND EXISTS (SELECT FROM denominations d WHERE d.offer_id = o.id AND d.active)""",
    "a range of values is not sold from stock": """
        SELECT o.id AS offer FROM offers o WHERE o.value_min IS NOT NULL AND o.fulfilment = 'stock'""",
    "an offer that was published is sold as it was published last": """
        SELECT o.id AS offer, o.published FROM offers o
          JOIN LATERAL (SELECT v.facts FROM offer_versions v WHERE v.offer_id = o.id ORDER BY v.publication_id DESC LIMIT 1) v ON true
         WHERE o.published <> (v.facts IS NOT NULL)
            OR NOT v.facts @> jsonb_build_object(
                   'fulfilment', o.fulfilment, 'currency', o.currency, 'value_min', o.value_min, 'value_max', o.value_max,
                   'value_step', o.value_step, 'rate_points', o.rate_points, 'rate_value', o.rate_value, 'min_points', o.min_points,
                   'money_rate', o.money_rate, 'validity_days', o.validity_days, 'per_member_limit', o.per_member_limit,
                   'total_limit', o.total_limit, 'tier', o.tier)
            OR v.facts->'denominations' <> (
                   SELECT coalesce(jsonb_agg(jsonb_build_array(d.value, d.price_points, d.old_price_points) ORDER BY d.value), '[]')
                     FROM denominations d WHERE d.offer_id = o.id AND d.active)""",
    "an offer of a partner that publishes was published": """
        SELECT o.id AS offer FROM offers o JOIN brands b ON b.id = o.brand_id
         WHERE NOT EXISTS (SELECT FROM offer_versions v WHERE v.offer_id = o.id) AND EXISTS (
               SELECT FROM offer_versions v JOIN offers e ON e.id = v.offer_id JOIN brands c ON c.id = e.brand_id
                WHERE c.partner_id = b.partner_id AND e.id < o.id)""",
    "what was published has its record": """
        SELECT p.id AS publication FROM catalogue_publications p
         WHERE NOT EXISTS (SELECT FROM audit_records a
                            WHERE a.txid = p.txid AND a.action = 'catalogue.publish' AND a.subject = 'programme:' || p.programme_id
                              AND a.at = p.at AND a.after->>'source' = p.source)""",
    "what was taken back at once was its side's own, the last, and in time": """
        SELECT o.publication_id AS publication FROM publication_undos o
          JOIN catalogue_publications p ON p.id = o.publication_id JOIN catalogue_publications u ON u.id = o.undone_by
          LEFT JOIN publication_runs b ON b.publication_id = p.id LEFT JOIN runs r ON r.id = b.run_id
         WHERE u.undoes IS DISTINCT FROM p.id OR u.at <> o.at OR o.at >= p.at + make_interval(mins => o.minutes)
            OR o.side IS DISTINCT FROM CASE WHEN r.partner_id IS NOT NULL THEN 'partner' WHEN r.id IS NOT NULL THEN 'programme' END
            OR EXISTS (SELECT FROM catalogue_publications later
                        WHERE later.partner_id = p.partner_id AND later.source = p.source AND later.id > p.id AND later.id < u.id)
            OR NOT EXISTS (SELECT FROM audit_records a WHERE a.txid = o.txid AND a.action = 'catalogue.undo'
                              AND a.subject = 'publication:' || p.id AND a.at = o.at)""",
    "every brand can be searched for in its programme": """
        SELECT b.id AS brand FROM brands b LEFT JOIN brand_search s ON s.brand_id = b.id
         WHERE s.programme_id IS DISTINCT FROM b.programme_id""",
}


def invariants() -> list[Finding]:
    """Every place where the catalogue breaks a rule; none when it is right."""
    return search(RULES) + _prices()


def _prices() -> list[Finding]:
    rows = execute(
        "SELECT id, value_min, value_max, rate_points, rate_value, price_min, price_max FROM offers WHERE value_min IS NOT NULL"
    )
    return [
        Finding(
            "a range costs what its rate says",
            f"offer {row.id}",
            {"price_min": row.price_min, "price_max": row.price_max},
        )
        for row in rows
        if row.price_min != range_price(row.value_min, row.rate_points, row.rate_value)
        or row.price_max != range_price(row.value_max, row.rate_points, row.rate_value)
    ]
