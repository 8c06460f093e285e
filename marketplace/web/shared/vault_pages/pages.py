"""The routes of codes, for one desk."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint

from marketplace.identity import Permission
from marketplace.web.shared.security import require
from marketplace.web.shared.vault_pages import acts, views

ROUTES: tuple[tuple[str, str, Callable[..., Any]], ...] = (
    ("GET", "", views.index),
    ("POST", "/exports", views.export),
    ("GET", "/batches/<int:batch_id>", views.show),
    ("GET", "/batches/<int:batch_id>/withdrawal", acts.ask_withdrawal),
    ("POST", "/batches/<int:batch_id>/withdrawal", acts.withdraw),
    ("GET", "/batches/<int:batch_id>/release", acts.ask_release),
    ("POST", "/batches/<int:batch_id>/release", acts.release),
)


def blueprint(module: str, *, prefix: str, partner: Callable[..., int] | None = None) -> Blueprint:
    """The pages of codes at a desk.

    Args:
        module: the module of the desk that they belong to.
        partner: finds the partner whose desk it is, from the values of the route; None: the programme's own.
    """
    made = Blueprint("codes", module, url_prefix=prefix)
    for method, rule, view in ROUTES:
        made.add_url_rule(rule, view.__name__, require(Permission.RUNS_CODES, partner=partner)(view), methods=[method])
    return made
