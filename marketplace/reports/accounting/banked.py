"""What banks and acquirers have booked, for the journal: their entries, what each was matched to, and what was parted again.

A bank's entry stands on the bank's account on its day, against money that nothing explains; a match moves it from there to what it is: a payment
to or from a partner that a statement tells of (then both clear each other), or what the acquirer has paid out of members' payments. So the bank's
account is what its statements say, whatever is matched, and a day that is over stays as it was when something is matched or parted later.
"""

from collections.abc import Iterator
from itertools import groupby

from marketplace.core.db import execute
from marketplace.reports.accounting import chart
from marketplace.reports.accounting.values import Document, Leg, Period, Tie, Turnover

# Entries that another file had told already count once. NOT MATERIALIZED, so that a day is found by its index.
_ONCE = "NOT EXISTS (SELECT FROM bank_entry_repeats r WHERE r.entry_id = e.id AND r.released_at IS NULL)"
_LEGS = f"""WITH told AS NOT MATERIALIZED (
        SELECT e.id, e.amount, e.fee, e.booked, a.currency, s.form = 'acquirer' AS acquired, coalesce(nullif(e.reference, ''), e.id::text) AS ref
          FROM bank_accounts a JOIN bank_entries e ON e.account_id = a.id JOIN bank_statements s ON s.id = e.statement_id
         WHERE a.programme_id = %(programme)s AND {_ONCE}),
    paired AS NOT MATERIALIZED (
        SELECT m.id, t.ref, t.currency, CASE x.kind WHEN 'acquirer' THEN '{chart.GATEWAY}' ELSE '{chart.ON_ITS_WAY}' END AS against, m.amount, m.fee, w.what, w.sign,
               (w.at AT TIME ZONE %(zone)s)::date AS day
          FROM bank_matches m CROSS JOIN LATERAL (VALUES ('bank:match', m.at, 1), ('bank:parted', m.released_at, -1)) w(what, at, sign)
          JOIN told t ON t.id = m.entry_id AND NOT t.acquired JOIN expectations x ON x.id = m.expectation_id
         WHERE w.at >= %(start)s AND w.at < %(stop)s),
    legs (day, kind, id, ref, unit, account, amount) AS NOT MATERIALIZED (
        SELECT t.booked, 'bank:entry', t.id, t.ref, t.currency, x.account, x.amount
          FROM told t CROSS JOIN LATERAL (VALUES ('{chart.BANK}', -t.amount), ('{chart.UNEXPLAINED}', t.amount)) x(account, amount)
         WHERE NOT t.acquired AND t.booked >= %(first)s AND t.booked <= %(last)s
        UNION ALL
        SELECT t.booked, 'bank:fee', t.id, t.ref, t.currency, x.account, x.amount
          FROM told t CROSS JOIN LATERAL (VALUES ('{chart.FEES}', -t.fee), ('{chart.GATEWAY}', t.fee)) x(account, amount)
         WHERE t.acquired AND t.fee <> 0 AND t.booked >= %(first)s AND t.booked <= %(last)s
        UNION ALL
        SELECT p.day, p.what, p.id, p.ref, p.currency, x.account, p.sign * x.amount
          FROM paired p CROSS JOIN LATERAL (VALUES ('{chart.UNEXPLAINED}', -p.amount), ('{chart.FEES}', -p.fee), (p.against, p.amount + p.fee)) x(account, amount)
         WHERE x.amount <> 0)"""  # noqa: S608 - our own words
_BOOKED = f"{_LEGS} SELECT day, kind, id, ref, unit, account, amount::bigint AS amount FROM legs ORDER BY day, kind, id, account"  # noqa: S608
_TURNED = f"""{_LEGS} SELECT account, unit, coalesce(sum(amount) FILTER (WHERE day < %(begins)s), 0)::bigint AS opening,
           coalesce(-sum(amount) FILTER (WHERE day >= %(begins)s AND amount < 0), 0)::bigint AS debit,
           coalesce(sum(amount) FILTER (WHERE day >= %(begins)s AND amount > 0), 0)::bigint AS credit FROM legs GROUP BY account, unit ORDER BY account, unit"""  # noqa: S608
# Of each account what it held before its first statement, with what was booked since, and what its last one says.
_CLOSINGS = f"""SELECT a.currency, sum(first.opening + moved.amount)::bigint AS journal, sum(last.closing)::bigint AS books
      FROM bank_accounts a
     CROSS JOIN LATERAL (SELECT s.closing, s.to_day FROM bank_statements s
                          WHERE s.account_id = a.id AND s.form <> 'acquirer' AND s.closing IS NOT NULL AND s.to_day <= %(last)s ORDER BY s.to_day DESC, s.id DESC LIMIT 1) last
     CROSS JOIN LATERAL (SELECT s.opening, s.from_day FROM bank_statements s
                          WHERE s.account_id = a.id AND s.form <> 'acquirer' AND s.opening IS NOT NULL AND s.from_day <= last.to_day ORDER BY s.from_day, s.id LIMIT 1) first
     CROSS JOIN LATERAL (SELECT coalesce(sum(e.amount), 0) AS amount FROM bank_entries e JOIN bank_statements s ON s.id = e.statement_id
                          WHERE e.account_id = a.id AND s.form <> 'acquirer' AND e.booked >= first.from_day AND e.booked <= last.to_day AND {_ONCE}) moved
     WHERE a.programme_id = %(programme)s GROUP BY a.currency ORDER BY a.currency"""  # noqa: S608


def documents(programme_id: int, period: Period) -> Iterator[Document]:
    """What was booked, matched and parted within the period, each balanced, in the order of days."""
    rows = execute(_BOOKED, _asked(programme_id, period))
    for (day, kind, _id, ref), same in groupby(rows, key=lambda row: (row.day, row.kind, row.id, row.ref)):
        yield Document(day, kind, ref, tuple(Leg(row.account, "", row.unit, row.amount) for row in same))


def turned(programme_id: int, period: Period) -> list[Turnover]:
    """What the same did to each account, with all that was before the period as its opening."""
    ever = period._replace(first=chart.BEFORE_ALL)
    rows = execute(_TURNED, _asked(programme_id, ever) | {"begins": period.first})
    return [Turnover(*row) for row in rows]


def ties(programme_id: int, period: Period) -> list[Tie]:
    """Whether what was booked on the bank's accounts comes to the last balance that their statements tell until the period's end, by currency.

    Where a statement is missing in between, or something of one could not be read, it does not. None where no statement tells a balance.
    """
    rows = execute(_CLOSINGS, {"programme": programme_id, "last": period.last})
    return [Tie("bank", row.currency, row.journal, row.books) for row in rows]


def _asked(programme_id: int, period: Period) -> dict[str, object]:
    start, stop = period.moments()
    return {"programme": programme_id, "zone": period.time_zone, "start": start, "stop": stop, "first": period.first, "last": period.last}  # fmt: skip
