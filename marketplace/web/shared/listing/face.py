"""The words of a list: heads, filters, the few words of its values, what an empty one says, what may be done with a row."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from flask_babel import LazyString

from marketplace.core.listing import Column, Listing, Row

Options = Callable[[], Sequence[tuple[str, str]]]  # value and label, in the language of the request


class Word(NamedTuple):
    """How one of a few values is said: its label, and the tone and sign of its badge."""

    label: LazyString
    tone: str = ""
    sign: str = ""


class Empty(NamedTuple):
    """What a list without rows says: that there are none, and why. The drawing is one of `shared/parts/drawing.html`."""

    title: LazyString
    text: LazyString
    drawing: str = "search"


class Action(NamedTuple):
    """What may be done with a row: a link to the page that asks and does it.

    `href` gives None where the row, or the visitor's permissions, do not allow it. `asks`: the page is one question,
    which script opens in a dialog.
    """

    label: LazyString
    href: Callable[[Row], str | None]
    sign: str = ""
    asks: bool = False


@dataclass(frozen=True)
class Face:
    """A list as people see it.

    Args:
        heads: column → its head, for all that are not hidden, in the order of the page.
        notes: column → the column that stands below it in small, in the same cell.
        aside: columns that only files have.
        labels: filter → its name.
        words: column or choice → value → how it is said.
        options: filter → what may be chosen, where that is known only when the page is asked for.
        box: the parameter of the search box: "q", or a filter that is one text; "" for none.
        box_hint: what to type there.
        said: column → how a row's value is said, where that takes more than the value; facts are said as (name, was, becomes).
        marks: column → the badge that stands in a row in place of its value; None where the value stands. Files have the value.
        link: the column that leads somewhere, and where; None for a row that leads nowhere.
        export_url: the endpoint that gives the list as a file; "" where it does not leave the house.
        layout: the template of the desk that the page stands in.
    """

    listing: Listing
    title: LazyString
    heads: Mapping[str, LazyString]
    empty: Empty
    labels: Mapping[str, LazyString] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, Word]] = field(default_factory=dict)
    options: Mapping[str, Options] = field(default_factory=dict)
    box: str = ""
    box_hint: LazyString | str = ""
    notes: Mapping[str, str] = field(default_factory=dict)
    aside: tuple[str, ...] = ()
    said: Mapping[str, Callable[[Row], object]] = field(default_factory=dict)
    marks: Mapping[str, Callable[[Row], Word | None]] = field(default_factory=dict)
    link: tuple[str, Callable[[Row], str | None]] | None = None
    actions: tuple[Action, ...] = ()
    export_url: str = ""

    def __post_init__(self) -> None:
        """Every column and filter that is shown exists, and has its words."""
        filters = {one.name for one in self.listing.filters}
        columns = {column.name for column in self.listing.columns}
        assert set(self.heads) == {column.name for column in self.listing.shown}, f"{self.listing.name}: its heads"
        assert {*self.notes, *self.notes.values(), *self.aside} <= columns
        assert filters - {self.box} == set(self.labels), f"{self.listing.name}: labels of its filters"
        assert self.box in {"", *filters} | ({"q"} if self.listing.search else set())
        assert set(self.words) <= columns | filters
        assert set(self.said) | set(self.marks) <= columns

    @property
    def columns(self) -> list[Column]:
        """The columns of the page, in order."""
        return [self.listing.column(name) for name in self.heads if name not in {*self.notes.values(), *self.aside}]
