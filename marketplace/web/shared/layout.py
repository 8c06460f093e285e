"""What every page needs besides its own content: filters, language and theme switches, names for the layout."""

from typing import Any

from flask import Flask, g, redirect, url_for

from marketplace.identity import Permission
from marketplace.web.shared import filters, languages, looks, theme
from marketplace.web.shared.desks import desks
from marketplace.web.shared.entry_points import EntryPoint, first
from marketplace.web.shared.promotion_pages import touched
from marketplace.web.shared.rail import desk_layout, rail
from marketplace.web.shared.runs import agreeing
from marketplace.web.shared.visitor import here, may


def init_app(app: Flask) -> None:
    """Prepare the application's templates."""
    filters.init_app(app)
    looks.init_app(app)
    app.jinja_env.globals |= {
        "rail": rail,
        "desk_layout": desk_layout,
        "desks": desks,
        "may": may,
        "promotions_touched": touched,
        "falls_too_far": agreeing.falls_too_far,
        "Permission": Permission,
    }
    app.context_processor(names)


def lead_in(app: Flask) -> None:
    """Lead from "/" to the first front page that there is, where nobody serves "/"; when all routes are known."""
    if first("front", app) and not any(rule.rule == "/" for rule in app.url_map.iter_rules()):
        app.add_url_rule("/", "front", lambda: redirect(url_for(first("front"))))


def names() -> dict[str, Any]:
    """The names that shared/base.html and the layouts read; each entry point adds its own."""
    programme = g.get("programme")
    return {
        "programme": programme,
        "skin_url": looks.skin_url(programme) if programme else "",
        "logo_url": looks.logo_url(programme) if programme else "",
        "locale": filters.language(),
        "theme": theme.current(),
        "tongues": languages.tongues(programme) if programme else [],
        "here": here(),
    }


# What all pages have: the two switches, the look and the files.
ENTRY_POINT = EntryPoint(
    name="pages",
    blueprints=(languages.blueprint, looks.blueprint, theme.blueprint),
    anybody=frozenset({"languages.", "looks.", "themes.", "static", "front"}),
    before_set_up=("languages.", "looks.", "themes.", "static"),
)
