"""What a visitor asks of a list: read from an address or from what an export kept, checked, and said in one way."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marketplace.core.errors import Refusal
from marketplace.core.listing import searching
from marketplace.core.listing.description import ASKED, Listing
from marketplace.core.listing.filters import Choice, Condition, Locale, Wrong, a_text


class BadQuestion(Refusal):
    """A list cannot be asked this: the fact `fields` says for each parameter why not."""

    code = "bad_question"

    @property
    def fields(self) -> dict[str, str]:
        """Parameter → reason: "choice", "long", "text", "day", "number", "order"."""
        return dict(self.facts["fields"])


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: conditions with their parameters, the text that is searched for, and the order.

    `said` is the same as a visitor would write it: what stands in addresses, and what an export keeps.
    """

    said: dict[str, str]
    conditions: tuple[str, ...]
    parameters: dict[str, Any]
    search: str
    sort: str
    descending: bool

    @property
    def order(self) -> str:
        """By what rows are sorted, as it stands in an address: "-at"."""
        return ("-" if self.descending else "") + self.sort

    def recorded(self, listing: Listing) -> dict[str, str]:
        """What is said, for the audit, which never forgets: without what names a person."""
        private = {
            name for one in listing.filters if not isinstance(one, Choice)
            for name in one.parameters if any(listing.private(column) for column in one.columns)
        }  # fmt: skip
        return {name: "…" if name == "q" or name in private else value for name, value in self.said.items()}


def ask(listing: Listing, given: Mapping[str, str], locale: Locale) -> Question:
    """Read what is asked; parameters that the list does not know are left alone.

    Raises:
        BadQuestion: with everything that is wrong.
    """
    wrong: dict[str, str] = {}
    found: list[Condition] = []
    for one in listing.filters:
        try:
            condition = one.read(given, locale)
        except Wrong as error:
            wrong[error.parameter] = str(error)
            continue
        if condition is not None:
            found.append(condition)
    said = {name: value for condition in found for name, value in condition.said.items()}
    search = ""
    try:
        search = a_text("q", given, searching.MAX_SEARCH_LENGTH) if listing.search else ""
    except Wrong as error:
        wrong["q"] = str(error)
    sort = given.get("sort", "") or listing.sort
    if sort.removeprefix("-") not in listing.sortable:
        wrong["sort"] = "choice"
    if wrong:
        raise BadQuestion(fields=wrong)
    said |= {name: value for name, value in (("q", search), ("sort", sort)) if value and value != listing.sort}
    values = {ASKED + name: value for condition in found for name, value in condition.parameters.items()}
    return Question(
        said, tuple(condition.sql for condition in found), values, search, sort.removeprefix("-"), sort.startswith("-")
    )
