"""Parts of pages: which one script asks for, and how it is led to another page."""

from flask import Response, redirect, request
from flask.typing import ResponseReturnValue


def wanted() -> str:
    """The id of the element that script is going to fill; empty where a whole page is asked for."""
    return request.headers.get("HX-Target", "part") if request.headers.get("HX-Request") else ""


def go(url: str) -> ResponseReturnValue:
    """Lead the visitor to another page, from a form as well as from a part that script asked for."""
    if not wanted():
        return redirect(url, 303)
    return Response(status=204, headers={"HX-Redirect": url})
