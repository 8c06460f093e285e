"""What may be asked of the journal. The ledger is read day by day, so that a large month needs no large memory."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby
from typing import Any

from marketplace.core.db import execute
from marketplace.reports.accounting import banked, chart, rules
from marketplace.reports.accounting.values import Document, Leg, Period, Tie, Turnover, VatLine
from marketplace.reports.liability import liability

_MOVED = """SELECT t.id, t.kind, t.ref, a.kind AS account, a.owner_id, a.unit, e.amount
      FROM entries e JOIN transfers t ON t.id = e.transfer_id JOIN accounts a ON a.id = e.account_id
     WHERE a.programme_id = %(programme)s AND e.at >= %(start)s AND e.at < %(stop)s ORDER BY t.at, t.id, e.id"""
_TURNED = """SELECT a.kind AS account, a.unit, coalesce(sum(e.amount) FILTER (WHERE e.at < %(start)s), 0)::bigint AS opening,
           coalesce(-sum(e.amount) FILTER (WHERE e.at >= %(start)s AND e.amount < 0), 0)::bigint AS debit,
           coalesce(sum(e.amount) FILTER (WHERE e.at >= %(start)s AND e.amount > 0), 0)::bigint AS credit
      FROM entries e JOIN accounts a ON a.id = e.account_id
     WHERE a.programme_id = %(programme)s AND e.at < %(stop)s GROUP BY a.kind, a.unit"""
# A statement is a document of its last day, whatever the days of its lines are.
_SETTLED = """SELECT s.number, s.to_day - 1 AS day, s.currency, l.partner_id, l.kind, coalesce(r.channel, '') AS channel, l.voucher, l.role, sum(l.gross)::bigint AS gross, sum(l.due)::bigint AS due,
           sum(l.commission)::bigint AS commission, sum(l.commission_vat)::bigint AS commission_vat, sum(l.goods_vat)::bigint AS goods_vat,
           sum(l.net)::bigint AS net, coalesce(sum(l.gross) FILTER (WHERE l.goods_vat <> 0), 0)::bigint AS taxed
      FROM statements s JOIN partners p ON p.id = s.partner_id JOIN statement_lines l ON l.statement_id = s.id
      LEFT JOIN payout_events e ON l.kind IN ('payout', 'payout_return') AND e.id = l.event_id
      LEFT JOIN payout_lines o ON o.id = e.line_id LEFT JOIN payout_runs r ON r.id = o.run_id
     WHERE p.programme_id = %(programme)s AND s.to_day <= %(stop)s AND (%(start)s::date IS NULL OR s.to_day > %(start)s::date)
     GROUP BY s.id, l.partner_id, l.kind, r.channel, l.voucher, l.role ORDER BY s.to_day, s.number, l.kind, channel, l.voucher, l.role"""
_CLOSINGS = """SELECT c.currency, coalesce(sum(last.closing), 0)::bigint AS owed
      FROM contracts c JOIN partners p ON p.id = c.partner_id AND p.programme_id = %(programme)s
     CROSS JOIN LATERAL (SELECT s.closing FROM statements s WHERE s.contract_id = c.id AND s.to_day <= %(stop)s ORDER BY s.to_day DESC LIMIT 1) last
     GROUP BY c.currency ORDER BY c.currency"""

_TAX_NUMBERS = """SELECT c.partner_id, (t.terms).tax_number FROM contracts c JOIN partners p ON p.id = c.partner_id AND p.programme_id = %(programme)s
     CROSS JOIN LATERAL contract_terms(c.id) t WHERE %(at)s >= t.starts AND %(at)s < t.ends"""


def entries(programme_id: int, period: Period) -> Iterator[Document]:
    """The journal of a period: day by day each transfer of the ledger in the order of time and what banks told, then each statement whose
    last day lies in it."""
    day = period.first
    while day <= period.last:
        start, stop = period.moments(day)
        rows = execute(_MOVED, {"programme": programme_id, "start": start, "stop": stop})
        for (_transfer, kind, ref), same in groupby(rows, key=lambda row: (row.id, row.kind, row.ref)):
            yield Document(day, kind, ref, tuple(_leg(row) for row in same))
        yield from banked.documents(programme_id, period._replace(first=day, last=day))
        day += timedelta(1)
    yield from (one for one in _settled(programme_id, period) if one.legs)


def trial_balance(programme_id: int, period: Period) -> list[Turnover]:
    """What the period did to each account: the ledger's, then those that statements and banks add."""
    start, stop = period.moments()
    rows = execute(_TURNED, {"programme": programme_id, "start": start, "stop": stop})
    moved = [Turnover(chart.OF_LEDGER[row.account], row.unit, row.opening, row.debit, row.credit) for row in rows]
    every = _settled(programme_id, period, since_ever=True)
    before = [leg for one in every if one.day < period.first for leg in one.legs]
    settled = rules.turnovers(before, (one for one in every if one.day >= period.first))
    return rules.added(moved, settled, banked.turned(programme_id, period))


