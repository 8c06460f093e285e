"""What every page of the library gets from us: one transaction, names for its template, and an even pace."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, NoReturn

from flask import Flask, abort, redirect, request, session, url_for
from flask_security import Security

from marketplace.core.db import transaction
from marketplace.web.shared.entry_points import first
from marketplace.web.shared.security import agreement, words
from marketplace.web.shared.security.factor import must_set_up, ways
from marketplace.web.shared.visitor import actor

# A letter is written to an address that is known, and none to another: these pages answer no sooner than this, so that
# the time does not tell which it was.
EVEN = ("security.register", "security.forgot_password", "security.send_confirmation")
EVEN_S = 0.25
# After a letter was asked for, these say on a page of its own that it may be on its way.
ASKED = ("security.forgot_password", "security.send_confirmation")
# What the library has and we do not: help by mail, and a set-up whose state stands in the address.
NO_PAGES = ("security.two_factor_rescue", "security.two_factor_setup_validate")


def init_app(app: Flask, security: Security) -> None:
    """Wrap the library's views; call it when all of them are in their places."""
    # Pages only: the library's JSON answers would say more than a page does.
    security.want_json(lambda _request: False)
    security.context_processor(_names)
    for endpoint in NO_PAGES:
        app.view_functions[endpoint] = _no_page
    for endpoint in ASKED:
        app.view_functions[endpoint] = _then_say_so(app.view_functions[endpoint])
    for endpoint, view in app.view_functions.items():
        if endpoint.startswith("security."):
            app.view_functions[endpoint] = _in_transaction(view)


def _in_transaction(view: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(view)
    def one(*args: Any, **values: Any) -> Any:
        began = time.monotonic()
        with transaction(by=actor()):
            answer = view(*args, **values)
        words.in_our_tones()
        if request.method == "POST" and request.endpoint in EVEN:
            time.sleep(max(0.0, began + EVEN_S - time.monotonic()))
        return answer

    return one


def _then_say_so(view: Callable[..., Any]) -> Callable[..., Any]:
    """In the place of the empty form and a message: a page that can be loaded again, the same for every address."""

    @wraps(view)
    def asked(**values: Any) -> Any:
        said = list(session.get("_flashes", ()))
        answer = view(**values)
        if request.method != "POST" or hasattr(answer, "location"):
            return answer
        session["_flashes"] = said
        return redirect(url_for(request.endpoint or "", sent="yes"))

    return asked


def _no_page(**_: Any) -> NoReturn:
    abort(404)


def _names() -> dict[str, Any]:
    locked, home = must_set_up(), first("own_security")
    return {
        "inside": (not locked and first("layout")) or "security/door.html",
        "locked": locked,
        "security_home": url_for(home) if home else "/",
        "ways": ways,
        "agreement": agreement.shown,
    }
