"""What every page of the library gets from us: one transaction, and names for its template."""

from collections.abc import Callable
from functools import wraps
from typing import Any, NoReturn
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from flask import Flask, abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import Security

from marketplace.core.db import transaction
from marketplace.web.shared.back import HOME
from marketplace.web.shared.desks import desks
from marketplace.web.shared.entry_points import first
from marketplace.web.shared.security import agreement, words, wrong
from marketplace.web.shared.security.factor import must_set_up, ways
from marketplace.web.shared.security.forms import AddressForm
from marketplace.web.shared.security.sign_up import ask_for_letter
from marketplace.web.shared.visitor import actor

# Where somebody may be signed in after this step.
SIGNS_IN = (
    "security.login", "security.two_factor_token_validation", "security.mf_recovery", "security.wan_signin_response",
    "security.tf_select",
)  # fmt: skip
# What the library has and we do not: help by mail, and a set-up whose state stands in the address.
NO_PAGES = ("security.two_factor_rescue", "security.two_factor_setup_validate")


def init_app(app: Flask, security: Security) -> None:
    """Wrap the library's views; call it when all of them are in their places."""
    # Pages only: the library's JSON answers would say more than a page does.
    security.want_json(lambda _request: False)
    security.context_processor(_names)
    for endpoint in NO_PAGES:
        app.view_functions[endpoint] = _no_page
    app.view_functions["security.forgot_password"] = _forgotten
    for endpoint in SIGNS_IN:
        app.view_functions[endpoint] = _then_on(app.view_functions[endpoint])
    for endpoint, view in app.view_functions.items():
        if endpoint.startswith("security."):
            app.view_functions[endpoint] = _in_transaction(view)
    app.view_functions["security.login"] = wrong.counted(app.view_functions["security.login"])


def _in_transaction(view: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(view)
    def one(*args: Any, **values: Any) -> Any:
        with transaction(by=actor()):
            answer = view(*args, **values)
        words.in_our_tones()
        return answer

    return one


def _then_on(view: Callable[..., Any]) -> Callable[..., Any]:
    """A sign-in that has no page to come back to ends at one's desk, or in the shop.

    Left alone, the library would lead from the second step back to the first.
    """

    @wraps(view)
    def entered(**values: Any) -> Any:
        answer = view(**values)
        if getattr(answer, "location", None):
            parts = urlsplit(answer.location)
            asked = [(name, said) for name, said in parse_qsl(parts.query) if (name, said) != ("next", request.url)]
            answer.location = urlunsplit(parts._replace(query=urlencode(asked, safe="/")))
            own = desks() if g.get("has_begun") and answer.location == HOME else []
            answer.location = own[0].href if own else answer.location
        return answer

    return entered


def _forgotten() -> ResponseReturnValue:
    """Take the address for a new password; the answer is the same for every one."""
    form = AddressForm()
    if form.validate_on_submit():
        ask_for_letter("reset", form.email.data)
        return redirect(url_for("security.forgot_password", sent="yes"))
    return render_template("security/forgot_password.html", form=form), 422 if form.errors else 200


def _no_page(**_: Any) -> NoReturn:
    abort(404)


def _names() -> dict[str, Any]:
    locked, home, own = must_set_up(), first("own_security"), desks()
    return {
        "inside": (not locked and first("layout")) or "security/door.html",
        "locked": locked,
        "security_home": url_for(home) if home else "/",
        "onward": own[0].href if own else url_for(home) if home else "/",
        "ways": ways,
        "agreement": agreement.shown,
    }
