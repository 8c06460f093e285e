"""The routes of alarms, for one desk."""

from collections.abc import Callable

from flask import Blueprint

from marketplace.identity import Permission
from marketplace.web.shared import desk_pages
from marketplace.web.shared.alarm_pages import views
from marketplace.web.shared.desk_pages import Route

ROUTES = tuple(
    Route(method, rule, view, Permission.ALARMS_READ)
    for method, rule, view in (
        ("GET", "", views.index),
        ("POST", "/exports", views.export),
        ("GET", "/<int:alarm_id>", views.show),
        ("POST", "/<int:alarm_id>/answer", views.answer),
    )
)


def blueprint(module: str, *, prefix: str, partner: Callable[..., int] | None = None) -> Blueprint:
    """The pages of alarms at a desk, as `desk_pages.blueprint`."""
    return desk_pages.blueprint("alarms", module, ROUTES, prefix=prefix, partner=partner)
