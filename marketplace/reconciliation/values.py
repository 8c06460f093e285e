"""A bank's statement as it is read, whatever the format it came in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple, Protocol

from marketplace.core.problems import Reason

ENTRIES_MAX = 200_000  # of one file


class BankEntry(NamedTuple):
    """One booking on an account. `amount` is in the currency's minor units: above zero it came in, below it went out.

    Attributes:
        line: where it stands in the file, counted from 1.
        reference: the bank's own name of the entry; "" where it gives none.
        keys: whatever may name the payment (identifiers of payer and bank, words of its text), as `rules.keys_of` makes them.
        own: those of them that its payer or the bank gave this payment alone, such as its end-to-end identifier.
        group_keys: what it was paid together with, in the same form: the name of a file, a batch or a mandate.
        party, party_account: who is on the other side.
        text: what the payment is for.
        returned: whether an earlier entry is undone by it.
        fee: what was kept back before `amount`, in the same units; an acquirer's file tells it.
    """

    line: int
    amount: int
    currency: str
    booked: date
    valued: date | None = None
    reference: str = ""
    keys: tuple[str, ...] = ()
    party: str = ""
    party_account: str = ""
    text: str = ""
    returned: bool = False
    fee: int = 0
    own: tuple[str, ...] = ()
    group_keys: tuple[str, ...] = ()


class PaymentStatus(NamedTuple):
    """What a bank says of payments that it was given (pain.002).

    `of`: whether it speaks of one payment, of all of a batch or of the whole file. `message`, `payment`, `end_to_end`: the names of the
    file, of the batch in it and of the payment, as far as they are told; a payment without its name is nobody's.
    `status`: "settled", "rejected" or "pending"; `code`: the bank's reason.
    """

    of: Literal["file", "batch", "payment"]
    message: str
    payment: str
    end_to_end: str
    status: str
    code: str
    note: str


class Unread(NamedTuple):
    """A part of a statement that cannot be read: its line, what stands there (no card number), and why."""

    line: int
    text: str
    reason: Reason


@dataclass(slots=True)
class BankStatement:
    """What a bank says of one account for one time.

    `form`: the format, such as "camt.053" or "mt940". `opening` and `closing` are None where the format, or this bank, gives
    none: a notification (camt.054), a report within the day, an acquirer's file. `from_day` is None where nothing tells it.
    """

    form: str
    account: str
    number: str
    currency: str
    opening: int | None = None
    closing: int | None = None
    from_day: date | None = None
    to_day: date | None = None
    entries: list[BankEntry] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)


class BankFile(NamedTuple):
    """The statements of a file, and what a person should know of it though nothing is wrong."""

    statements: list[BankStatement]
    told: list[Reason]


class Reader(Protocol):
    """Reads a bank's file."""

    def __call__(self, name: str, content: bytes, columns: Mapping[str, str]) -> BankFile:
        """The file's statements; `columns`: titles of an acquirer's table, by the names of `Columns`.

        Raises UploadRefused: it is none of the formats, or nothing of it can be trusted.
        """
        ...


class StatusReader(Protocol):
    """Reads a bank's report of payments."""

    def __call__(self, name: str, content: bytes) -> list[PaymentStatus]:
        """What it says of each. Raises UploadRefused: it is no such report."""
        ...
