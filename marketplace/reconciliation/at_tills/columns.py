"""Which column of a till's table means what: guessed by its title, shown, said otherwise by a person, and remembered. No database, no clock."""

import re
from collections.abc import Mapping, Sequence

FIELDS = ("at", "day", "time", "receipt", "till", "amount", "kind")
# What programs of tills call them, in the order of preference; a title that only contains one of them comes after all that are one.
TITLES: Mapping[str, tuple[str, ...]] = {
    "at": ("датаивремя", "датавремя", "датаивремячека", "датаивремяоперации", "datetime", "dateandtime", "timestamp", "transactiontime", "createdat"),
    "day": ("дата", "датачека", "датаоперации", "date", "businessdate", "day"),
    "time": ("время", "времячека", "времяоперации", "time"),
    "receipt": ("чек", "номерчека", "чекномер", "receipt", "receiptnumber", "receiptno", "check", "checknumber", "номердокумента", "фд"),
    "till": ("касса", "номеркассы", "кассаномер", "терминал", "till", "terminal", "register", "pos", "ккт", "tillnumber"),
    "amount": (
        "суммасертификата", "оплаченосертификатом", "сертификат", "giftcardamount", "giftcard", "сумма", "суммачека", "amount", "sum", "total", "итого",
    ),
    "kind": ("операция", "видоперации", "типоперации", "тип", "type", "operation", "kind"),
}  # fmt: skip
_NOT_IN_TITLES = re.compile(r"[^0-9a-zа-яё]")
_CONTAINED_MIN = 4


def guessed(titles: Sequence[str]) -> dict[str, str]:
    """A title for each field that one of these seems to be; each title is used once."""
    plain = {_NOT_IN_TITLES.sub("", title.lower()): title for title in reversed(titles) if title}
    found: dict[str, str] = {}
    for field, known in TITLES.items():
        exact = next((one for one in known if one in plain), "")
        if exact:
            found[field] = plain.pop(exact)
    for field, known in TITLES.items():
        if field not in found:
            near = next((p for p in plain for one in known if len(one) >= _CONTAINED_MIN and one in p), "")
            if near:
                found[field] = plain.pop(near)
    if "at" in found:
        found.pop("day", None), found.pop("time", None)
    return found


def complete(columns: Mapping[str, str]) -> str:
    """The field that is missing; "" where nothing is: a moment or a day, an amount, and a receipt or a till."""
    if not ("at" in columns or "day" in columns):
        return "day"
    if "amount" not in columns:
        return "amount"
    return "" if "receipt" in columns or "till" in columns else "receipt"
