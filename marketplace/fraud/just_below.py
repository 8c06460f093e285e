"""Colleagues who stay just below what one person may do: at every act with a limit, of one act and of a day.

An act that another person approved is none of them, however large; nor is one to which the limit does not apply. Whom they served is evidence, and
nobody whom the desk could hold for it.
"""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, NamedTuple

from marketplace import approvals, payments, settlements, support
from marketplace.programmes import Programme
from marketplace.support import accounts

LOOKED_BACK = timedelta(days=7)


class Act(NamedTuple):
    """Something that one person may do alone up to a limit.

    Args:
        rule: the kind of proposal that a larger one would be; "" where the limit is of a day.
        most: the limit that holds until a programme says otherwise.
        done: the statement of what one person did: id, member_id, user_id, partner_id, size, currency ('' for points); of a day its limit, too, `most`.
    """

    rule: str
    most: int
    done: str


# Other codes and refunds count together for one member within a day, as they do where it is decided whether one person is enough.
_GIVEN = """
        SELECT y.id, y.member_id, y.user_id, y.partner_id, y.size, y.currency FROM (
            SELECT x.*, NULL::bigint AS partner_id,
                   sum(x.amount) OVER (PARTITION BY x.member_id, x.currency ORDER BY x.at RANGE BETWEEN interval '1 day' PRECEDING AND CURRENT ROW)::bigint AS size
              FROM (SELECT 'reissue' AS act, r.id::text AS id, g.member_id, r.asked_by AS user_id, e.amount, g.currency, r.at
                      FROM reissues r JOIN giftcards g ON g.id = r.old_card_id JOIN giftcard_endings e ON e.giftcard_id = r.old_card_id
                     WHERE r.programme_id = %(programme)s AND r.proposal_id IS NULL AND r.at > %(since)s
                    UNION ALL
                    SELECT 'refund', w.id::text, g.member_id, w.asked_by, v.amount, g.currency, w.at
                      FROM withdrawals w JOIN giftcard_voidings v ON v.id = w.voiding_id JOIN giftcards g ON g.id = v.giftcard_id
                     WHERE w.programme_id = %(programme)s AND w.proposal_id IS NULL AND w.at > %(since)s) x) y
         WHERE y.act = '{act}'"""
ACTS: Mapping[str, Act] = {
    "reissue": Act("card_reissue", support.CAP, _GIVEN.replace("{act}", "reissue")),
    "refund": Act("card_refund", support.CAP, _GIVEN.replace("{act}", "refund")),
    "correction": Act("points_correction", accounts.CAP, """
        SELECT c.id::text, c.member_id, c.asked_by AS user_id, NULL::bigint AS partner_id, '' AS currency,
               sum(c.amount) OVER (PARTITION BY c.member_id ORDER BY c.at RANGE BETWEEN interval '1 day' PRECEDING AND CURRENT ROW)::bigint AS size
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
}  # fmt: skip
_FOUND = """
SELECT 'limit' AS kind, NULL::bigint AS member_id, a.user_id, a.partner_id, NULL::bytea AS mark, 'limit:{name}:' || a.id AS key, 60 AS score,
       jsonb_strip_nulls(jsonb_build_object('act', '{name}', 'value', a.size, 'most', {most}, 'currency', a.currency,
           'member', (SELECT number FROM members WHERE id = a.member_id))) AS evidence
  FROM ({done}) a WHERE a.size <= {most} AND a.size * 100 >= {most} * %(limit_percent)s"""


def statements(programme: Programme, asked: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """What finds them in a programme: for each act a statement and what it is asked with."""
    for name, act in ACTS.items():
        most = "a.most" if not act.rule else "%(most)s::bigint"
        yield (
            _FOUND.format(name=name, most=most, done=act.done),
            {**asked, "most": _most(programme.id, act), "since": asked["now"] - LOOKED_BACK},
        )


def _most(programme_id: int, act: Act) -> int:
    cap = approvals.rule_of(programme_id, act.rule).cap if act.rule else None
    return act.most if cap is None else cap
