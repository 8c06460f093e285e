"""Colleagues who stay just below what one person may do: at every act with a limit, of one act and of a day; and limits of a day that are nearly reached.

To the limit of one act an act that another person approved does not count, however large. Whom they served is evidence, and
nobody whom the desk could hold for it.
"""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, NamedTuple

from marketplace import approvals, payments, settlements, support
from marketplace.programmes import Programme
from marketplace.support import accounts

LOOKED_BACK, DAY = timedelta(days=7), timedelta(days=1)


class Act(NamedTuple):
    """Something that one person may do alone up to a limit.

    Args:
        rule: the kind of proposal that a larger one would be; "" where the limit is of a day.
        most: the limit that holds until a programme says otherwise.
        done: the statement of what one person did: id, member_id, user_id, partner_id, size, currency ('' for points and numbers); of a day its limit, too,
            `most`, and what else is evidence, `more`.
        percent: the threshold from which share of the limit on it is a signal.
    """

    rule: str
    most: int
    done: str
    percent: str = "limit_percent"


# Other codes and refunds count together for one member, also under a former number, and for cards of the same orders within a day, as they do where it is
# decided whether one person is enough.
_GIVEN = """
        WITH RECURSIVE given AS (
            SELECT 'reissue' AS act, r.id::text AS id, r.old_card_id AS card, g.member_id, member_now(g.member_id) AS whose, r.asked_by AS user_id, e.amount,
                   g.currency, r.at
              FROM reissues r JOIN giftcards g ON g.id = r.old_card_id JOIN giftcard_endings e ON e.giftcard_id = r.old_card_id
             WHERE r.programme_id = %(programme)s AND r.proposal_id IS NULL AND r.at > %(since)s
            UNION ALL
            SELECT 'refund', w.id::text, g.id, g.member_id, member_now(g.member_id), w.asked_by, v.amount, g.currency, w.at
              FROM withdrawals w JOIN giftcard_voidings v ON v.id = w.voiding_id JOIN giftcards g ON g.id = v.giftcard_id
             WHERE w.programme_id = %(programme)s AND w.proposal_id IS NULL AND w.at > %(since)s),
        up AS (
            SELECT g.id AS card, g.succession_id, g.order_id FROM giftcards g WHERE g.id IN (SELECT card FROM given)
            UNION
            SELECT up.card, p.succession_id, p.order_id FROM up
              JOIN giftcard_endings e ON e.succession_id = up.succession_id JOIN giftcards p ON p.id = e.giftcard_id),
        kin AS (SELECT card, array_agg(order_id) FILTER (WHERE order_id IS NOT NULL) AS orders FROM up GROUP BY card)
        SELECT x.id, x.member_id, x.user_id, NULL::bigint AS partner_id, s.size, x.currency
          FROM given x JOIN kin ON kin.card = x.card CROSS JOIN LATERAL (
               SELECT sum(y.amount)::bigint AS size FROM given y JOIN kin other ON other.card = y.card
                WHERE y.currency = x.currency AND y.at <= x.at AND y.at >= x.at - interval '1 day' AND (y.whose = x.whose OR other.orders && kin.orders)) s
         WHERE x.act = '{act}'"""
# What one person, all staff for one partner's cards, and all staff of the programme have given out within the last day, alone or with another's consent, next
# to what each may: how often, and what it was worth.
_ISSUED = """
        SELECT w.whose || ':' || w.id || ':' || %(today)s AS id, NULL::bigint AS member_id, CASE WHEN w.whose IN ('person', 'value') THEN w.id END AS user_id,
               CASE WHEN w.whose = 'partner' THEN w.id END AS partner_id, sum(w.step)::bigint AS size,
               CASE WHEN w.whose = 'value' THEN p.currency ELSE '' END AS currency,
               CASE w.whose WHEN 'person' THEN p.issued_person_day WHEN 'value' THEN p.issued_value_day WHEN 'partner' THEN p.issued_partner_day
                    ELSE p.issued_day END AS most,
               jsonb_build_object('whose', w.whose, 'reissued', nullif(count(*) FILTER (WHERE i.what = 'reissue'), 0),
                   'rebound', nullif(count(*) FILTER (WHERE i.what = 'rebind'), 0), 'refunded', nullif(count(*) FILTER (WHERE i.what = 'refund'), 0),
                   'extended', nullif(count(*) FILTER (WHERE i.what = 'extend'), 0)) AS more
          FROM programmes p CROSS JOIN issued_by_staff(p.id, %(day_ago)s) i JOIN brands b ON b.id = i.brand_id
         CROSS JOIN LATERAL (VALUES ('person', i.asked_by, 1::bigint), ('value', i.asked_by, CASE WHEN i.currency = p.currency THEN i.amount ELSE 0 END),
                                    ('partner', b.partner_id, 1), ('programme', p.id, 1)) w(whose, id, step)
         WHERE p.id = %(programme)s GROUP BY w.whose, w.id, p.id"""
