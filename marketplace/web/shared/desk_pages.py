"""Pages that stand at several desks: the console shows all of a programme, a partner's desk what is that partner's."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from flask import Blueprint

from marketplace.identity import Permission
from marketplace.web.shared.security import require


class Route(NamedTuple):
    """An address, the view that answers it, and what one must be permitted to do there."""

    method: str
    rule: str
    view: Callable[..., Any]
    permission: Permission


def blueprint(
    name: str, module: str, routes: Sequence[Route], *, prefix: str, partner: Callable[..., int] | None = None
) -> Blueprint:
    """The same pages at a desk.

    Args:
        module: the module of the desk that they belong to.
        partner: finds the partner whose desk it is, from the values of the route; None: the programme's own. A partner's
            addresses have tokens of its own for the numbers of rows.
    """
    made = Blueprint(name, module, url_prefix=prefix)
    for method, rule, view, permission in routes:
        guarded = require(permission, partner=partner)(view)
        if partner is not None:
            rule = rule.replace("<int:", "<own:")
        made.add_url_rule(rule, view.__name__, guarded, methods=[method])
    return made
