"""Light, dark, or as the device has it."""

from flask import Blueprint, Response, abort, redirect, request

from marketplace.web.shared.back import back

COOKIE = "theme"
A_YEAR_S = 365 * 24 * 3600
THEMES = ("light", "dark", "auto")

blueprint = Blueprint("themes", __name__)


def current() -> str:
    """The theme of the request: what was chosen, else "auto"."""
    chosen = request.cookies.get(COOKIE, "")
    return chosen if chosen in THEMES else "auto"


@blueprint.post("/theme")
def choose() -> Response:
    """Remember the chosen theme and go back to the page."""
    theme = request.form.get("theme", "")
    if theme not in THEMES:
        abort(422)
    response = redirect(back(request.form.get("next", "")))
    response.set_cookie(COOKIE, theme, max_age=A_YEAR_S, httponly=True, samesite="Lax", secure=request.is_secure)
    return response  # type: ignore[return-value]
