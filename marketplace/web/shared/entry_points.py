"""Who comes in, as the shared machinery of pages knows them: each entry point describes itself, none is named here."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar, cast

from flask import Blueprint, Flask, current_app
from flask_babel import LazyString

from marketplace.identity import Permission
from marketplace.web.shared.limits import Limit
from marketplace.web.shared.places import Place

# What a page asks of its visitor: a permission, membership of the programme, or only that they have signed in.
Access = Permission | Literal["member", "signed in"]
EXTENSION = "entry_points"
View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPoint:
    """One entry point: what it serves, and what must be known of it before one of its pages is reached.

    Endpoints are named in full: "desk.letters.index". One that ends with a dot stands for all that begin so.

    Attributes:
        blueprints: its pages for people; each view says what it asks (`@require`, …) or is named in one of the next two.
        anybody: endpoints that are open to everybody.
        signed_in: endpoints that ask by themselves whether their visitor has signed in.
        machines: what it serves to programs: without a session, cookies and all that only pages need.
        paths: beginnings of the addresses of `machines`; whatever else is asked for there is answered as to a program.
        prepare: called with the application before its blueprints are registered.
        places: its rail.
        limits: how often something may be asked of an endpoint.
        before_set_up: endpoints that are open while somebody still has to set up their second factor.
        front: its front page; where people are led when nobody else serves "/".
        desk: the layout of its desk, in which lists stand.
        called: what its desk is called on other pages, where `opened_by` says who may open `front`.
        by_partner: whether that permission is held for a partner.
        layout: the template in which pages about the visitor's own sign-in stand.
        own_security: the page where somebody sees how they sign in.
        texts: the page that shows a text of the programme, by its `kind`.
        trains: whether staff may practise here: its pages are those of the training world once somebody has entered it.
        cookie: the name of its session cookie where it answers at a host of its own.
    """

    name: str
    blueprints: tuple[Blueprint, ...] = ()
    anybody: frozenset[str] = frozenset()
    signed_in: frozenset[str] = frozenset()
    machines: tuple[Blueprint, ...] = ()
    paths: tuple[str, ...] = ()
    prepare: Callable[[Flask], None] | None = None
    places: tuple[Place, ...] = ()
    limits: Mapping[str, tuple[Limit, ...]] = field(default_factory=dict)
    before_set_up: tuple[str, ...] = ()
    front: str = ""
    desk: str = ""
    called: LazyString | str = ""
    opened_by: Permission | None = None
    by_partner: bool = False
    layout: str = ""
    own_security: str = ""
    texts: str = ""
    trains: bool = False
    cookie: str = "session"


def remember(app: Flask, guests: Iterable[EntryPoint]) -> None:
    """Remember who is served; before anything that asks for it."""
    app.extensions[EXTENSION] = tuple(guests)


def served(app: Flask | None = None) -> tuple[EntryPoint, ...]:
    """The entry points of the application, in the order in which it was given them."""
    return cast(tuple[EntryPoint, ...], (app or current_app).extensions[EXTENSION])


def first(what: Literal["front", "layout", "own_security", "texts"], app: Flask | None = None) -> str:
    """What the first entry point that has it says; empty where none has."""
    return next((said for entry in served(app) if (said := str(getattr(entry, what)))), "")


def mark(view: View, access: Access, *, by_partner: bool = False) -> View:
    """Write on a view what it asks of its visitor, and whether for a partner's things; for anyone who looks at all routes."""
    view.access, view.by_partner = access, by_partner  # type: ignore[attr-defined]
    return view


def access(app: Flask, endpoint: str) -> Access | Literal["anybody"] | None:
    """What an endpoint asks of its visitor; None where nothing says so."""
    said: Access | None = getattr(app.view_functions[endpoint], "access", None)
    if said is not None:
        return said
    for entry in served(app):
        if among(endpoint, entry.anybody):
            return "anybody"
        if among(endpoint, entry.signed_in):
            return "signed in"
    return None


def among(endpoint: str, named: Iterable[str]) -> bool:
    """Whether an endpoint is one of these, or begins as one of them that ends with a dot."""
    return any(endpoint == name or (name.endswith(".") and endpoint.startswith(name)) for name in named)
