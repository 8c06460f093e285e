"""Promotions that a partner and the programme pay for together: proposed, signed and refused, at the desks of both."""

from collections.abc import Callable

from flask import Blueprint

from marketplace.identity import Permission
from marketplace.web.shared import desk_pages
from marketplace.web.shared.desk_pages import Route
from marketplace.web.shared.promotion_pages import views
from marketplace.web.shared.promotion_pages.touched import touched

__all__ = ["blueprint", "touched"]


def blueprint(module: str, *, prefix: str, partner: Callable[..., int] | None = None) -> Blueprint:
    """The pages at a desk, as `desk_pages.blueprint`: whoever signs contracts there signs promotions."""
    reads, signs = (
        Permission.STATEMENTS_READ,
        Permission.CONTRACTS_SIGN if partner is None else Permission.CONTRACTS_ACCEPT,
    )
    routes = (
        Route("GET", "", views.index, reads), Route("POST", "", views.propose, signs), Route("GET", "/<int:promotion_id>/signature", views.ask_sign, signs),
        Route("POST", "/<int:promotion_id>/signature", views.sign, signs), Route("GET", "/<int:promotion_id>/refusal", views.ask_refuse, signs),
        Route("POST", "/<int:promotion_id>/refusal", views.refuse, signs),
    )  # fmt: skip
    return desk_pages.blueprint("promotions", module, routes, prefix=prefix, partner=partner)
