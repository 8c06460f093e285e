"""References that look like others: a Russian letter in the place of a Latin one makes a second offer out of one that is sold already."""

from collections.abc import Callable, Collection, Iterable, Mapping

from marketplace.core import letters
from marketplace.core.problems import Problems, Reason

# By the alphabet of the letter that tells the new one from its twin.
_SOLD = {
    "CYRILLIC": "looks like %(ref)s, which you sell already: character %(place)s is the Russian letter “%(letter)s”",
    "LATIN": "looks like %(ref)s, which you sell already: character %(place)s is the Latin letter “%(letter)s”",
    "": "looks like %(ref)s, which you sell already: character %(place)s is “%(letter)s”",
}
_IN_FILE = {
    "CYRILLIC": "looks like %(ref)s in row %(row)s: character %(place)s is the Russian letter “%(letter)s”",
    "LATIN": "looks like %(ref)s in row %(row)s: character %(place)s is the Latin letter “%(letter)s”",
    "": "looks like %(ref)s in row %(row)s: character %(place)s is “%(letter)s”",
}


def tell(
    new: Mapping[str, int], known: Collection[str], sold: Callable[[], Collection[str]], problems: Problems
) -> None:
    """Note each new reference of a file (with its row) that looks like one in the shop, or like an earlier one of the file.

    Args:
        known: the references of the file that are in the shop.
        sold: gives all that are there; asked only where something is new.
    """
    if not new:
        return
    looks = _by_looks({*sold(), *known}, new)
    for ref, row in new.items():
        twin = looks.setdefault(letters.as_seen(ref), ref)
        if letters.are_twins(ref, twin):
            problems.add(row, "offer", _twin(ref, twin, new.get(twin)))


def _by_looks(refs: Iterable[str], new: Iterable[str]) -> dict[str, str]:
    """The references of the shop that a new one may be mistaken for, by what they look like: of two twins one is not all ASCII."""
    odd = not all(map(str.isascii, new))
    return {letters.as_seen(ref): ref for ref in refs if odd or not ref.isascii()}


def _twin(ref: str, twin: str, row: int | None) -> Reason:
    place, letter = letters.first_other(ref, twin)
    alphabet = letters.alphabet(letter)
    if row is None:
        return Reason(_SOLD[alphabet], ref=twin, place=place, letter=letter)
    return Reason(_IN_FILE[alphabet], ref=twin, row=row, place=place, letter=letter)
