"""The journal as files for accounting programs: CSV with a line for each leg, JSON with an object for each entry.

Amounts in CSV have the decimals of their unit, in JSON they are whole minor units. The same period of closed books gives the same bytes.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from tempfile import SpooledTemporaryFile
from typing import IO

from flask import g
from flask_babel import gettext as _

from marketplace import partners
from marketplace.core import sheets
from marketplace.core.money import minor_digits
from marketplace.core.sheets import Amount, Cell
from marketplace.reports import accounting
from marketplace.web.console.money import accounting_words as words
from marketplace.web.shared import filters

KINDS = {"csv": sheets.KINDS["csv"], "json": "application/json"}
IN_MEMORY = 4 * 2**20  # bytes; a longer file is written to the disk


def write(kind: str, period: accounting.Period, documents: Iterable[accounting.Document]) -> IO[bytes]:
    """The file of a kind, open at its beginning."""
    file: IO[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - whoever sends it closes it
    if kind == "json":
        for part in _json(period, documents):
            file.write(part.encode())
    else:
        sheets.write("csv", file, _head(), _rows(documents), language=filters.language())  # type: ignore[arg-type]
    file.seek(0)
    return file


def digits(unit: str) -> int:
    """How many decimals an amount of the unit has."""
    return int(g.programme.decimals) if unit == "points" else minor_digits(unit)


def _head() -> Sequence[str]:
    return (
        _("Entry"), _("Day"), _("What"), _("Document"), _("Account in the books"), _("Name of the account"), _("Whose"), _("Partner"), _("Debit"), _("Credit"),
        _("Unit"),
    )  # fmt: skip


def _rows(documents: Iterable[accounting.Document]) -> Iterator[Sequence[Cell]]:
    names = {f"partner:{one.id}": filters.local(one, "name") for one in partners.partners_of(g.programme.id)}
    for number, one in enumerate(documents, start=1):
        for leg in one.legs:
            debit, credit = (
                Amount(abs(leg.amount), digits(leg.unit)) if leg.amount * side > 0 else None for side in (-1, 1)
            )
            yield (
                number, one.day, words.document(one.kind), one.ref, leg.account, str(words.ACCOUNTS[leg.account]), leg.owner, names.get(leg.owner, ""),
                debit, credit, filters.unit(500) if leg.unit == "points" else leg.unit,
            )  # fmt: skip


def _json(period: accounting.Period, documents: Iterable[accounting.Document]) -> Iterator[str]:
    """The document piece by piece: head, chart of accounts, entries."""
    head = {
        "programme": g.programme.slug, "from": str(period.first), "to": str(period.last), "time_zone": period.time_zone,
        "accounts": {code: str(name) for code, name in words.ACCOUNTS.items()},
    }  # fmt: skip
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "entries": [\n'
    for number, one in enumerate(documents, start=1):
        told = {
            "entry": number, "day": str(one.day), "kind": one.kind, "document": one.ref, "legs": [_told(leg) for leg in one.legs],
        }  # fmt: skip
        yield ("" if number == 1 else ",\n") + json.dumps(told, ensure_ascii=False)
    yield "\n]}\n"


def _told(leg: accounting.Leg) -> dict[str, str | int]:
    side = "credit" if leg.amount > 0 else "debit"
    return {"account": leg.account, "owner": leg.owner, "unit": leg.unit, side: abs(leg.amount)}
