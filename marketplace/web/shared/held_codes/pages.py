"""The routes of codes that came back, for one desk."""

from collections.abc import Callable

from flask import Blueprint

from marketplace.identity import Permission
from marketplace.web.shared import desk_pages
from marketplace.web.shared.desk_pages import Route
from marketplace.web.shared.held_codes import views

ROUTES = tuple(
    Route(method, rule, view, Permission.CODES_DECIDE)
    for method, rule, view in (
        ("GET", "", views.index),
        ("POST", "/exports", views.export),
        ("GET", "/<int:return_id>/restocking", views.restocking),
        ("POST", "/<int:return_id>/restocking", views.restock),
        ("GET", "/<int:return_id>/retirement", views.retirement),
        ("POST", "/<int:return_id>/retirement", views.retire),
    )
)


def blueprint(module: str, *, prefix: str, partner: Callable[..., int] | None = None) -> Blueprint:
    """The pages of codes that came back at a desk, as `desk_pages.blueprint`."""
    return desk_pages.blueprint("returned_codes", module, ROUTES, prefix=prefix, partner=partner)
