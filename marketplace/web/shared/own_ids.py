"""Things in a partner's addresses, forms and pages: by tokens of its own, for the numbers of rows tell how much others do.

A route says `<own:terminal_id>`. `url_for` is given the number and writes the token, the view is given the number that a token stands for; both
whenever the route names the partner or, of whoever is none yet, the secret of an application. Elsewhere pages and forms say `own_id(…)`.
"""

from typing import Any

from flask import Blueprint, Flask, current_app, g
from werkzeug.routing import BaseConverter

from marketplace.core import own_ids

NOTHING = 0  # no row has this number
WHOSE = ("partner", "token")


class _Token(str):
    """A token as an address has it."""


class Own(BaseConverter):
    """`<own:…>` of a route: a token."""

    regex = own_ids.FORM

    def to_python(self, value: str) -> str:
        """Left for the blueprint, which knows whose it is."""
        return _Token(value)


def init_app(app: Flask) -> None:
    """Let routes have tokens, and templates write them; before routes are added."""
    app.url_map.converters["own"] = Own
    app.jinja_env.globals["own_id"] = own_id


def keep(whole: Blueprint) -> None:
    """Have a blueprint's addresses written and read so. What is no token of the partner's is read as the number of nothing."""

    @whole.url_defaults
    def write(endpoint: str, values: dict[str, Any]) -> None:
        for name, value in values.items():
            if (
                type(value) is int
                and name.endswith("_id")
                and current_app.url_map.is_endpoint_expecting(endpoint, name)
            ):
                values[name] = of(_whose(values), name, value)

    @whole.url_value_preprocessor
    def read(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        for name, value in (values or {}).items():
            if isinstance(value, _Token):
                assert values is not None
                values[name] = own_ids.number(_secret(), _whose(values), name, value) or NOTHING


def of(whose: str, kind: str, number: int) -> str:
    """The token of a thing before a partner, who is given by its short name."""
    return own_ids.token(_secret(), whose, kind, number)


def own_id(kind: str, number: int) -> str:
    """What a page calls a thing: the token at a partner's desk, the number at the programme's."""
    partner = g.get("partner")
    return str(number) if partner is None else of(partner.slug, kind, number)


def meant(kind: str, said: str) -> int:
    """The number of the thing that a form names as `own_id` says it; that of nothing where it names none."""
    partner = g.get("partner")
    if partner is not None:
        return own_ids.number(_secret(), partner.slug, kind, said) or NOTHING
    return int(said) if said.isascii() and said.isdigit() and len(said) < 19 else NOTHING


def _whose(values: dict[str, Any]) -> str:
    return next(str(values[name]) for name in WHOSE if name in values)


def _secret() -> str:
    return str(current_app.config["SECRET_KEY"])
