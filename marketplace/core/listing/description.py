"""What a list is: where its rows come from, which may be seen, its columns, and what may be asked."""

import re
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Any

from marketplace.core import paging
from marketplace.core.listing.filters import Filter
from marketplace.core.listing.searching import Term

Row = dict[str, Any]
ASKED = "ask_"  # how the parameters of filters begin; those of a scope never do
OF_THE_LIST = ("q", "sort", "cursor", "limit")
_PARAMETER = re.compile(r"%\((\w+)\)s")
_NAME = re.compile(r"[a-z][a-z0-9_]*")


class Kind(Enum):
    """What a column holds. It decides how the value is shown, written into a file, given to machines, and masked."""

    TEXT = "text"
    WORD = "word"  # one of a few words of ours, which each face says in its language
    CODE = "code"  # shown by its last characters, to everybody
    EMAIL = "email"  # part masked, but for an asker who may see whole ones
    PHONE = "phone"  # the same
    NUMBER = "number"
    POINTS = "points"  # minor units of the programme
    MONEY = "money"  # minor units of the currency in the column that `currency` names
    MOMENT = "moment"
    DAY = "day"
    FACTS = "facts"  # a JSON object of plain values


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list.

    Args:
        sql: an expression over the listing's source; the column's own name where left out.
        sorts_by: the column whose order the rows take when they are sorted by this one; none where left out. What is
            always written in the order of its moments may sort by "id": no index of its own is needed. Where a moment is
            given by others, or several write at once, it sorts by itself: people see the moment, not the id.
        nullable: a sorted column may be NULL; such rows come last, and no index helps to page through them.
        hidden: only for filters, links and actions: it is not shown, exported or given to machines.
        english: the expression for an asker who reads English, where names stand in both languages.
        currency: for MONEY, the column that holds its ISO 4217 code.
    """

    name: str
    kind: Kind = Kind.TEXT
    sql: str = ""
    sorts_by: str = ""
    nullable: bool = False
    hidden: bool = False
    english: str = ""
    currency: str = ""


@dataclass(frozen=True)
class Listing:
    """A list, described once.

    Args:
        name: of the list, unique in the house: exports and the audit name it.
        source: what stands after FROM.
        scope: the condition over the source that every row meets, whatever is asked; its %(parameters)s come from anyone who
            shows the list, never from a visitor. "true" says that the list belongs to no programme.
        key: an expression of the source that is unique and a whole number; it becomes the column "id".
        sort: the column that rows are sorted by unless something else is asked; "-at" for the last first.
        search: how the text of the search box finds rows; no box where left out.
        per_page: how many rows a page shows, at most 100.
    """

    name: str
    source: str
    scope: str
    key: str
    columns: tuple[Column, ...]
    sort: str = "-id"
    filters: tuple[Filter, ...] = ()
    search: tuple[Term, ...] = ()
    per_page: int = 50

    def __post_init__(self) -> None:
        """A description that cannot work is found when it is written."""
        assert self.scope.strip(), "a list has a scope"
        names = [column.name for column in self.columns]
        assert len({"id", *names}) == len(names) + 1, "each column has one name, and `id` is the key"
        assert all(_NAME.fullmatch(name) for name in (self.name, *names))
        assert not any(name.startswith(ASKED) for name in self.scope_names)
        used = {
            name
            for text in (self.source, *(one.sql + " " + one.english for one in self.columns))
            for name in _PARAMETER.findall(text)
        }
        assert used <= self.scope_names, f"{self.name}: the scope names every parameter: {used - self.scope_names}"
        known = {"id", *names}
        wanted = {column.sorts_by for column in self.columns} | {column.currency for column in self.columns}
        wanted |= {name for one in (*self.filters, *self.search) for name in one.columns}
        assert wanted - {""} <= known, f"{self.name}: no such column: {wanted - known}"
        assert self.sort.removeprefix("-") in self.sortable
        assert not any(self.private(name) for name in self.sortable.values()), "a cursor would show it whole"
        parameters = [name for one in self.filters for name in one.parameters]
        assert len({*OF_THE_LIST, *parameters}) == len(OF_THE_LIST) + len(parameters), "each parameter has one name"
        paging.checked_limit(self.per_page)

    @cached_property
    def scope_names(self) -> frozenset[str]:
        """The parameters that the scope needs."""
        return frozenset(_PARAMETER.findall(self.scope))

    @cached_property
    def sortable(self) -> dict[str, str]:
        """For each name that one may sort by, the column whose order it is."""
        return {"id": "id"} | {column.name: column.sorts_by for column in self.columns if column.sorts_by}

    @cached_property
    def shown(self) -> tuple[Column, ...]:
        """The columns for people, files and machines, in order."""
        return tuple(column for column in self.columns if not column.hidden)

    def column(self, name: str) -> Column:
        """The column of this name."""
        return next(column for column in self.columns if column.name == name)

    def private(self, name: str) -> bool:
        """Whether a column is masked for some."""
        return name != "id" and self.column(name).kind in (Kind.EMAIL, Kind.PHONE)
