"""Whether an account's holder is the company that is paid, by the names: a bank that compares them may send a payment back."""

import re
from typing import Literal

from rapidfuzz import fuzz
from text_unidecode import unidecode

Likeness = Literal["same", "close", "other", "unknown"]
CLOSE = 85  # of 100, from which on two names may be one that was mistyped
_FORMS = re.compile(
    r"\b(общество с ограниченной ответственностью|((не)?публичное |открытое |закрытое )?акционерное общество|индивидуальный предприниматель"
    r"|[пзон]?ао|ооо|ип|тоо|одо|llc|ltd|limited|inc|plc|gmbh|ag|kg|co|company|sarl?|sas|srl|spa|bv|nv|ab|oy|ooo|[pzon]?ao|ip|too)\b"
)


def likeness(holder: str, legal_name: str) -> Likeness:
    """How a name at the bank is like a company's legal name: letters of both alphabets by their sound, without legal forms, signs and order.

    same: nothing is left that differs. close: perhaps mistyped. other: somebody else's. unknown: the company's name is not known.
    """
    if not legal_name.strip():
        return "unknown"
    at_bank, ours = _words(holder), _words(legal_name)
    if at_bank == ours:
        return "same"
    return "close" if fuzz.ratio(" ".join(at_bank), " ".join(ours)) >= CLOSE else "other"


def _words(name: str) -> list[str]:
    plain = _FORMS.sub(" ", " ".join(name.casefold().split()))
    return sorted(unidecode(word).replace("'", "") for word in re.findall(r"\w+", plain))
