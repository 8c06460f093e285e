"""Jinja and Flask as they are, without what a page of ours would pay for some hundred times."""

from collections.abc import Callable, MutableMapping
from functools import lru_cache
from types import FunctionType
from typing import Any

import flask
from flask import Flask, current_app, has_request_context, request
from flask.templating import Environment
from jinja2.runtime import Context, Macro

REMEMBERED = 10_000


class Names(Context):
    """What a template knows. A macro is handed what it asks for, a plain function nothing, and nobody has to find out which."""

    def call(self, wanted: Callable[..., Any], /, *given: Any, **named: Any) -> Any:
        """Call what a template calls, as the library does."""
        kind = type(wanted)
        if kind is Macro:
            given = (self.eval_ctx, *given)
        elif kind is not FunctionType or hasattr(wanted, "jinja_pass_arg"):
            return super().call(wanted, *given, **named)
        if named:
            named.pop("_block_vars", None)
            named.pop("_loop_vars", None)
        return wanted(*given, **named)


class Templates(Environment):
    """No template has globals of its own, so all share the environment's, which are quicker to compare at each import.

    All that were loaded are kept, in a plain dictionary: a page asks for some fifty.
    """

    context_class = Names

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options | {"cache_size": -1})

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The globals of a template."""
        return super().make_globals(d) if d else self.globals


def init_app(app: Flask) -> None:
    """Let templates ask for addresses here."""
    app.jinja_env.globals["url_for"] = url_for


def url_for(endpoint: str, **values: Any) -> str:
    """As the framework's. Within the site an address depends on where the site begins, and on whose desk the page is part of."""
    plain = all(type(value) in (str, int) and not name.startswith("_") for name, value in values.items())
    if not plain or endpoint.startswith(".") or not has_request_context():
        return flask.url_for(endpoint, **values)
    current_app.inject_url_defaults(endpoint, values)  # before anything is remembered: the partner whose desk it is
    return _built(request.script_root, endpoint, *values.items())


@lru_cache(maxsize=REMEMBERED)
def _built(_root: str, endpoint: str, *values: tuple[str, Any]) -> str:
    return flask.url_for(endpoint, **dict(values))
