"""Lists for machines: the description of a list gives the operation, its parameters and what it answers.

Email addresses and phones are partly masked, codes always.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any, Literal

from flask import g
from flask_openapi3.blueprint import APIBlueprint
from pydantic import BaseModel, Field, create_model

from marketplace.core import listing
from marketplace.core.errors import Forbidden
from marketplace.core.listing import Asker, Choice, Column, Days, Kind, Listing, Locale, Numbers
from marketplace.web.api import access, schemas
from marketplace.web.api.belonging import Out, Scope
from marketplace.web.api.documents import gives

TYPES: dict[Kind, Any] = {
    Kind.NUMBER: int, Kind.POINTS: schemas.Points, Kind.MONEY: int, Kind.MOMENT: datetime, Kind.DAY: date, Kind.FACTS: dict[str, Any],
}  # fmt: skip
NUMBER = Annotated[str, Field(pattern=r"^-?[0-9]{1,12}([.][0-9]{1,6})?$")]


class BoundKey(Forbidden):
    """A key bound to one member cannot list what belongs to all."""

    code = "key_bound_to_member"


def serve(
    group: APIBlueprint,
    path: str,
    of: Listing,
    *,
    scope: str,
    fields: tuple[str, ...],
    about: str,
    asker: Callable[[], Asker],
    name: str,
) -> None:
    """Add the operation that returns a list.

    Args:
        scope: the scope the key must have; it covers the whole list.
        fields: the columns it returns, named one by one: nothing staff see in the same list is added by default.
        about: what the list holds, for the description.
        asker: whose rows they are; raises BoundKey if a key bound to one member may not use it.
        name: of the operation, unique in the API.
    """
    query, page = _query(of, name), _page(of, name, scope, fields)

    @access.scope(scope)
    def give(query: Any) -> dict[str, Any]:
        given = {key: str(value) for key, value in query.model_dump(exclude_none=True).items()}
        question = listing.ask(of, given, Locale(g.programme.time_zone, g.programme.decimals))
        found = listing.page(of, question, asker(), cursor=query.cursor or "", limit=query.limit)
        return access.given(page(items=found.items, next=found.next))

    give.__name__ = name
    give.__doc__ = f"""{about}

    Paginated; days are in the programme's time zone. Scope `{scope}`."""
    give.__annotations__ = {"query": query}
    group.get(path, responses=gives(200, page, 503))(give)


def _query(of: Listing, name: str) -> type[BaseModel]:
    fields: dict[str, Any] = {}
    for one in of.filters:
        for parameter in one.parameters:
            fields[parameter] = (_asked(one) | None, None)
    if of.search:
        fields["q"] = (Annotated[str, Field(max_length=100, description="Search words.")] | None, None)
    orders = [way + column for column in of.sortable for way in ("", "-")]
    fields["sort"] = (
        Annotated[Literal[*orders], Field(description="A column; prefix it with a minus for descending order.")] | None,
        None,
    )
    return create_model(f"{name}_query", __base__=Paged, **fields)


class Paged(schemas.Query):
    """A query for one page of a list."""

    limit: int = Field(24, ge=1, le=100, description="How many to return at most.")
    cursor: str | None = Field(
        None, max_length=512, description="The `next` of the previous page, with the same filters."
    )


def _asked(one: listing.Filter) -> Any:
    if isinstance(one, Choice):
        return Literal[*one.options]
    if isinstance(one, Days):
        return date
    return NUMBER if isinstance(one, Numbers) else Annotated[str, Field(max_length=128)]


def _page(of: Listing, name: str, scope: str, fields: tuple[str, ...]) -> type[Out]:
    mark = Scope(frozenset({scope}))
    columns: dict[str, Any] = {column.name: _given(column, mark) for column in of.shown if column.name in fields}
    assert tuple(columns) == fields, f"{name} gives {tuple(columns)}"
    row = create_model(f"{name}_row", __base__=Out, id=(Annotated[int, mark], ...), **columns)
    fields_of: dict[str, Any] = {"items": (Annotated[list[row], mark], ...), "next": (Annotated[str | None, mark], ...)}
    return create_model(f"{name}_page", __base__=Out, **fields_of)


def _given(column: Column, mark: Scope) -> Any:
    return (Annotated[TYPES.get(column.kind, str) | None, mark], None)
