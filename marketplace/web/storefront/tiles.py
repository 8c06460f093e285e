"""The tiles on the shelf: each is written once for what it shows, and a page puts together what was written."""

from collections.abc import Sequence
from functools import lru_cache

from flask import Flask, current_app, g, request
from markupsafe import Markup

from marketplace.programmes import Programme
from marketplace.shop import BrandTile
from marketplace.web.shared import languages

EAGER_TILES = 8
CACHED_MAX = 4_096  # some 8 MB in each process


def init_app(app: Flask) -> None:
    """Let templates write `brands|tiles`."""
    app.jinja_env.filters["tiles"] = tiles


def tiles(brands: Sequence[BrandTile]) -> Markup:
    """The tiles of brands, in the language and the programme of the request; the pictures of all but the first can wait."""
    facts = languages.spoken().code, g.programme, request.script_root
    return Markup().join([_written(one, at >= EAGER_TILES, *facts) for at, one in enumerate(brands)])


@lru_cache(maxsize=CACHED_MAX)
def _written(one: BrandTile, lazy: bool, _language: str, _programme: Programme, _root: str) -> Markup:
    """All that goes into it stands in the arguments, so what was written for the same ones is right at any time."""
    return Markup(current_app.jinja_env.get_template("storefront/shop/tile.html").render(one=one, lazy=lazy))  # noqa: S704 - a template of ours, which escapes
