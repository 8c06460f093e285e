"""What may be asked about receipts of tills and what of ours they lack; read only. Two lists, one for each side."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from marketplace.core.db import execute
from marketplace.core.listing import Choice, Column, Days, Equal, Kind, Listing
from marketplace.reconciliation.at_tills.taken import MATCHED, REVERSED, TAKEN, TOLD
from marketplace.reconciliation.errors import NotReconciled

LINE_STATES = (
    "other_amount",
    "other_day",
    "reversed",
    "missing_with_us",
    "matched",
    "repeat",
    "taken_back",
    "dismissed",
)
_ENDED = "(SELECT e.how FROM till_line_ends e WHERE e.line_id = line.id)"
_MATCHED = "EXISTS (SELECT FROM till_matches m WHERE m.line_id = line.id AND m.released_at IS NULL)"
# A redemption at the partner's tills that is no line's, with the line's receipt.
_SAME_RECEIPT = f"""SELECT FROM ({TAKEN}) r WHERE line.receipt <> '' AND r.receipt IN (line.receipt, line.receipt_key)
       AND r.acceptor_partner_id = line.partner_id AND NOT {MATCHED}"""
_DAY = "r.taken_day = line.day"
LINE_STATE = f"""CASE WHEN {_ENDED} IS NOT NULL THEN {_ENDED} WHEN {_MATCHED} THEN 'matched'
    WHEN EXISTS ({_SAME_RECEIPT} AND NOT {REVERSED} AND {_DAY} AND r.amount <> line.amount) THEN 'other_amount'
    WHEN EXISTS ({_SAME_RECEIPT} AND NOT {REVERSED} AND NOT {_DAY} AND r.amount = line.amount) THEN 'other_day'
    WHEN EXISTS ({_SAME_RECEIPT} AND {REVERSED} AND r.amount = line.amount) THEN 'reversed' ELSE 'missing_with_us' END"""
_MINE = "partner.programme_id = %(programme)s AND (%(partner)s::bigint IS NULL OR partner.id = %(partner)s)"

TILL_LINES = Listing(
    name="till_lines",
    source="till_lines line JOIN partners partner ON partner.id = line.partner_id JOIN till_exports export ON export.id = line.export_id",
    scope=_MINE,
    key="line.id",
    columns=(
        Column("receipt", sql="coalesce(nullif(line.receipt, ''), '№ ' || line.line)"),
        Column("till", sql="line.till"),
        Column("partner", sql="partner.name_ru"),
        Column("at", Kind.MOMENT, "line.at", sorts_by="at"),
        Column("amount", Kind.MONEY, "line.amount", currency="currency"),
        Column("currency", sql="(SELECT p.currency FROM programmes p WHERE p.id = partner.programme_id)", hidden=True),
        Column("state", Kind.WORD, LINE_STATE),
        Column("why", Kind.WORD, "coalesce((SELECT min(m.reason) FROM till_matches m WHERE m.line_id = line.id AND m.released_at IS NULL), '')"),
        Column("file", sql="export.file_name"),
        Column("line", Kind.NUMBER, "line.line"),
    ),
    sort="-at",
    filters=(
        Choice(
            "state",
            {"waiting": "state IN ('other_amount', 'other_day', 'reversed', 'missing_with_us')", **{one: f"state = '{one}'" for one in LINE_STATES}, "all": "id > 0"},
            ("state",), default="waiting",
        ),
        Equal("receipt", "receipt"),
        Days("days", "at"),
    ),
)  # fmt: skip
# Redemptions of a time that the partner's tables tell of, which none of them has, and for which nobody says why.
_UNTOLD = f"NOT {REVERSED} AND NOT {MATCHED} AND {TOLD} AND NOT EXISTS (SELECT FROM till_clearings c WHERE c.redemption_id = r.id)"
TILL_MISSING = Listing(
    name="till_missing",
    source=f"({TAKEN}) r JOIN partners partner ON partner.id = r.acceptor_partner_id",
    scope=f"{_MINE} AND {_UNTOLD}",
    key="r.id",
    columns=(
        Column("receipt", sql="coalesce(nullif(r.receipt, ''), r.ref)"),
        Column("till", sql="r.till"),
        Column("partner", sql="partner.name_ru"),
        Column("at", Kind.MOMENT, "r.taken_at", sorts_by="id"),
        Column("amount", Kind.MONEY, "r.amount", currency="currency"),
        Column("currency", sql="r.currency", hidden=True),
    ),
    sort="-at",
    filters=(Equal("receipt", "receipt"), Days("days", "at")),
)  # fmt: skip
_LINE = f"""SELECT line.id, line.partner_id, line.line, line.at, line.day, line.receipt, line.till, line.amount, export.file_name, {LINE_STATE} AS state,
        (SELECT e.why FROM till_line_ends e WHERE e.line_id = line.id) AS dismissed, (SELECT p.currency FROM programmes p WHERE p.id = partner.programme_id) AS currency
   FROM till_lines line JOIN partners partner ON partner.id = line.partner_id JOIN till_exports export ON export.id = line.export_id"""  # noqa: S608
_REDEMPTION = f"SELECT r.id, r.taken_at, r.amount, r.receipt, r.till, {REVERSED} AS reversed FROM ({TAKEN}) r"  # noqa: S608


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A line of a till's table and how it stands; `dismissed`: why it counts for nothing, where somebody says so."""

    id: int
    partner_id: int
    line: int
    at: datetime
    day: date
    receipt: str
    till: str
    amount: int
    file_name: str
    state: str
    dismissed: str | None
    currency: str


