"""The routes of uploads, for one desk."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint

from marketplace.identity import Permission
from marketplace.web.shared import desk_pages
from marketplace.web.shared.desk_pages import Route
from marketplace.web.shared.runs import acts, changes, commenting, reading_again, sending, templates, views, wrong

LOOKS: tuple[tuple[str, str, Callable[..., Any]], ...] = (
    ("GET", "", views.index),
    ("POST", "/exports", views.export),
    ("GET", "/<int:run_id>", views.show),
    ("GET", "/<int:run_id>/changes", changes.changes),
    ("POST", "/<int:run_id>/changes/exports", changes.export_changes),
)
ACTS: tuple[tuple[str, str, Callable[..., Any]], ...] = (
    ("GET", "/new", sending.new),
    ("POST", "/new", sending.create),
    ("GET", "/template", templates.template),
    ("POST", "/<int:run_id>/application", acts.apply),
    ("POST", "/<int:run_id>/stop", acts.stop),
    ("GET", "/<int:run_id>/discarding", acts.ask_discard),
    ("POST", "/<int:run_id>/discarding", acts.discard),
    ("GET", "/<int:run_id>/errors", wrong.errors),
    ("POST", "/<int:run_id>/notes", acts.write_note),
    ("POST", "/<int:run_id>/reading", reading_again.read_again),
    ("POST", "/<int:run_id>/comments", commenting.write_comment),
    ("POST", "/<int:run_id>/resolutions", commenting.resolve_comment),
)


def blueprint(module: str, *, prefix: str, partner: Callable[..., int] | None = None) -> Blueprint:
    """The pages of uploads at a desk, as `desk_pages.blueprint`."""
    # What each kind needs is asked within; all kinds that partners bring are for the same people.
    to_act = Permission.RUNS_READ if partner is None else Permission.RUNS_CATALOGUE
    routes = [Route(*one, Permission.RUNS_READ) for one in LOOKS] + [Route(*one, to_act) for one in ACTS]
    return desk_pages.blueprint("runs", module, routes, prefix=prefix, partner=partner)
