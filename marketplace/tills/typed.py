"""What a cashier types or a camera reads, as the codes that can be meant by it. No database, no clock.

Which code it is, the database says: what was typed as it stands, and only where there is no such code one of the variants.
"""

import re
from itertools import islice, product
from typing import NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from marketplace.core.vault import TO_CYRILLIC, TO_LATIN, normal
from marketplace.tills.rules import TYPED_MAX

VARIANTS_MAX = 64
_LINK = re.compile(r"https?://", re.IGNORECASE)
# What stands before a code where somebody copied its name with it: "Код: ", "Gift card no. ".
_LABEL = re.compile(
    r"(?:[^\W\d_][^\d:№#]{0,40}(?:[:№#]|\bno\.)|код(?:\s+(?:карты|сертификата))?(?=\s))\s*(?=\S)", re.IGNORECASE
)
# A scanner types keys, and the computer's layout says which letters these are: Latin keys as the Russian layout names them.
_KEYS = str.maketrans(
    "йцукенгшщзхъфывапролджэячсмитьбюЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ.,?№",
    "qwertyuiop[]asdfghjkl;'zxcvbnm,.QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>/?&#",
)
_CODE_FIELDS = ("code", "card", "c")
# Characters that are taken for each other: a typed one of these may mean any of its set.
_TAKEN_FOR = {one: alike for alike in ("0O", "1IL", "0О") for one in alike} | {"0": "0OО", "|": "1IL"}


class Readings(NamedTuple):
    """A code as it was typed, and the other codes that it may mean; all as codes are compared."""

    exact: str
    variants: tuple[str, ...]


def readings(typed: str) -> Readings:
    """The codes that can be meant: case, spaces and hyphens left out; 0 for O, 1 for I and l, Cyrillic letters for Latin.

    A link means the code that it carries, in a field `code`, behind `#`, or as the last part of its path. A name before the code is left
    out. What no Latin code can look like is also read as the keys of a Russian layout. There are at most VARIANTS_MAX variants; whoever
    has to guess more has not typed a code.
    """
    text = typed[:TYPED_MAX].strip()
    exact, bare = normal(_carried(text)), normal(_carried(_unlabelled(text)))
    meant = (reading for script in _scripts(bare) for reading in _spellings(script))
    found = dict.fromkeys([*_by_keys(_unlabelled(text)), bare, *meant, *_other_ean(bare)])
    found.pop(exact, None)
    return Readings(exact, tuple(islice(found, VARIANTS_MAX)))


def by_keys(text: str) -> str:
    """A text as its keys name it, where the layout is Latin."""
    return text.translate(_KEYS)


def too_short(meant: Readings, least: int) -> bool:
    """Whether no code is as short as any reading."""
    return all(len(reading) < least for reading in (meant.exact, *meant.variants))


def _unlabelled(text: str) -> str:
    """A code without the name before it; a link as it is."""
    label = None if _LINK.match(text) else _LABEL.match(text)
    return text[label.end() :] if label else text


def _by_keys(text: str) -> list[str]:
    """The code that was typed with the keys of a Russian layout; none where it looks like a Latin one as it stands."""
    keys = by_keys(text)
    if normal(text).isascii() or not keys.isascii() or any(sign.isascii() and sign.isalpha() for sign in text):
        return []
    read = normal(_carried(keys))
    return [read] if read.isalnum() else []


def _carried(text: str) -> str:
    """The code in a link; any other text as it is."""
    if not _LINK.match(text):
        return text
    try:
        link = urlsplit(text)
    except ValueError:
        return text
    fields = parse_qs(link.query)
    told = next((fields[name][0] for name in _CODE_FIELDS if name in fields), "")
    return told or unquote(link.fragment) or unquote(link.path.rstrip("/").rpartition("/")[2])


def _scripts(exact: str) -> list[str]:
    """The same text in one script: a code is Latin or Cyrillic, and only letters that both have were mixed up."""
    latin, cyrillic = exact.translate(TO_LATIN), exact.translate(TO_CYRILLIC)
    written = [text for text in (latin, cyrillic) if not _is_mixed(text)]
    return written or [exact]


def _is_mixed(text: str) -> bool:
    letters = [sign for sign in text if sign.isalpha()]
    return len({sign.isascii() for sign in letters}) > 1


def _spellings(text: str) -> list[str]:
    """Every text in which each character that is easily confused is one of those that it is taken for."""
    places = [_TAKEN_FOR.get(sign, sign) for sign in text]
    latin = all(sign.isascii() for sign in text)
    choices = [[sign for sign in place if sign.isascii() == latin or not sign.isalpha()] for place in places]
    spelt = ["".join(reading) for reading in islice(product(*choices), VARIANTS_MAX + 1)]
    return spelt if len(spelt) <= VARIANTS_MAX else _uniform(text)


def _uniform(text: str) -> list[str]:
    """Too many to try: what is confused was confused throughout."""
    digits = text.translate(str.maketrans("OОIL|", "00111"))
    return [text, digits, *(digits.replace("0", "O").replace("1", one) for one in "1IL")]


def _other_ean(exact: str) -> list[str]:
    """The same article number with or without the 0 in front, as scanners tell UPC-A and EAN-13."""
    if not (exact.isascii() and exact.isdigit()):
        return []
    return ["0" + exact] if len(exact) == 12 else [exact[1:]] if len(exact) == 13 and exact[0] == "0" else []