class Redemption(NamedTuple):
    """What was taken at a till of ours."""

    id: int
    at: datetime
    amount: int
    receipt: str
    till: str
    reversed: bool


class Untold(NamedTuple):
    """A redemption that no table of its partner's tills tells of; amount in minor units of its currency."""

    id: int
    partner_id: int
    at: datetime
    amount: int
    currency: str
    receipt: str
    till: str


class TillMatch(NamedTuple):
    """A redemption that is a line, how that is known, and why somebody has parted them."""

    id: int
    redemption: Redemption
    reason: str
    why: str
    at: datetime
    released_at: datetime | None
    released_why: str


class TillSides(NamedTuple):
    """Of a partner: its receipts that count, what they come to, how many matched, and what was taken here in their time; in minor units."""

    partner_id: int
    lines: int
    amount: int
    matched: int
    ours: int


def till_line(programme_id: int, line_id: int) -> Receipt:
    """A receipt of a programme's partner. Raises NotReconciled."""
    facts = {"programme": programme_id, "id": line_id}
    row = execute(f"{_LINE} WHERE line.id = %(id)s AND partner.programme_id = %(programme)s", facts).mappings().first()
    if row is None:
        raise NotReconciled
    return Receipt(**row)


def untold(programme_id: int, redemption_id: int) -> Untold:
    """A redemption at a programme's partner that is missing in its tables. Raises NotReconciled: unknown, told of by now, reversed or cleared."""
    row = execute(
        f"""SELECT r.id, r.acceptor_partner_id, r.taken_at, r.amount, r.currency, r.receipt, r.till FROM {TILL_MISSING.source}
             WHERE r.id = %(id)s AND {TILL_MISSING.scope}""",  # noqa: S608 - our own names
        {"programme": programme_id, "partner": None, "id": redemption_id},
    ).first()
    if row is None:
        raise NotReconciled
    return Untold(*row)


def till_matches(line_id: int) -> list[TillMatch]:
    """The matches of a receipt, those that were parted, too."""
    rows = execute(
        """SELECT m.id, m.reason, m.why, m.at AS matched_at, m.released_at, m.released_why, r.id AS redemption_id, r.at, r.amount, r.receipt, t.name
             FROM till_matches m JOIN redemptions r ON r.id = m.redemption_id JOIN terminals t ON t.id = r.terminal_id
            WHERE m.line_id = %(line)s ORDER BY m.id""",
        {"line": line_id},
    )
    return [
        TillMatch(
            row.id, Redemption(row.redemption_id, row.at, row.amount, row.receipt, row.name, False), row.reason, row.why, row.matched_at, row.released_at,
            row.released_why,
        )
        for row in rows
    ]  # fmt: skip


def likely(line: Receipt) -> list[Redemption]:
    """Redemptions that a receipt might be: of its number, or of its day and amount; a person decides."""
    rows = execute(
        f"""{_REDEMPTION} WHERE r.acceptor_partner_id = %(partner)s AND NOT {MATCHED}
              AND ((r.receipt <> '' AND r.receipt = %(receipt)s)
                OR (r.amount = %(amount)s AND r.taken_at >= %(at)s - interval '1 day' AND r.taken_at <= %(at)s + interval '1 day'))
            ORDER BY (r.receipt = %(receipt)s) DESC, abs(extract(epoch FROM r.taken_at - %(at)s)) LIMIT 8""",
        {"partner": line.partner_id, "receipt": line.receipt, "amount": line.amount, "at": line.at},
    )
    return [Redemption(*row) for row in rows]


def till_sides(programme_id: int) -> list[TillSides]:
    """What partners' tills tell, partner by partner, and what of it is ours."""
    rows = execute(
        f"""SELECT l.partner_id, count(*), sum(l.amount)::bigint,
                  count(*) FILTER (WHERE EXISTS (SELECT FROM till_matches m WHERE m.line_id = l.id AND m.released_at IS NULL)),
                  coalesce((SELECT sum(r.amount) FROM ({TAKEN}) r WHERE r.acceptor_partner_id = l.partner_id AND NOT {REVERSED} AND {TOLD}), 0)::bigint
             FROM till_lines l JOIN partners p ON p.id = l.partner_id
            WHERE p.programme_id = %(programme)s AND NOT EXISTS (SELECT FROM till_line_ends e WHERE e.line_id = l.id)
            GROUP BY l.partner_id ORDER BY l.partner_id""",  # noqa: S608
        {"programme": programme_id},
    )
    return [TillSides(*row) for row in rows]
