"""The routes of statements, for one desk; what one desk alone may do is its own."""

from collections.abc import Callable

from flask import Blueprint

from marketplace.identity import Permission
from marketplace.web.shared import desk_pages
from marketplace.web.shared.desk_pages import Route
from marketplace.web.shared.statement_pages import attached, views

ROUTES = tuple(
    Route("GET", rule, view, Permission.STATEMENTS_READ)
    for rule, view in (
        ("", views.index),
        ("/<statement>", views.show),
        ("/<statement>/lines/<section>", views.lines),
        ("/<statement>/files/<suffix>", views.file),
        ("/<statement>/replay", views.replay),
        ("/disputes/<int:dispute_id>/evidence", views.evidence),
        ("/disputes/papers/<int:dispute_file_id>", attached.paper),
    )
)


def blueprint(module: str, *, prefix: str, partner: Callable[..., int] | None = None) -> Blueprint:
    """The pages of statements at a desk, as `desk_pages.blueprint`. In a dispute each side is written for by its own people alone."""
    writes = Permission.STATEMENTS_MANAGE if partner is None else Permission.STATEMENTS_ACCEPT
    remark = Route("POST", "/disputes/<int:dispute_id>/remarks", views.remark, writes)
    return desk_pages.blueprint("settlements", module, (*ROUTES, remark), prefix=prefix, partner=partner)
