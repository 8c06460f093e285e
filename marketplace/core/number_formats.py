"""What a spreadsheet shows of a number: by the format of its cell (ECMA-376 part 1, 18.8.30 and 18.8.31)."""

import re
from datetime import datetime, timedelta
from typing import NamedTuple

# Formats that every program knows by number.
KNOWN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "m/d/yy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss",
    22: "m/d/yy h:mm", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 49: "@",
    **dict.fromkeys((*range(27, 32), 36, *range(50, 59)), "yyyy-mm-dd"), **dict.fromkeys(range(32, 36), "h:mm"),
}  # fmt: skip
EXACT = 10**15  # from here on a spreadsheet's number has lost digits
DAYS = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}  # noqa: DTZ001 - a spreadsheet knows no zone
_LAST_DAY = 2_958_465  # the last day of the year 9999
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.')
_ELAPSED = re.compile(r"\[[hms]+\]", re.IGNORECASE)
_BRACKETS = re.compile(r"\[[^\]]*\]")
_MASK = re.compile(r'(?:0|"[^"]*"|\\.|[-() /])*0(?:0|"[^"]*"|\\.|[-() /])*')
_MASK_PART = re.compile(r'0|"[^"]*"|\\.|.')


class Shown(NamedTuple):
    """A cell as text, and in one word what it is where a column of texts must not take it: else ""."""

    text: str
    kind: str = ""


class Format(NamedTuple):
    """What a format makes of a number: its kind, and for a mask of zero the mask."""

    kind: str
    mask: tuple[str, ...] = ()


def parse(code: str) -> Format:
    """Read a format's code. Kinds: plain, mask, number, percent, day, time."""
    first = (
        code.split(";")[0] if '"' not in code else _LITERAL.sub(lambda m: m[0].replace(";", " "), code).split(";")[0]
    )
    if first.strip().lower() in ("general", "@", "", "0"):
        return Format("plain")
    if _MASK.fullmatch(first):
        return Format("mask", tuple(part if part == "0" else part.strip('"\\') for part in _MASK_PART.findall(first)))
    bare = _BRACKETS.sub("", _ELAPSED.sub("h", _LITERAL.sub("", first))).lower()
    if "general" in bare:
        return Format("plain" if bare.strip() == "general" else "number")
    if re.search(r"[hs]", bare):
        return Format("time")
    if re.search(r"[ymdg]", bare):
        return Format("day")
    return Format("percent" if "%" in bare else "number")


def shown(number: float, form: Format, *, since_1904: bool = False) -> Shown:
    """A number as text: whole ones in full, others with the 15 digits that a spreadsheet keeps; days as 2027-12-31."""
    if number != number or abs(number) >= EXACT:
        return Shown("", "long")
    if form.kind in ("day", "time") and 0 <= number < _LAST_DAY:
        return _moment(number, since_1904)
    if number != int(number):
        return Shown(_fraction(number), "percent" if form.kind == "percent" else "number")
    whole = str(int(number))
    if form.kind == "mask" and number >= 0:
        return Shown(_masked(whole, form.mask))
    return Shown(whole, "" if form.kind in ("plain", "mask") else form.kind)


def _fraction(number: float) -> str:
    """Never with exactly three decimals: as text they would look like thousands, and this is no text."""
    text = f"{number:.15g}"
    if "e" in text:
        text = f"{number:.20f}".rstrip("0")
    return text + "0" if len(text.partition(".")[2]) == 3 else text


def _moment(number: float, since_1904: bool) -> Shown:
    """The first of March 1900 is day 61: spreadsheets believe that the year had a 29th of February."""
    early = not since_1904 and number < 60
    at = DAYS[since_1904] + timedelta(days=int(number) + early, seconds=round(number % 1 * 86_400))
    if number < 1 or number != int(number):
        return Shown(at.isoformat(" "), "time")
    return Shown(at.date().isoformat(), "day")


def _masked(digits: str, mask: tuple[str, ...]) -> str:
    """Digits put into the places of a mask, from the right; what is left over stands before the first place."""
    left, made = list(digits), list[str]()
    places = mask.count("0")
    for part in reversed(mask):
        if part != "0":
            made.append(part)
            continue
        places -= 1
        made.append(left.pop() if left else "0")
        if not places and left:
            made.extend(reversed(left))
            left.clear()
    return "".join(reversed(made))
