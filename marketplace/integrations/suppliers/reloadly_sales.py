"""Transactions and cards as Reloadly writes them, read into ours; whatever does not make sense is None."""

from decimal import Decimal
from typing import Any, NamedTuple

from marketplace import codes
from marketplace.core import cells
from marketplace.core.bounds import COLUMN_MAX
from marketplace.core.cells import CellError
from marketplace.core.money import minor_digits
from marketplace.suppliers import Bought, Sale

FAILED = ("FAILED", "REFUNDED")
STATES = ("PROCESSING", "PENDING", "SUCCESSFUL", *FAILED)


class Listed(NamedTuple):
    """A page of transactions: those that are ours by name, or nobody's, and whether it is the last page."""

    sales: list[Sale]
    last: bool


def sale(document: Any, ref: str | None) -> Sale | None:
    """One transaction. `ref` is the identifier by which it is ours; None where it is known to be."""
    product = document.get("product") if isinstance(document, dict) else None
    if not isinstance(product, dict) or document.get("status") not in STATES:
        return None
    number, of, currency = document.get("transactionId"), product.get("productId"), product.get("currencyCode")
    if not isinstance(number, int) or not isinstance(of, int) or not isinstance(currency, str):
        return None
    value = _value(product.get("unitPrice"), currency) if product.get("quantity") == 1 else 0
    if value is None:
        return None
    named = ref is None or document.get("customIdentifier") == ref
    return Sale(str(number), str(of), value, currency, named=named, failed=document["status"] in FAILED)


def listed(document: Any, ref: str) -> Listed | None:
    """A page of the report. Transactions that carry another identifier are others' and left out."""
    rows = document.get("content") if isinstance(document, dict) else None
    if not isinstance(rows, list):
        return None
    found: list[Sale] = []
    for row in rows:
        read = sale(row, ref)
        if read is None:
            if isinstance(row, dict) and row.get("customIdentifier") not in (None, "", ref):
                continue
            return None  # it could be ours
        if read.named or not row.get("customIdentifier"):
            found.append(read)
    return Listed(found, document.get("last") is not False)


def card(document: Any) -> Bought | None:
    """The one card of a transaction; None where it is not one, or not a code that a card can have."""
    if not isinstance(document, list) or len(document) != 1 or not isinstance(document[0], dict):
        return None
    number, pin = document[0].get("cardNumber"), document[0].get("pinCode")
    if (
        not isinstance(number, str)
        or not codes.CODE_MIN <= len(number.strip()) <= codes.CODE_MAX
        or not number.isprintable()
    ):
        return None
    pin = "" if pin is None else pin
    if not isinstance(pin, str) or len(pin) > codes.PIN_MAX or not pin.isprintable():
        return None
    return Bought(number.strip(), pin.strip())


def _value(amount: Any, currency: str) -> int | None:
    """A unit price in exact minor units; 0 for one that no card of ours has, so that it fits nothing."""
    if isinstance(amount, bool) or not isinstance(amount, int | Decimal):
        return None
    try:
        return cells.minor_units(Decimal(amount), minor_digits(currency), COLUMN_MAX["denominations.value"])
    except (CellError, ValueError):
        return 0
