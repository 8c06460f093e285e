"""The routes of statements, for one desk; what one desk alone may do is its own."""

from collections.abc import Callable

from flask import Blueprint

from marketplace.identity import Permission
from marketplace.web.shared import desk_pages
from marketplace.web.shared.desk_pages import Route
from marketplace.web.shared.statement_pages import views

ROUTES = (
    *(
        Route("GET", rule, view, Permission.STATEMENTS_READ)
        for rule, view in (
            ("", views.index),
            ("/<statement>", views.show),
            ("/<statement>/lines/<section>", views.lines),
            ("/<statement>/files/<suffix>", views.file),
            ("/<statement>/replay", views.replay),
            ("/disputes/<int:dispute_id>/evidence", views.evidence),
        )
    ),
    Route("POST", "/disputes/<int:dispute_id>/remarks", views.remark, Permission.STATEMENTS_READ),
)


def blueprint(module: str, *, prefix: str, partner: Callable[..., int] | None = None) -> Blueprint:
    """The pages of statements at a desk, as `desk_pages.blueprint`."""
    return desk_pages.blueprint("settlements", module, ROUTES, prefix=prefix, partner=partner)
