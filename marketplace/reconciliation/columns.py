"""Which column of an acquirer's table means what; a map names the titles that its file has."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from typing import Self

from marketplace.core.problems import Reason
from marketplace.core.texts import Unfit


@dataclass(frozen=True, slots=True)
class Columns:
    """Titles of columns. Where only one of `credit` and `debit` is there, it has a sign; a title that a file lacks is told nothing.

    `also`, `third`: other names of the payment, such as our own; `kind`: what happened (settled, refunded, paid out to the bank).
    """

    account: str = "Merchant Account"
    day: str = "Creation Date"
    reference: str = "Psp Reference"
    also: str = "Merchant Reference"
    third: str = "Modification Reference"
    kind: str = "Type"
    method: str = "Payment Method"
    batch: str = "Batch Number"
    currency: str = "Net Currency"
    credit: str = "Net Credit (NC)"
    debit: str = "Net Debit (NC)"
    gross_currency: str = "Gross Currency"
    gross_credit: str = "Gross Credit (GC)"
    gross_debit: str = "Gross Debit (GC)"

    @classmethod
    def of(cls, named: Mapping[str, str]) -> Self:
        """A map of titles by the names of these fields; what is not named keeps its title."""
        return cls(**{one.name: named[one.name] for one in fields(cls) if named.get(one.name)})


def columns_of(text: str) -> dict[str, str]:
    """A map of an acquirer's table as people write it: `day=Date; credit=Amount`. Raises Unfit."""
    return titles_of(text, [one.name for one in fields(Columns)])


def titles_of(text: str, known: Collection[str]) -> dict[str, str]:
    """A map as people write it: `day=Date; credit=Amount`. Raises Unfit where a field is not known or has no title."""
    named: dict[str, str] = {}
    for part in filter(None, (piece.strip() for piece in text.split(";"))):
        name, _, title = (piece.strip() for piece in part.partition("="))
        if name not in known:
            raise Unfit(Reason("must be one of: %(words)s", words=", ".join(sorted(known))))
        if not title or len(title) > 100:
            raise Unfit("must be followed by the title of a column")
        named[name] = title
    return named
