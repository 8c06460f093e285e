"""What points cost whoever pays for them: a statement of the bank's, or of another funder's, made of the partners' statements of a period."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from marketplace.core.db import execute
from marketplace.reports.accounting.values import Period

Funder = Literal["bank", "member", "programme"]
FUNDERS: tuple[Funder, ...] = ("bank", "member", "programme")


class Spent(NamedTuple):
    """What one partner's statement says of a funder's points: those that paid for its cards, and those that came back for orders and refunds.

    Points in the programme's minor unit, sums in the currency's, all above zero. `digest` is the statement's fingerprint, which proves it.
    """

    statement: str
    digest: str
    partner_id: int
    currency: str
    points: int
    sum: int
    points_back: int
    sum_back: int

    @property
    def net(self) -> int:
        """What it comes to."""
        return self.sum - self.sum_back


class FunderStatement(NamedTuple):
    """What a funder owes for a period: `before`, by currency, for all earlier ones; the lines; what both come to."""

    funder: Funder
    period: Period
    before: dict[str, int]
    lines: Sequence[Spent]

    @property
    def currencies(self) -> list[str]:
        """The currencies that are counted in."""
        return sorted({*self.before, *(one.currency for one in self.lines)})

    def within(self, currency: str) -> int:
        """What the period comes to."""
        return sum(one.net for one in self.lines if one.currency == currency)

    def until(self, currency: str) -> int:
        """What all periods come to until this one's end."""
        return self.before.get(currency, 0) + self.within(currency)

    @property
    def document(self) -> bytes:
        """It as JSON: whole numbers and words of ours, so the same whenever it is asked, as the statements that it is made of never change."""
        told = {
            "funder": self.funder, "from": str(self.period.first), "to": str(self.period.last), "before": self.before,
            "lines": [one._asdict() for one in self.lines], "until": {one: self.until(one) for one in self.currencies},
        }  # fmt: skip
        return (json.dumps(told, indent=1, sort_keys=True) + "\n").encode()

    @property
    def digest(self) -> str:
        """The fingerprint of the document."""
        return hashlib.sha256(self.document).hexdigest()


class Acceptance(NamedTuple):
    """Who accepted a partner's statement, by their id, and when. No part of a funder's document: that stays the same when it comes."""

    user_id: int | None
    at: datetime


def acceptances(of: FunderStatement) -> dict[str, Acceptance]:
    """The acceptances of the statements that a funder's is made of, by their numbers; those that were not accepted are not there."""
    rows = execute(_ACCEPTED, {"numbers": [one.statement for one in of.lines]})
    return {row.number: Acceptance(row.user_id, row.at) for row in rows}


def funder_statement(programme_id: int, funder: Funder, period: Period) -> FunderStatement:
    """What a funder owes for the points that the statements of a period tell of; a statement counts on its last day, as in the journal."""
    asked = {"programme": programme_id, "kinds": [f"points_{funder}", f"points_{funder}_back", f"points_{funder}_refunded"],
             "first": period.first + timedelta(1), "stop": period.last + timedelta(1)}  # fmt: skip
    before = {row.currency: row.sum for row in execute(_BEFORE, asked)}
    return FunderStatement(funder, period, before, [Spent(*row) for row in execute(_LINES, asked)])


_OF = """FROM statements s JOIN partners p ON p.id = s.partner_id AND p.programme_id = %(programme)s
      JOIN statement_lines l ON l.statement_id = s.id AND l.kind = ANY (%(kinds)s)"""
_BEFORE = f"SELECT s.currency, sum(l.gross)::bigint AS sum {_OF} WHERE s.to_day < %(first)s GROUP BY s.currency ORDER BY s.currency"
_ACCEPTED = """SELECT s.number, p.user_id, p.at FROM statements s JOIN statement_steps p ON p.statement_id = s.id AND p.step = 'accepted'
     WHERE s.number = ANY (%(numbers)s)"""
_LINES = f"""
    SELECT s.number, encode(s.digest, 'hex'), s.partner_id, s.currency,
           coalesce(sum(l.amount) FILTER (WHERE l.amount > 0), 0)::bigint, coalesce(sum(l.gross) FILTER (WHERE l.amount > 0), 0)::bigint,
           coalesce(-sum(l.amount) FILTER (WHERE l.amount < 0), 0)::bigint, coalesce(-sum(l.gross) FILTER (WHERE l.amount < 0), 0)::bigint
      {_OF} WHERE s.to_day >= %(first)s AND s.to_day <= %(stop)s GROUP BY s.id ORDER BY s.to_day, s.id"""