ACTS: Mapping[str, Act] = {
    "reissue": Act("card_reissue", support.CAP, _GIVEN.replace("{act}", "reissue")),
    "refund": Act("card_refund", support.CAP, _GIVEN.replace("{act}", "refund")),
    "correction": Act("points_correction", accounts.CAP, """
        SELECT c.id::text, c.member_id, c.asked_by AS user_id, NULL::bigint AS partner_id, '' AS currency,
               sum(c.amount) OVER (PARTITION BY member_now(c.member_id) ORDER BY c.at RANGE BETWEEN interval '1 day' PRECEDING AND CURRENT ROW)::bigint AS size
          FROM point_corrections c
         WHERE c.programme_id = %(programme)s AND c.kind <> 'goodwill' AND c.proposal_id IS NULL AND c.at > %(since)s"""),
    "payment": Act("payment_refund", payments.REFUND_CAP, """
        SELECT r.id::text, p.member_id, substr(r.by, 6)::bigint AS user_id, NULL::bigint AS partner_id, p.currency,
               sum(r.amount) OVER (PARTITION BY r.by, p.currency ORDER BY r.at RANGE BETWEEN interval '1 day' PRECEDING AND CURRENT ROW)::bigint AS size
          FROM payment_refunds r JOIN payments p ON p.id = r.payment_id
         WHERE p.programme_id = %(programme)s AND r.cause = 'staff' AND r.by ~ '^user:[0-9]+$' AND r.at > %(since)s"""),
    "adjustment": Act("settlement_adjustment", settlements.CAP, """
        SELECT a.id::text, NULL::bigint AS member_id, a.made_by AS user_id, a.partner_id, abs(a.amount) AS size, p.currency
          FROM settlement_adjustments a JOIN partners t ON t.id = a.partner_id JOIN programmes p ON p.id = t.programme_id
         WHERE t.programme_id = %(programme)s AND a.proposal_id IS NULL AND a.at > %(since)s"""),
    "day": Act("", 0, """
        SELECT d.day || ':' || d.user_id || ':' || d.budget AS id, NULL::bigint AS member_id, d.user_id, NULL::bigint AS partner_id, d.amount AS size,
               '' AS currency, CASE d.budget WHEN 'hand' THEN p.correction_person_day ELSE p.goodwill_day END AS most
          FROM correction_days d JOIN programmes p ON p.id = d.programme_id
         WHERE d.programme_id = %(programme)s AND d.user_id IS NOT NULL AND d.day > %(since)s::timestamptz::date"""),
    "issued": Act("", 0, _ISSUED, "issued_percent"),
}  # fmt: skip
_FOUND = """
SELECT 'limit' AS kind, NULL::bigint AS member_id, a.user_id, a.partner_id, NULL::bytea AS mark, 'limit:{name}:' || a.id AS key, 60 AS score,
       jsonb_strip_nulls(jsonb_build_object('act', '{name}', 'value', a.size, 'most', {most}, 'currency', a.currency,
           'member', (SELECT number FROM members WHERE id = a.member_id)) || {more}) AS evidence
  FROM ({done}) a WHERE a.size <= {most} AND a.size * 100 >= {most} * %({percent})s"""


def statements(programme: Programme, asked: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """What finds them in a programme: for each act a statement and what it is asked with."""
    for name, act in ACTS.items():
        most = "a.most" if not act.rule else "%(most)s::bigint"
        more = "a.more" if name == "issued" else "'{}'::jsonb"
        yield (
            _FOUND.format(name=name, most=most, more=more, done=act.done, percent=act.percent),
            {
                **asked, "most": _most(programme.id, act), "since": asked["now"] - LOOKED_BACK, "day_ago": asked["now"] - DAY,
            },
        )  # fmt: skip


def _most(programme_id: int, act: Act) -> int:
    cap = approvals.rule_of(programme_id, act.rule).cap if act.rule else None
    return act.most if cap is None else cap
