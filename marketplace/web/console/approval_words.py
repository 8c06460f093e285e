"""What kinds of act are called on pages, and how their differences are drawn. Pages that propose acts register them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from marketplace.approvals import Proposal


class Row(NamedTuple):
    """One fact: what it is called, what it was and what it will be; the colours where it is one; the page of what it will be, where there is one."""

    label: str
    was: str
    becomes: str
    colour_was: str = ""
    colour_becomes: str = ""
    link: str = ""


class Cap(NamedTuple):
    """The size of acts of a kind: what is counted, its decimals, how an amount of it is written in a box and said."""

    label: Callable[[], str]
    digits: Callable[[], int]
    written: Callable[[int], str]
    said: Callable[[int], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A kind of act, for people.

    Args:
        kind: the kind's name, as the head of its rule: "Texts of the programme".
        title: what the act is about: "Programme rules, Russian".
        approve: the verb with its object, as on the button: "Approve the text".
        template: the part that draws the difference; it is given `proposal` and `drawn`.
        draw: what the template needs, made of the proposal.
        impact: sentences on what follows once it is applied.
        editor: where the proposal is edited; an address.
        cap: what a rule's cap is compared with; None: acts of this kind have no size.
        unruled: what else holds until the programme sets a rule; "" where nothing does.
    """

    kind: Callable[[], str]
    title: Callable[[Proposal], str]
    approve: Callable[[Proposal], str]
    template: str
    draw: Callable[[Proposal], object]
    impact: Callable[[Proposal], list[str]]
    editor: Callable[[Proposal], str]
    cap: Cap | None = None
    unruled: Callable[[], str] = str


_words: dict[str, Words] = {}


def register(kind: str, words: Words) -> None:
    """Say how acts of a kind are called and drawn."""
    _words[kind] = words


def of(kind: str) -> Words:
    """The words of a kind. It is an error of ours to show an act for which there are none."""
    assert kind in _words, f"nobody said how acts of kind {kind} are shown"
    return _words[kind]


def kinds() -> list[str]:
    """The kinds that can be shown, in order."""
    return sorted(_words)
