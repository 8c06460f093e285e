"""Codes in what people write: hidden before anything is stored, but for their last four characters.

Whatever looks like the code of a gift card is hidden, whether there is such a code or not, so that nobody learns which codes exist by writing
to us; a code of our own making is known by its check symbol, in small letters and in letters alone. Beside that, the codes of the member's own cards are found as they are, however they look.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from marketplace.codes import CODE_MAX, CODE_MIN, well_formed
from marketplace.core import pans, vault
from marketplace.core.db import execute

GROUPS_MAX = 6  # pieces in which a code is written
LOOKED_AT = 4_000  # pieces of a text that are compared with the member's own codes
MIXED_MIN, DIGITS_MIN = 8, 12  # characters from which letters with digits, or digits alone, look like a code
OURS = 16  # characters of a code that we make
_PIECE = re.compile(r"[^\W_]+")
_GAP = re.compile(r"[ \u00a0\u202f\u2010-\u2015\u2212-]{1,3}")
# Pieces that stand side by side, as codes are written in groups.
_RUN = re.compile(r"(?<![\w@.+])[^\W_]{2,}(?:[ \u00a0\u202f\u2010-\u2015-][^\W_]{2,})*(?![\w@])")
_PHONE = re.compile(r"[78]\d{10}|\d{10}")
_OWN = "SELECT DISTINCT c.blind FROM giftcards g JOIN codes c ON c.id = g.code_id WHERE g.member_id = %(member)s"
Span = tuple[int, int]


def masked(text: str, member_id: int | None) -> tuple[str, bool]:
    """A text without codes and numbers of bank cards, and whether there was any."""
    made = pans.masked(text)
    for begin, end in reversed(_apart([*_own(made, member_id), *_looks(made), *_made_by_us(made)])):
        made = f"{made[:begin]}••••{_end(made[begin:end])}{made[end:]}"
    return made, made != text


def is_like_a_code(text: str) -> bool:
    """Whether a text of one or more groups looks like a code: capitals and digits, long enough, and no telephone number."""
    pieces = _PIECE.findall(text)
    plain = "".join(pieces)
    digits = sum(sign.isdigit() for sign in plain)
    if not plain.isascii() or not digits or len(plain) > CODE_MAX:
        return False
    if digits == len(plain):
        return len(plain) >= DIGITS_MIN and _PHONE.fullmatch(plain) is None
    if len(plain) < MIXED_MIN:
        return False
    if len(pieces) == 1:
        return digits >= 3 or plain == plain.upper()
    # Words with a number among them are no code, unless hyphens hold them together.
    return all(3 <= len(piece) <= 8 for piece in pieces) and (plain == plain.upper() or " " not in text)


def _apart(spans: list[Span]) -> list[Span]:
    """The spans in order, those that touch each other as one."""
    joined: list[Span] = []
    for begin, end in sorted(spans):
        if joined and begin < joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((begin, end))
    return joined


def _end(code: str) -> str:
    """What is shown of a code; nothing of one that is so short that it would show much."""
    plain = vault.normal(code)
    return plain[-4:] if len(plain) >= MIXED_MIN else ""


def _looks(text: str) -> Iterator[Span]:
    """Where something stands that looks like a code."""
    for run in _RUN.finditer(text):
        pieces = [(piece.start() + run.start(), piece.end() + run.start()) for piece in _PIECE.finditer(run[0])]
        at = 0
        while at < len(pieces):
            groups = _groups(text, pieces[at : at + GROUPS_MAX])
            if groups:
                yield pieces[at][0], pieces[at + groups - 1][1]
            at += groups or 1


def _groups(text: str, pieces: list[Span]) -> int:
    """How many of the pieces, from the first on, are the groups of one code; 0 where none are."""
    lengths = range(len(pieces), 0, -1)
    return next((count for count in lengths if is_like_a_code(text[pieces[0][0] : pieces[count - 1][1]])), 0)


def _made_by_us(text: str) -> Iterator[Span]:
    """Where something stands that can be a code of ours, in one piece or in equal groups: words that follow each other rarely are."""
    pieces = [piece.span() for piece in _PIECE.finditer(text)]
    for at, (begin, end) in enumerate(pieces):
        groups, rest = divmod(OURS, end - begin)
        alike = pieces[at : at + groups]
        if (
            rest
            or groups not in (1, 2, 4)
            or len(alike) < groups
            or any(last - first != end - begin for first, last in alike)
        ):
            continue
        gaps = (text[one[1] : other[0]] for one, other in pairwise(alike))
        if all(map(_GAP.fullmatch, gaps)) and well_formed("".join(text[first:last] for first, last in alike)):
            yield begin, alike[-1][1]


def _own(text: str, member_id: int | None) -> Iterator[Span]:
    """Where a code of the member's own cards stands."""
    blinds = set() if member_id is None else {bytes(row.blind) for row in execute(_OWN, {"member": member_id})}
    pieces = [piece.span() for piece in _PIECE.finditer(text)][:LOOKED_AT] if blinds else []
    for at, (begin, end) in enumerate(pieces):
        for following in [*pieces[at + 1 : at + GROUPS_MAX], None]:
            plain = vault.normal(text[begin:end])
            if CODE_MIN <= len(plain) <= CODE_MAX and vault.blind(plain) in blinds:
                yield begin, end
            if following is None or not _GAP.fullmatch(text[end : following[0]]):
                break
            end = following[1]
