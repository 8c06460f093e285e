"""Jinja and Flask as they are, without two things that a page of ours would pay for some seventy times."""

from collections.abc import MutableMapping
from functools import lru_cache
from typing import Any

import flask
from flask import Flask, has_request_context, request
from flask.templating import Environment

REMEMBERED = 10_000


class Templates(Environment):
    """No template has globals of its own, so all share the environment's, which are quicker to compare at each import."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The globals of a template."""
        return super().make_globals(d) if d else self.globals


def init_app(app: Flask) -> None:
    """Before anything else that touches the application's templates."""
    app.jinja_environment = Templates
    app.jinja_env.globals["url_for"] = url_for


def url_for(endpoint: str, **values: Any) -> str:
    """As the framework's. Within the site an address depends on nothing of the request but where the site begins."""
    plain = all(type(value) in (str, int) and not name.startswith("_") for name, value in values.items())
    if not plain or endpoint.startswith(".") or not has_request_context():
        return flask.url_for(endpoint, **values)
    return _built(request.script_root, endpoint, *values.items())


@lru_cache(maxsize=REMEMBERED)
def _built(_root: str, endpoint: str, *values: tuple[str, Any]) -> str:
    return flask.url_for(endpoint, **dict(values))
