"""What may be asked about runs of payments; read only."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from marketplace.core.db import execute
from marketplace.settlements.errors import NoPayoutRun
from marketplace.settlements.payouts.accounts import Holder

Channel = Literal["bank", "stripe"]
KnownBy = Literal["bank", "file", "key", "provider", "person"]
# What opens a debt again: said by a person, or by a file that a person has brought, it takes a second one.
UNDOING = ("failed", "name_mismatch", "returned")
_RUN = """SELECT r.id, r.programme_id, r.ref, r.pays_on, r.pays_on::timestamp AT TIME ZONE g.time_zone AS pays_from, r.currency, r.channel, r.drafted_by, r.drafted_at,
        (SELECT s.at FROM payout_run_steps s WHERE s.run_id = r.id AND s.step = 'approved') AS approved_at,
        (SELECT s.at FROM payout_run_steps s WHERE s.run_id = r.id AND s.step = 'sent') AS sent_at,
        (SELECT s.at FROM payout_run_steps s WHERE s.run_id = r.id AND s.step = 'handed') AS handed_at,
        (SELECT s.at FROM payout_run_steps s WHERE s.run_id = r.id AND s.step = 'dropped') AS dropped_at,
        EXISTS (SELECT FROM payout_events e JOIN payout_lines l ON l.id = e.line_id WHERE l.run_id = r.id) AS heard_of,
        (SELECT coalesce(sum(l.amount), 0)::bigint FROM payout_lines l WHERE l.run_id = r.id) AS amount,
        (SELECT count(*) FROM payout_lines l WHERE l.run_id = r.id) AS payments,
        (SELECT count(*) FROM payout_lines l WHERE l.run_id = r.id AND payout_arrived(l.id)) AS confirmed,
        (SELECT count(*) FROM payout_lines l WHERE l.run_id = r.id AND l.released_at IS NOT NULL AND NOT payout_arrived(l.id)) AS wrong
   FROM payout_runs r JOIN programmes g ON g.id = r.programme_id"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Payments that go out together; amounts in minor units of the currency.

    Attributes:
        pays_from: when its day begins for the programme.
        sent_at: when the bank's file was made, or the provider asked to pay: from then on nothing else pays the same debts.
        handed_at: when somebody said that the bank had been given the file.
        heard_of: whether anything is known of any of the payments.
        wrong: payments that failed or came back.
    """

    id: int
    programme_id: int
    ref: str
    pays_on: date
    pays_from: datetime
    currency: str
    channel: Channel
    drafted_by: int
    drafted_at: datetime
    approved_at: datetime | None
    sent_at: datetime | None
    handed_at: datetime | None
    dropped_at: datetime | None
    heard_of: bool
    amount: int
    payments: int
    confirmed: int
    wrong: int

    @property
    def state(self) -> str:
        """draft, approved, written (the file is made, and nobody says that the bank has it), sent, done or dropped."""
        if self.dropped_at:
            return "dropped"
        if self.sent_at is None:
            return "approved" if self.approved_at else "draft"
        if self.confirmed + self.wrong >= self.payments:
            return "done"
        there = self.channel == "stripe" or self.handed_at is not None or self.heard_of
        return "sent" if there else "written"


@dataclass(frozen=True, slots=True)
class Event:
    """What became of a payment: accepted, confirmed, failed, name_mismatch, returned or reopened, with the bank's code and words, and who says so."""

    what: str
    code: str
    note: str
    known_by: KnownBy
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """One payment of a run: what the statement owes, what was on its way already, what goes out; and to whom: to a bank's account, or to
    one at the payment provider (`provider_ref`)."""

    id: int
    partner_id: int
    statement: str
    owed: int
    netted: int
    amount: int
    holder: Holder | None
    provider_ref: str | None
    released_at: datetime | None
    events: tuple[Event, ...]

    @property
    def state(self) -> str:
        """What happened to it last; waiting while nothing has."""
        return self.events[-1].what if self.events else "waiting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeated:
    """An earlier payment to the partner of a payment, of `amount`, to be paid on a day: what is said to have become of it, and who says so."""

    payment_id: int
    partner_id: int
    amount: int
    pays_on: date
    what: str
    known_by: KnownBy


@dataclass(frozen=True, slots=True)
class File:
    """A file that a bank was given."""

    id: int
    kind: str
    name: str
    content: bytes
    digest: bytes
    made_at: datetime


def payout_runs(programme_id: int) -> list[Run]:
    """A programme's runs, newest first; the last hundred."""
    rows = execute(
        f"{_RUN} WHERE r.programme_id = %(programme)s ORDER BY r.id DESC LIMIT 100", {"programme": programme_id}
    )
    return [Run(**row) for row in rows.mappings()]


def payout_run(programme_id: int, run_id: int) -> Run:
    """A run of a programme. Raises NoPayoutRun."""
    facts = {"id": run_id, "programme": programme_id}
    row = execute(f"{_RUN} WHERE r.id = %(id)s AND r.programme_id = %(programme)s", facts).mappings().first()
    if row is None:
        raise NoPayoutRun
    return Run(**row)


