"""Payment card numbers (ISO/IEC 7812): found wherever they stand in a text, so that none is kept or shown."""

import re
import unicodedata

# Digits in one piece or in groups, as people and programs write a number.
_RUN = re.compile(r"(?<!\d)\d(?:[ \u00a0\u2009\u202f._\u2010-\u2013-]?\d){12,18}(?!\d)")
# Who issues numbers that begin so, and how many digits these have.
_ISSUERS = re.compile(
    r"220[0-4]\d{12,15}|4\d{15}|4\d{18}|5[1-5]\d{14}|(?:222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12}"
    r"|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|35(?:2[89]|[3-8]\d)\d{12}|6(?:011|5\d\d|4[4-9]\d)\d{12}|62\d{14,17}"
    r"|(?:50|5[6-8]|6[37])\d{14,17}|(?:8600|9860)\d{12}"
)
# Groups of digits of an identifier, with little between them.
_GROUPS, _GROUP = re.compile(r"[0-9]+(?:[^0-9A-Za-z]{1,2}[0-9]+)*"), re.compile(r"[0-9]+")
MIN_DIGITS = 13  # of the shortest number
_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


def found(text: str) -> bool:
    """Whether a text has something in it that is a card number by length, issuer and check digit."""
    return any(_is_pan(run[0]) for run in _RUN.finditer(text))


def in_identifier(text: str) -> bool:
    """Whether an identifier has a card number in it: some of its groups of digits, side by side, whatever marks stand between them.

    Stricter than `found`: zeros before the number and groups behind it do not hide it. In a text people read, that would take
    dates and accounts for cards.
    """
    for run in _GROUPS.finditer(text):
        groups = _GROUP.findall(run[0])
        for first in range(len(groups)):
            digits = ""
            for group in groups[first:]:
                digits += group
                if len(digits) >= MIN_DIGITS and _is_pan(digits.lstrip("0")):
                    return True
    return False


def masked(text: str) -> str:
    """The text with each card number hidden but for its last four digits, as receipts show them."""
    return _RUN.sub(lambda run: f"••••{_digits(run[0])[-4:]}" if _is_pan(run[0]) else run[0], text)


def _digits(run: str) -> str:
    """The digits of a run, in those of ASCII."""
    return "".join(str(unicodedata.digit(sign)) for sign in run if sign.isdigit())


def _is_pan(run: str) -> bool:
    digits = _digits(run)
    if not _ISSUERS.fullmatch(digits):
        return False
    values = [int(digit) for digit in reversed(digits)]
    return (sum(values[::2]) + sum(_DOUBLED[value] for value in values[1::2])) % 10 == 0
