"""Finds what somebody should look at, in sets: each statement looks over a whole programme at once and notes what is new."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from marketplace.core.db import execute
from marketplace.fraud import just_below, queries
from marketplace.programmes import Programme

DENIED_SCORE, WATCHED_SCORE = 40, 20  # what a device or network adds that was denied, or is watched
_NOTE = """
WITH found AS ({found})
INSERT INTO fraud_signals (programme_id, kind, member_id, user_id, partner_id, mark, key, score, evidence, at)
SELECT %(programme)s, f.kind, f.member_id, f.user_id, f.partner_id, f.mark, f.key, least(100, f.score + coalesce((
           SELECT max(CASE k.verdict WHEN 'deny' THEN %(denied)s::integer ELSE %(watched)s END) FROM members m JOIN sign_in_traces t ON t.user_id = m.user_id
             JOIN fraud_marks k ON k.mark IN (t.device, t.network) AND k.programme_id = %(programme)s AND k.until > %(now)s
            WHERE m.id = f.member_id AND (k.verdict = 'deny' OR k.verdict = 'watch' AND NOT EXISTS (
                  SELECT FROM fraud_decisions d WHERE d.signal_id = k.signal_id AND d.outcome = 'release' AND d.at >= k.at))), 0)), f.evidence, %(now)s
  FROM found f ON CONFLICT (programme_id, key) DO NOTHING"""
# Many members on one device or network. The newest of them is the one to look at; what was released is left alone until its term ends.
_SHARED = """
SELECT '{mark}' AS kind, max(m.id) AS member_id, NULL::bigint AS user_id, NULL::bigint AS partner_id, t.{mark} AS mark,
       '{mark}:' || encode(t.{mark}, 'hex') || ':' || (SELECT count(*) FROM fraud_marks k WHERE k.programme_id = %(programme)s AND k.mark = t.{mark} AND k.verdict <> 'watch') AS key,
       {score} AS score, jsonb_build_object('accounts', count(DISTINCT m.id), 'members', to_jsonb((array_agg(DISTINCT m.number))[1:20])) AS evidence
  FROM sign_in_traces t JOIN members m ON m.user_id = t.user_id AND m.programme_id = %(programme)s
 WHERE t.at > %(now)s::timestamptz - interval '30 days' AND NOT EXISTS (
       SELECT FROM fraud_marks k WHERE k.programme_id = %(programme)s AND k.mark = t.{mark} AND k.verdict = 'allow' AND k.until > %(now)s)
 GROUP BY t.{mark} HAVING count(DISTINCT m.id) >= %({mark}_accounts)s"""
# Points that came in and went out again almost at once. Bought ones come in on the first day on which they can be spent; those that are given back
# after a dispute (their ref has another beginning) were theirs before. Within 30 days the money for a purchase has long come, or never will.
_BURN = """
SELECT 'burn' AS kind, c.member_id, NULL::bigint AS user_id, NULL::bigint AS partner_id, NULL::bytea AS mark,
       'burn:' || c.transfer_id || ':' || c.member_id AS key, 50 AS score,
       jsonb_build_object('credited', c.amount, 'spent', s.points, 'orders', s.orders, 'minutes', %(burn_minutes)s) AS evidence
  FROM (SELECT a.owner_id AS member_id, e.transfer_id, sum(e.amount)::bigint AS amount, min(e.at) AS at
          FROM entries e JOIN accounts a ON a.id = e.account_id JOIN transfers t ON t.id = e.transfer_id
         WHERE e.at > %(now)s::timestamptz - interval '2 days' AND e.amount > 0 AND a.programme_id = %(programme)s AND a.kind = 'member'
           AND t.kind IN ('accrual', 'adjustment', 'payment') GROUP BY 1, 2
        UNION ALL SELECT b.* FROM (
            SELECT a.owner_id, l.transfer_id, l.amount, greatest(t.at, l.usable_from::timestamp AT TIME ZONE %(time_zone)s) AS at
              FROM topups b JOIN transfers t ON t.ref = 'topup:' || b.id JOIN accounts a ON a.programme_id = b.programme_id AND a.kind = 'member'
               AND a.owner_id = b.member_id JOIN lots l ON l.account_id = a.id AND l.transfer_id = t.id
             WHERE b.programme_id = %(programme)s AND b.placed_at > %(now)s::timestamptz - make_interval(days => b.fresh_days + 30)) b
         WHERE b.at > %(now)s::timestamptz - interval '2 days' AND b.at <= %(now)s) c
  CROSS JOIN LATERAL (SELECT count(*) AS orders, coalesce(sum(o.points_part), 0)::bigint AS points FROM orders o
         WHERE o.member_id = c.member_id AND o.placed_at >= c.at AND o.placed_at <= c.at + make_interval(mins => %(burn_minutes)s)) s
 WHERE c.amount >= %(burn_minor)s AND s.points * 100 >= c.amount * %(burn_percent)s"""
# Whatever was given back counts once, whoever did it: an order taken back, a card refunded by staff, money sent back; under a former number, too.
_REFUNDS = """
SELECT 'refunds' AS kind, e.member_id, NULL::bigint AS user_id, NULL::bigint AS partner_id, NULL::bytea AS mark,
       'refunds:' || e.member_id || ':' || %(today)s AS key, 40 AS score, jsonb_build_object('refunds', count(*)) AS evidence
  FROM (SELECT member_now(o.member_id) AS member_id FROM order_cancellations c JOIN orders o ON o.id = c.order_id
         WHERE c.at > %(now)s::timestamptz - interval '1 day' AND o.programme_id = %(programme)s
        UNION ALL SELECT member_now(min(o.member_id)) FROM order_refunds r JOIN orders o ON o.id = r.order_id
         WHERE r.at > %(now)s::timestamptz - interval '1 day' AND o.programme_id = %(programme)s GROUP BY r.voiding_id
        UNION ALL SELECT member_now(p.member_id) FROM payment_refunds f JOIN payments p ON p.id = f.payment_id
         WHERE f.at > %(now)s::timestamptz - interval '1 day' AND f.cause IN ('staff', 'provider') AND p.programme_id = %(programme)s) e
 GROUP BY e.member_id HAVING count(*) >= %(refunds)s"""
# What tills have noticed: codes that were guessed, decoys that were tried, redemptions that are taken back again and again.
_TILLS = """
SELECT a.kind, NULL::bigint AS member_id, a.user_id, a.partner_id, NULL::bytea AS mark, 'alarm:' || a.id AS key,
       CASE a.kind WHEN 'canary' THEN 90 WHEN 'guessing' THEN 60 ELSE 50 END AS score,
       jsonb_build_object('alarm', a.id, 'till', t.name) AS evidence
  FROM till_alarms a JOIN partners p ON p.id = a.partner_id JOIN terminals t ON t.id = a.terminal_id
 WHERE p.programme_id = %(programme)s AND a.at > %(now)s::timestamptz - interval '7 days'"""
# A gift whose word was typed wrong so often that it is locked, once for each letter and word; and accounts at whose passwords somebody guesses, whose owners
# get a letter about it, which is what is left of the tries. Wrong links to gifts are counted by digests of networks alone, and tell nothing.
_WORDS = """
SELECT 'word' AS kind, NULL::bigint AS member_id, NULL::bigint AS user_id, NULL::bigint AS partner_id, NULL::bytea AS mark,
       'word:' || g.id || ':' || (SELECT count(*) FROM gift_letters l WHERE l.gift_id = g.id) || ':' ||
           (SELECT count(*) FROM audit_records a WHERE a.subject = 'giftcard:' || g.giftcard_id AND a.action = 'gifts.change_word') AS key, 40 AS score,
       jsonb_build_object('tries', w.wrong, 'member', m.number, 'card', c.public_id) AS evidence
  FROM gift_words w JOIN gifts g ON g.id = w.gift_id JOIN members m ON m.id = g.giver_id JOIN giftcards c ON c.id = g.giftcard_id
 WHERE w.wrong = 5 AND g.programme_id = %(programme)s AND NOT EXISTS (SELECT FROM gift_ends e WHERE e.gift_id = g.id)"""
_SIGN_INS = """
SELECT 'sign_in' AS kind, m.id AS member_id, CASE WHEN m.id IS NULL THEN u.id END AS user_id, NULL::bigint AS partner_id, NULL::bytea AS mark,
       'sign_in:' || l.ref AS key, 40 AS score, jsonb_build_object('told', (l.written_at AT TIME ZONE %(time_zone)s)::date) AS evidence
  FROM mails l JOIN users u ON u.id = split_part(l.ref, ':', 3)::bigint LEFT JOIN members m ON m.user_id = u.id AND m.programme_id = %(programme)s
 WHERE starts_with(l.ref, 'security:guesses:') AND l.programme_id = %(programme)s AND l.written_at > %(now)s::timestamptz - interval '7 days'"""
_FOUND: tuple[str, ...] = (
    _SHARED.format(mark="device", score=50), _SHARED.format(mark="network", score=30), _BURN, _REFUNDS, _TILLS, _WORDS, _SIGN_INS,
)  # fmt: skip


def look(programme: Programme, now: datetime) -> int:
    """Note what is new in a programme; returns how many signals there are of it. Harmless to repeat."""
    asked = _asked(programme, now)
    found = [(statement, asked) for statement in _FOUND] + list(just_below.statements(programme, asked))
    return sum(execute(_NOTE.format(found=statement), facts).rowcount for statement, facts in found)


def _asked(programme: Programme, now: datetime) -> Mapping[str, Any]:
    limits = queries.limits(programme.id)
    return limits | {
        "programme": programme.id, "now": now, "today": programme.day(now).isoformat(), "denied": DENIED_SCORE, "watched": WATCHED_SCORE,
        "time_zone": programme.time_zone, "burn_minor": limits["burn_points"] * 10**programme.decimals,
    }  # fmt: skip
