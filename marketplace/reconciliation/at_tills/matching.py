"""Finds which receipts of a partner's tills are which redemptions of ours: by receipt, till, day or time, and the same amount.

Never by the amount alone, and never where more than one answer is possible. A redemption that was reversed is none; a receipt that was taken
back at the till is none. What is left stays for people, on both sides.
"""

from datetime import datetime

from marketplace.core.db import execute
from marketplace.reconciliation.at_tills.taken import MATCHED, REVERSED, TAKEN

_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('till_lines', %(partner)s))"
# How a name is compared is said in reading.key_of; the same in SQL.
_KEY = "CASE WHEN {0} ~ '^[0-9]+$' THEN ltrim({0}, '0') ELSE {0} END"
_PLAIN = "regexp_replace(upper({0}), '[^0-9A-ZА-ЯЁ]', '', 'g')"


def key_sql(column: str) -> str:
    """A column's text in the form in which names are compared."""
    return _KEY.format(_PLAIN.format(column))


# What was taken at the partner's tills in the programme's currency, when the card was there (without a network, too), and the receipts.
OURS = f"""SELECT r.id, r.amount, r.taken_at AS at, r.taken_day AS day, {key_sql("r.receipt")} AS receipt_key, {key_sql("r.till")} AS till_key
   FROM ({TAKEN}) r WHERE r.acceptor_partner_id = %(partner)s AND NOT {REVERSED} AND NOT {MATCHED}"""  # noqa: S608 - our own names
_SIDES = f"""ours AS MATERIALIZED ({OURS}),
    theirs AS MATERIALIZED (
        SELECT l.id, l.amount, l.at, l.day, l.receipt_key, l.till_key FROM till_lines l
         WHERE l.partner_id = %(partner)s AND l.amount > 0 AND NOT EXISTS (SELECT FROM till_line_ends e WHERE e.line_id = l.id)
           AND NOT EXISTS (SELECT FROM till_matches m WHERE m.line_id = l.id AND m.released_at IS NULL)),
    parted AS MATERIALIZED (SELECT m.line_id, m.redemption_id FROM till_matches m JOIN till_lines l ON l.id = m.line_id
                             WHERE l.partner_id = %(partner)s AND m.released_at IS NOT NULL)"""  # noqa: S608
_SINGLE = """single AS (
        SELECT *, count(*) OVER (PARTITION BY line_id) AS of_line, count(*) OVER (PARTITION BY redemption_id) AS of_redemption FROM fits f
         WHERE NOT EXISTS (SELECT FROM parted d WHERE d.line_id = f.line_id AND d.redemption_id = f.redemption_id))
    INSERT INTO till_matches (line_id, redemption_id, reason, at)
    SELECT line_id, redemption_id, %(reason)s, %(now)s FROM single WHERE of_line = 1 AND of_redemption = 1"""
# Alike in everything: as many on both sides, the n-th with the n-th.
_RECEIPT_TILL = f"""WITH {_SIDES},
    o AS (SELECT *, row_number() OVER same AS nth, count(*) OVER every AS number FROM ours WHERE receipt_key <> '' AND till_key <> ''
          WINDOW same AS (PARTITION BY receipt_key, till_key, day, amount ORDER BY at, id), every AS (PARTITION BY receipt_key, till_key, day, amount)),
    t AS (SELECT *, row_number() OVER same AS nth, count(*) OVER every AS number FROM theirs WHERE receipt_key <> '' AND till_key <> ''
          WINDOW same AS (PARTITION BY receipt_key, till_key, day, amount ORDER BY at, id), every AS (PARTITION BY receipt_key, till_key, day, amount)),
    fits AS (SELECT t.id AS line_id, o.id AS redemption_id FROM o JOIN t USING (receipt_key, till_key, day, amount, nth, number)),
    {_SINGLE}"""  # noqa: S608
# Tills have other names with the partner: the receipt, and the time within half an hour.
_RECEIPT = f"""WITH {_SIDES},
    fits AS (SELECT t.id AS line_id, o.id AS redemption_id FROM ours o JOIN theirs t USING (receipt_key, day, amount)
              WHERE receipt_key <> '' AND t.at >= o.at - interval '30 minutes' AND t.at <= o.at + interval '30 minutes'),
    {_SINGLE}"""  # noqa: S608
# One of the two has no receipt: the till, and the time within ten minutes.
_TILL_TIME = f"""WITH {_SIDES},
    fits AS (SELECT t.id AS line_id, o.id AS redemption_id FROM ours o JOIN theirs t USING (till_key, amount)
              WHERE till_key <> '' AND (o.receipt_key = '' OR t.receipt_key = '') AND t.at >= o.at - interval '10 minutes' AND t.at <= o.at + interval '10 minutes'),
    {_SINGLE}"""  # noqa: S608
# Several cards paid one receipt.
_TOGETHER = f"""WITH {_SIDES},
    o AS (SELECT receipt_key, day, till_key, sum(amount) AS amount, count(*) AS number, array_agg(id) AS ids, min(at) AS first, max(at) AS last
            FROM ours WHERE receipt_key <> '' GROUP BY receipt_key, day, till_key),
    fits AS (SELECT t.id AS line_id, o.ids, count(*) OVER (PARTITION BY t.id) AS of_line, count(*) OVER (PARTITION BY o.receipt_key, o.day, o.till_key) AS of_ours
               FROM o JOIN theirs t USING (receipt_key, day, amount)
              WHERE o.number > 1 AND (t.till_key = o.till_key OR (t.at >= o.first - interval '30 minutes' AND t.at <= o.last + interval '30 minutes')))
    INSERT INTO till_matches (line_id, redemption_id, reason, at)
    SELECT f.line_id, u.id, %(reason)s, %(now)s FROM fits f CROSS JOIN LATERAL unnest(f.ids) u (id)
     WHERE f.of_line = 1 AND f.of_ours = 1 AND NOT EXISTS (SELECT FROM parted d WHERE d.line_id = f.line_id AND d.redemption_id = ANY (f.ids))"""  # noqa: S608
_STEPS = {"receipt_till": _RECEIPT_TILL, "receipt": _RECEIPT, "together": _TOGETHER, "till_time": _TILL_TIME}


def pair(partner_id: int, *, now: datetime) -> int:
    """Match what can be matched for certain; one at a time for a partner. Returns how many redemptions were."""
    facts = {"partner": partner_id, "now": now}
    execute(_LOCK, facts)
    execute(
        "SET LOCAL enable_nestloop = off"
    )  # how large these tables grow within a statement, nobody can tell beforehand
    found = sum(int(execute(sql, facts | {"reason": reason}).rowcount) for reason, sql in _STEPS.items())
    execute("SET LOCAL enable_nestloop = on")
    return found
