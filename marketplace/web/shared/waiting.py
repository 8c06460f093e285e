"""What a till's browser still has to send: a cookie of its page says so, and until then nobody signs out there.

Sign-out has the browser forget all that pages have kept. The cookie holds the address of the till's page and no secret; whoever makes
one up is led to a page of his own.
"""

import re

from flask import Flask, redirect, request
from werkzeug.wrappers import Response

COOKIE = "till-waits"
_PAGE = re.compile(r"/partner/[a-z0-9-]{1,64}/tills/[0-9A-Z]{26}/offline")


def init_app(app: Flask) -> None:
    """Hold sign-out back while something waits."""
    app.before_request(_hold)


def page() -> str:
    """The page of the till that has something to send; "" where nothing waits."""
    found = request.cookies.get(COOKIE, "")
    return found if _PAGE.fullmatch(found) else ""


def _hold() -> Response | None:
    if request.endpoint != "security.logout" or not page():
        return None
    return redirect(f"{page()}#waits", 303)