def ties(programme_id: int, period: Period, turned: list[Turnover]) -> list[Tie]:
    """Whether a trial balance is what the books say: debits are credits in every unit, points are the liability, partners their statements, and
    the bank's accounts what its statements say."""
    units = sorted({one.unit for one in turned})
    found = [
        Tie("balance", unit, *(sum(getattr(one, side) for one in turned if one.unit == unit) for side in ("debit", "credit")))
        for unit in units
    ]  # fmt: skip
    owed = liability(programme_id, period.moments()[1] - timedelta(microseconds=1), time_zone=period.time_zone).total
    points = sum(one.closing for one in turned if one.unit == "points" and one.account in chart.OF_LIABILITY)
    rows = execute(_CLOSINGS, {"programme": programme_id, "stop": period.last + timedelta(1)})
    booked = {one.unit: one.closing for one in turned if one.account == chart.SETTLEMENTS}
    return [*found, Tie("liability", "points", points, owed), *(Tie("statements", row.currency, booked.get(row.currency, 0), row.owed) for row in rows), *banked.ties(programme_id, period)]  # fmt: skip


def vat(programme_id: int, period: Period) -> list[VatLine]:
    """Tax that fell due in the statements of a period, by partner; a line for each kind of voucher and role."""
    sums: dict[tuple[int, str, str, str], list[int]] = {}
    for row in _sums(programme_id, period):
        if row.voucher:
            at = sums.setdefault((row.partner_id, row.currency, row.voucher, row.role), [0, 0, 0, 0])
            for number, amount in enumerate((row.taxed, row.goods_vat, row.commission, row.commission_vat)):
                at[number] += amount
    asked = {"programme": programme_id, "at": period.moments()[1] - timedelta(microseconds=1)}
    numbers = {row.partner_id: row.tax_number for row in execute(_TAX_NUMBERS, asked)}
    return [
        VatLine(*at, taxed, goods_vat, commission, own_vat, numbers.get(at[0], ""))
        for at, (taxed, goods_vat, commission, own_vat) in sorted(sums.items())
    ]


def _settled(programme_id: int, period: Period, *, since_ever: bool = False) -> list[Document]:
    rows = _sums(programme_id, period, since_ever=since_ever)
    return [Document(row.day, f"statement:{row.kind}", row.number, rules.legs_of(row)) for row in rows]


def _sums(programme_id: int, period: Period, *, since_ever: bool = False) -> list[Any]:
    asked = {
        "programme": programme_id,
        "start": None if since_ever else period.first,
        "stop": period.last + timedelta(1),
    }
    return list(execute(_SETTLED, asked))


def _leg(row: Any) -> Leg:
    owner = "" if row.owner_id is None else f"{'partner' if row.account == 'partner' else 'member'}:{row.owner_id}"
    return Leg(chart.OF_LEDGER[row.account], owner, row.unit, row.amount)