def tax_within(payment_id: int) -> tuple[int | None, int]:
    """The tax rate of a payment, in hundredths of a percent, and the tax within it, in minor units: by the contract as it stood at its statement's end.

    The rate is None where offers have several: what of a payment is taxed by which, its statement says.
    """
    row = execute(
        """SELECT CASE WHEN NOT t.several THEN t.bp END AS bp, CASE WHEN t.several THEN 0 ELSE settlement_share(l.amount, t.bp, 10000 + t.bp) END AS tax
             FROM payout_lines l JOIN statements s ON s.id = l.statement_id JOIN contracts k ON k.partner_id = l.partner_id
            CROSS JOIN LATERAL (SELECT (x.terms).vat_bp AS bp, EXISTS (SELECT FROM jsonb_each((x.terms).vat_kinds) o WHERE (o.value ->> 'bp')::integer <> (x.terms).vat_bp) AS several
                                  FROM contract_terms(k.id) x
                                 WHERE s.to_day + interval '12 hours' >= x.starts AND s.to_day + interval '12 hours' < x.ends) t
            WHERE l.id = %(id)s""",
        {"id": payment_id},
    ).first()
    return (row.bp, row.tax) if row else (0, 0)


def payments(run_id: int) -> list[Payment]:
    """The payments of a run, in their order."""
    rows = execute(
        """SELECT l.id, l.partner_id, s.number AS statement, l.owed, l.netted, l.amount, l.released_at, c.provider_ref, a.holder, a.country, a.town,
                  a.inn, a.kpp, a.bic, a.bank, a.account, a.iban
             FROM payout_lines l JOIN statements s ON s.id = l.statement_id LEFT JOIN payout_accounts a ON a.id = l.account_id
             LEFT JOIN connected_accounts c ON c.id = l.connected_id
            WHERE l.run_id = %(run)s ORDER BY l.id""",
        {"run": run_id},
    ).mappings()
    events: dict[int, list[Event]] = {row["id"]: [] for row in rows}
    for row in execute(
        "SELECT line_id, what, code, note, known_by, at FROM payout_events WHERE line_id = ANY (%(ids)s) ORDER BY id", {"ids": list(events)}
    ):  # fmt: skip
        events[row.line_id].append(Event(*row[1:]))
    return [_payment(row, events[row["id"]]) for row in rows]


def payout_files(run_id: int) -> list[File]:
    """The files of a run."""
    rows = execute(
        "SELECT id, kind, name, content, digest, made_at FROM payout_files WHERE run_id = %(run)s ORDER BY id",
        {"run": run_id},
    )
    return [File(*row) for row in rows]


def payout_file(programme_id: int, file_id: int) -> File:
    """A file of a programme's payments. Raises NoPayoutRun."""
    row = execute(
        """SELECT f.id, f.kind, f.name, f.content, f.digest, f.made_at FROM payout_files f JOIN payout_runs r ON r.id = f.run_id
            WHERE f.id = %(id)s AND r.programme_id = %(programme)s""",
        {"id": file_id, "programme": programme_id},
    ).first()
    if row is None:
        raise NoPayoutRun
    return File(*row)


def payment(programme_id: int, payment_id: int) -> Payment:
    """A payment of a programme. Raises NoPayoutRun."""
    run = run_of_payment(programme_id, payment_id)
    return next(one for one in payments(run.id) if one.id == payment_id)


def repeated(run_id: int) -> list[Repeated]:
    """Payments of a run whose partner was to be paid before, and was not, as was said: they may pay the same debt again."""
    rows = execute(
        """SELECT l.id AS payment_id, l.partner_id, p.amount, r.pays_on, e.what, e.known_by
             FROM payout_lines l JOIN payout_lines p ON p.partner_id = l.partner_id AND p.id < l.id AND p.released_at IS NOT NULL
             JOIN payout_runs r ON r.id = p.run_id
             JOIN LATERAL (SELECT what, known_by FROM payout_events WHERE line_id = p.id ORDER BY id DESC LIMIT 1) e
                  ON e.what IN ('failed', 'name_mismatch', 'returned')
            WHERE l.run_id = %(run)s AND NOT EXISTS (
                  SELECT FROM payout_lines m WHERE m.partner_id = l.partner_id AND m.id > p.id AND m.id < l.id AND payout_arrived(m.id))
            ORDER BY l.id, p.id""",
        {"run": run_id},
    )
    return [Repeated(**row) for row in rows.mappings()]


def run_of_payment(programme_id: int, payment_id: int) -> Run:
    """The run that a payment belongs to. Raises NoPayoutRun."""
    row = execute("SELECT run_id FROM payout_lines WHERE id = %(id)s", {"id": payment_id}).first()
    return payout_run(programme_id, row.run_id if row else 0)


def _payment(row: dict[str, Any], events: list[Event]) -> Payment:
    holder = {name: row.pop(name) for name in Holder.__dataclass_fields__}
    return Payment(**row, holder=Holder(**holder) if holder["holder"] else None, events=tuple(events))
