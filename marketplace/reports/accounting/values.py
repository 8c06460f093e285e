"""What the journal is made of. Amounts are whole minor units of their unit: a currency, or 'points' of the programme."""

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo


class Period(NamedTuple):
    """Days of a time zone, `first` and `last` both included."""

    first: date
    last: date
    time_zone: str

    def moments(self, day: date | None = None) -> tuple[datetime, datetime]:
        """When the period begins, and the moment after its end; of a `day` of it, when that does."""
        first, last = (self.first, self.last) if day is None else (day, day)
        return _midnight(first, self.time_zone), _midnight(last + timedelta(1), self.time_zone)


class Leg(NamedTuple):
    """A line of an entry: credited where the amount is positive, debited where it is negative.

    `owner`: whose account it is, such as "member:17" or "partner:3"; "" where it is the programme's own.
    """

    account: str
    owner: str
    unit: str
    amount: int


class Document(NamedTuple):
    """A balanced entry of the journal: a transfer of the ledger, what the lines of one kind of a statement come to, or what a bank told.

    `kind` is that of the transfer, "statement:" and the kind of its lines, or "bank:" and entry, fee, match or parted; `ref` its own name.
    """

    day: date
    kind: str
    ref: str
    legs: tuple[Leg, ...]


class Turnover(NamedTuple):
    """What a period did to an account: balances are credits less debits."""

    account: str
    unit: str
    opening: int
    debit: int
    credit: int

    @property
    def closing(self) -> int:
        """The balance at the period's end."""
        return self.opening + self.credit - self.debit


class Tie(NamedTuple):
    """Two sums that must be one: what the journal says, and what the books it is made from do. `what`: balance, liability, statements, bank."""

    what: str
    unit: str
    journal: int
    books: int

    @property
    def holds(self) -> bool:
        """Whether they are one, to the last unit."""
        return self.journal == self.books


class VatLine(NamedTuple):
    """Tax of what one partner's statements of a period count, by the kind of voucher and the programme's role.

    tax_number: the partner's, by its contract at the end of the period.
    taxed: the sums in which tax fell due. goods_vat: that tax, which `owed_by` owes. commission_vat: the programme's own, on its commission.
    """

    partner_id: int
    currency: str
    voucher: str
    role: str
    taxed: int
    goods_vat: int
    commission: int
    commission_vat: int
    tax_number: str = ""

    @property
    def owed_by(self) -> str:
        """Who owes the tax in the price: the programme where it sells single-purpose vouchers in its own name, else the partner."""
        return "programme" if (self.voucher, self.role) == ("single", "principal") else "partner"


def _midnight(day: date, time_zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(time_zone)).astimezone(UTC)
