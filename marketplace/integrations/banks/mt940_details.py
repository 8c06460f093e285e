"""What banks put into :86: and :NS:: who is on the other side, what names the payment, what it is for."""

import re
from typing import NamedTuple

from marketplace.integrations.banks.cells import NAME_MAX, REFERENCE_MAX, told
from marketplace.reconciliation import fits_account, keys_of

# Germany, Austria, Poland: a code of three digits, then ?20 and its like; Polish banks write ~20, Dutch ones >20.
_SUBFIELD = re.compile(r"[?~>](\d\d)")
_SUBFIELDS = re.compile(r"\s*\d{3}[?~>]\d\d")
# Dutch and SWIFT: /EREF/…/REMI/….
_WORD = re.compile(
    r"/(EREF|KREF|MARF|PREF|IREF|TRCD|BENM|ORDP|REMI|ID|NAME|IBAN|CNTP|RTRN|ISDT|CSID|BIC|ADDR|PURP|ULTC|ULTD)/"
)
_SEPA = re.compile(r"(EREF|KREF|MREF|SVWZ|ABWA|CRED|RREF)[+:]\s?")
_NAMED = ("EREF", "KREF", "PREF", "IREF", "RREF", "ID")


class Details(NamedTuple):
    """The other side, its account, names of the payment as they are compared, what it is for; and which of the names its payer gave it alone."""

    party: str
    account: str
    keys: tuple[str, ...]
    text: str
    own: tuple[str, ...] = ()


def of(text: str) -> Details:
    """The details of a :86:, whichever way they are written; without subfields all of it is text."""
    if _SUBFIELDS.match(text):
        return _numbered(text.replace("\n", ""))
    flat = text.replace("\n", "")
    if _WORD.search(flat):
        words = _parts(_WORD, flat)
        counter = [part for part in words.get("CNTP", "").split("/") if part]
        return Details(
            told(words.get("NAME") or (counter[2] if len(counter) > 2 else ""), NAME_MAX),
            fits_account(words.get("IBAN") or (counter[0] if counter else ""))[:REFERENCE_MAX],
            keys_of(words.get(name) for name in _NAMED), told(words.get("REMI") or flat), keys_of([words.get("EREF")]),
        )  # fmt: skip
    return Details("", "", (), told(text))


def of_bank(text: str) -> Details:
    """The details of a :NS:, numbered at the beginning of each line: 15 and 16 name the other side, 17 its reference."""
    lines = [line for line in text.splitlines() if line[:2].isdigit()]
    party = " ".join(line[2:] for line in lines if line[:2] in ("15", "16"))
    names = [line[2:] for line in lines if line[:2] in ("01", "17")]
    return Details(told(party, NAME_MAX), "", keys_of(names), told(" ".join(line[2:] for line in lines)))


def _numbered(text: str) -> Details:
    parts = _parts(_SUBFIELD, text)
    purpose = "".join(parts.get(f"{number}", "") for number in (*range(20, 30), *range(60, 64)))
    said = _parts(_SEPA, purpose)
    return Details(
        told(parts.get("32", "") + parts.get("33", ""), NAME_MAX),
        fits_account(parts.get("38") or parts.get("31", ""))[:REFERENCE_MAX],
        keys_of((said.get(name) or "").partition(" ")[0] for name in _NAMED),
        told(said.get("SVWZ") or purpose or parts.get("00", "")), keys_of([(said.get("EREF") or "").partition(" ")[0]]),
    )  # fmt: skip


def _parts(mark: re.Pattern[str], text: str) -> dict[str, str]:
    """What follows each mark, up to the next one; of a mark that stands twice the first."""
    found = list(mark.finditer(text))
    ends = [*(one.start() for one in found[1:]), *([len(text)] if found else [])]
    parts: dict[str, str] = {}
    for one, end in zip(found, ends, strict=True):
        parts.setdefault(one[1], text[one.end() : end].strip())
    return parts
