"""The routes of codes, for one desk."""

from collections.abc import Callable

from flask import Blueprint

from marketplace.identity import Permission
from marketplace.web.shared import desk_pages
from marketplace.web.shared.desk_pages import Route
from marketplace.web.shared.vault_pages import acts, views

ROUTES = tuple(
    Route(method, rule, view, Permission.RUNS_CODES)
    for method, rule, view in (
        ("GET", "", views.index),
        ("POST", "/exports", views.export),
        ("GET", "/values/<int:denomination_id>/threshold", acts.ask_threshold),
        ("POST", "/values/<int:denomination_id>/threshold", acts.set_threshold),
        ("GET", "/batches/<int:batch_id>", views.show),
        ("GET", "/batches/<int:batch_id>/withdrawal", acts.ask_withdrawal),
        ("POST", "/batches/<int:batch_id>/withdrawal", acts.withdraw),
        ("GET", "/batches/<int:batch_id>/release", acts.ask_release),
        ("POST", "/batches/<int:batch_id>/release", acts.release),
    )
)


def blueprint(module: str, *, prefix: str, partner: Callable[..., int] | None = None) -> Blueprint:
    """The pages of codes at a desk, as `desk_pages.blueprint`."""
    return desk_pages.blueprint("codes", module, ROUTES, prefix=prefix, partner=partner)
