"""The tiles on the shelf: each is written once for what it shows, and a page puts together what was written."""

from functools import lru_cache

from flask import Flask, current_app, g, request
from markupsafe import Markup

from marketplace.catalogue import BrandTile
from marketplace.programmes import Programme
from marketplace.web.shared import languages

KEPT = 4_096  # some 8 MB in each process


def init_app(app: Flask) -> None:
    """Let templates write `brand|tile(lazy)`."""
    app.jinja_env.filters["tile"] = tile


def tile(one: BrandTile, lazy: bool) -> Markup:
    """A brand's tile, in the language and the programme of the request; `lazy`: its picture can wait."""
    return _written(one, lazy, languages.spoken().code, g.programme, request.script_root)


@lru_cache(maxsize=KEPT)
def _written(one: BrandTile, lazy: bool, _language: str, _programme: Programme, _root: str) -> Markup:
    """All that goes into it stands in the arguments, so what was written for the same ones is right at any time."""
    return Markup(current_app.jinja_env.get_template("storefront/shop/tile.html").render(one=one, lazy=lazy))  # noqa: S704 - a template of ours, which escapes
