"""What may be asked about entries, expectations and how they were joined; read only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from marketplace.core.db import execute
from marketplace.reconciliation.errors import NotReconciled
from marketplace.reconciliation.standing import ARRIVED, ENTRY_OPEN, ENTRY_STATE, STATE

_ENTRY = f"""SELECT entry.id, entry.line, entry.amount, entry.fee, entry.booked, entry.reference, entry.keys, entry.party, entry.party_account, entry.note,
        account.currency, account.number AS account, s.form, s.file_name, s.number AS statement, {ENTRY_STATE} AS state,
        (SELECT a.why FROM bank_asides a WHERE a.entry_id = entry.id AND a.released_at IS NULL) AS aside,
        (SELECT r.of_id FROM bank_entry_repeats r WHERE r.entry_id = entry.id AND r.released_at IS NULL) AS repeats
   FROM bank_entries entry JOIN bank_accounts account ON account.id = entry.account_id JOIN bank_statements s ON s.id = entry.statement_id"""  # noqa: S608 - our own names
_EXPECTED = f"""SELECT expected.id, expected.kind, expected.subject_id, expected.partner_id, expected.label, expected.amount, expected.currency,
        expected.since, expected.due, expected.keys, {ARRIVED} AS arrived, {STATE} AS state,
        (SELECT n.why FROM expectation_ends n WHERE n.expectation_id = expected.id) AS given_up
   FROM expectations expected"""  # noqa: S608
_MATCH = """SELECT m.id, m.entry_id, m.expectation_id, m.amount, m.fee, m.reason, m.why, m.at, m.released_at, m.released_why, x.label, x.kind, e.booked,
        x.currency, e.reference
   FROM bank_matches m JOIN expectations x ON x.id = m.expectation_id JOIN bank_entries e ON e.id = m.entry_id"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A booking and how it stands; `aside`: what it is, where it was set aside; `repeats`: the entry that told it already."""

    id: int
    line: int
    amount: int
    fee: int
    booked: date
    reference: str
    keys: Sequence[str]
    party: str
    party_account: str
    note: str
    currency: str
    account: str
    form: str
    file_name: str
    statement: str
    state: str
    aside: str | None
    repeats: int | None

    @property
    def counts(self) -> int:
        """What it counts: an acquirer's is held against members' payments before its fee."""
        return self.amount + self.fee if self.form == "acquirer" else self.amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """Money that is expected and how it stands; amounts in minor units, above zero to come in. `given_up`: why, where somebody has."""

    id: int
    kind: str
    subject_id: int
    partner_id: int | None
    label: str
    amount: int
    currency: str
    since: date
    due: date
    keys: Sequence[str]
    arrived: int
    state: str
    given_up: str | None

    @property
    def open(self) -> int:
        """What has not arrived."""
        return self.amount - self.arrived

    @property
    def acquired(self) -> bool:
        """Whether an acquirer's table tells of it, and not the bank."""
        return self.kind in ("payment", "refund")


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """An entry that is what was expected: how that is known, or who says why; and why somebody has parted them."""

    id: int
    entry_id: int
    expectation_id: int
    amount: int
    fee: int
    reason: str
    why: str
    at: datetime
    released_at: datetime | None
    released_why: str
    label: str
    kind: str
    booked: date
    currency: str
    reference: str


def entry(programme_id: int, entry_id: int) -> Entry:
    """An entry of a programme's accounts. Raises NotReconciled."""
    facts = {"programme": programme_id, "id": entry_id}
    row = (
        execute(f"{_ENTRY} WHERE entry.id = %(id)s AND account.programme_id = %(programme)s", facts).mappings().first()
    )
    if row is None:
        raise NotReconciled
    return Entry(**row)


def expectation(programme_id: int, expectation_id: int, *, today: date) -> Expectation:
    """What is expected, as it stands today. Raises NotReconciled."""
    facts = {"programme": programme_id, "id": expectation_id, "today": today}
    sql = f"{_EXPECTED} WHERE expected.id = %(id)s AND expected.programme_id = %(programme)s"
    row = execute(sql, facts).mappings().first()
    if row is None:
        raise NotReconciled
    return Expectation(**row)


