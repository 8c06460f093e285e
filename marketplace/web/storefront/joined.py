"""Pages for members of the programme alone."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import g, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from marketplace import members
from marketplace.web.shared import limits, parts
from marketplace.web.shared.entry_points import mark
from marketplace.web.shared.security import ask_to_sign_in
from marketplace.web.shared.visitor import current_member, here

P = ParamSpec("P")
T = TypeVar("T")


def where_to_begin() -> str:
    """Where a user who is no member of this programme begins: they join it, or read which address their membership is reached by now."""
    if members.merged_of_user(current_user.id, g.programme.id) is not None:
        return url_for("storefront.account.moved")
    return url_for("storefront.account.joining", next=here())


def members_only(view: Callable[P, T]) -> Callable[P, T | ResponseReturnValue]:
    """Ask guests to sign in, and users who are no members of this programme to join it; one who is blocked is told so."""

    @wraps(view)
    def guarded(*args: P.args, **values: P.kwargs) -> T | ResponseReturnValue:
        if not current_user.is_authenticated:
            return ask_to_sign_in()
        if current_member() is None:
            unless_blocked()
            onward = where_to_begin()
            return parts.go(onward) if parts.wanted() else redirect(onward)
        limits.hold()
        return view(*args, **values)

    return mark(guarded, "member")


def unless_blocked() -> None:
    """Raises members.MemberBlocked where the visitor, who is no member to our pages, is one who is blocked."""
    if members.of_user(current_user.id, g.programme.id) is not None:
        raise members.MemberBlocked
