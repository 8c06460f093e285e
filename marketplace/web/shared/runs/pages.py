"""The routes of uploads, for one desk."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint

from marketplace.identity import Permission
from marketplace.web.shared.runs import acts, sending, views
from marketplace.web.shared.security import require

LOOKS: tuple[tuple[str, str, Callable[..., Any]], ...] = (
    ("GET", "", views.index),
    ("POST", "/exports", views.export),
    ("GET", "/<int:run_id>", views.show),
)
ACTS: tuple[tuple[str, str, Callable[..., Any]], ...] = (
    ("GET", "/new", sending.new),
    ("POST", "/new", sending.create),
    ("POST", "/<int:run_id>/application", acts.apply),
    ("POST", "/<int:run_id>/stop", acts.stop),
    ("POST", "/<int:run_id>/discarding", acts.discard),
    ("GET", "/<int:run_id>/errors", acts.errors),
    ("POST", "/<int:run_id>/notes", acts.write_note),
)


def blueprint(module: str, *, prefix: str, partner: Callable[..., int] | None = None) -> Blueprint:
    """The pages of uploads at a desk.

    Args:
        module: the module of the desk that they belong to.
        partner: finds the partner whose desk it is, from the values of the route; None: the programme's own.
    """
    made = Blueprint("runs", module, url_prefix=prefix)
    # What each kind needs is asked within; all kinds that partners bring are for the same people.
    to_act = Permission.RUNS_READ if partner is None else Permission.RUNS_CATALOGUE
    for routes, permission in ((LOOKS, Permission.RUNS_READ), (ACTS, to_act)):
        for method, rule, view in routes:
            guarded = require(permission, partner=partner)(view)
            made.add_url_rule(rule, view.__name__, guarded, methods=[method])
    return made