def match_of(programme_id: int, match_id: int) -> Match:
    """A match of a programme. Raises NotReconciled."""
    facts = {"programme": programme_id, "id": match_id}
    row = execute(f"{_MATCH} WHERE m.id = %(id)s AND x.programme_id = %(programme)s", facts).mappings().first()
    if row is None:
        raise NotReconciled
    return Match(**row)


def matches_of(*, entry_id: int | None = None, expectation_id: int | None = None) -> list[Match]:
    """The matches of an entry or of an expectation, those that were undone, too; the oldest first."""
    facts = {"entry": entry_id, "expectation": expectation_id}
    rows = execute(f"{_MATCH} WHERE m.entry_id = %(entry)s OR m.expectation_id = %(expectation)s ORDER BY m.id", facts)
    return [Match(**row) for row in rows.mappings()]


def counts(programme_id: int, *, today: date) -> dict[str, int]:
    """How many expectations stand in which state, and how many entries and repairs wait (`entries`, `repairs`)."""
    facts = {"programme": programme_id, "today": today}
    rows = execute(
        f"SELECT state, count(*) FROM (SELECT {STATE} AS state FROM expectations expected WHERE expected.programme_id = %(programme)s) s GROUP BY state",  # noqa: S608
        facts,
    )
    found = {row.state: int(row.count) for row in rows}
    return found | {"entries": _entries_waiting(programme_id), "repairs": repairs_waiting(programme_id)}


class Side(NamedTuple):
    """What of one kind was expected in a currency and what has come: how many, in minor units. What is expected no more is not counted."""

    kind: str
    currency: str
    number: int
    expected: int
    arrived: int


def sides(programme_id: int) -> list[Side]:
    """What was expected and what has come, by kind and currency."""
    rows = execute(
        f"""SELECT expected.kind, expected.currency, count(*), sum(expected.amount)::bigint, sum({ARRIVED})::bigint FROM expectations expected
             WHERE expected.programme_id = %(programme)s AND NOT EXISTS (SELECT FROM expectation_ends n WHERE n.expectation_id = expected.id)
             GROUP BY expected.kind, expected.currency ORDER BY expected.kind, expected.currency""",  # noqa: S608
        {"programme": programme_id},
    )
    return [Side(*row) for row in rows]


class OfPartner(NamedTuple):
    """What was expected of and for a partner in a currency: how many things, and of them how many are open; in minor units, and what has come."""

    partner_id: int
    currency: str
    number: int
    open: int
    expected: int
    arrived: int


def by_partner(programme_id: int) -> list[OfPartner]:
    """What was expected and what has come, by partner and currency; what is expected no more is not counted."""
    rows = execute(
        f"""SELECT s.partner_id, s.currency, count(*), count(*) FILTER (WHERE s.amount <> s.arrived), sum(s.amount)::bigint, sum(s.arrived)::bigint
              FROM (SELECT expected.partner_id, expected.currency, expected.amount, {ARRIVED} AS arrived FROM expectations expected
                     WHERE expected.programme_id = %(programme)s AND expected.partner_id IS NOT NULL
                       AND NOT EXISTS (SELECT FROM expectation_ends n WHERE n.expectation_id = expected.id)) s
             GROUP BY s.partner_id, s.currency ORDER BY s.partner_id, s.currency""",  # noqa: S608 - our own words
        {"programme": programme_id},
    )
    return [OfPartner(*row) for row in rows]


def repairs_waiting(programme_id: int) -> int:
    """How many parts of files nobody has put right or left out yet."""
    row = execute(
        """SELECT count(*) FROM bank_repairs r JOIN bank_statements s ON s.id = r.statement_id JOIN bank_accounts a ON a.id = s.account_id
            WHERE a.programme_id = %(programme)s AND NOT EXISTS (SELECT FROM bank_repair_ends e WHERE e.repair_id = r.id)""",
        {"programme": programme_id},
    ).one()
    return int(row[0])


def _entries_waiting(programme_id: int) -> int:
    """How many entries of banks are matched with nothing, and were not set aside."""
    row = execute(
        f"""SELECT count(*) FROM bank_entries entry JOIN bank_accounts account ON account.id = entry.account_id
             WHERE account.programme_id = %(programme)s AND {ENTRY_OPEN}""",  # noqa: S608
        {"programme": programme_id},
    ).one()
    return int(row[0])
