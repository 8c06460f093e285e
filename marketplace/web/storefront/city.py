"""Where the visitor shops: chosen in the menu, else the member's own city, else the programme's."""

from flask import Blueprint, Response, abort, g, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from marketplace import programmes
from marketplace.programmes import City
from marketplace.web.shared.back import back
from marketplace.web.shared.visitor import current_member

COOKIE = "city"
ANYWHERE = "-"
A_YEAR_S = 365 * 24 * 3600

blueprint = Blueprint("city", __name__)


def current() -> City | None:
    """The city of the request; None: anywhere."""
    known = {city.slug: city for city in programmes.cities()}
    chosen = request.cookies.get(COOKIE, "")
    if chosen == ANYWHERE:
        return None
    member = current_member()
    wanted = [chosen, member.city_slug] if member else [chosen, g.programme.city_slug]
    return next((known[slug] for slug in wanted if slug in known), None)


def slug() -> str | None:
    """The same as the filters of the catalogue take it."""
    found = current()
    return found.slug if found else None


def forget(response: BaseResponse) -> None:
    """Take back what was chosen in the menu, so that the member's own city holds again."""
    response.delete_cookie(COOKIE, httponly=True, samesite="Lax", secure=request.is_secure)


@blueprint.post("/city")
def choose() -> Response:
    chosen = request.form.get("city", "")
    if chosen and chosen not in {city.slug for city in programmes.cities()}:
        abort(422)
    response = redirect(back(request.form.get("next", "")), 303)
    response.set_cookie(
        COOKIE, chosen or ANYWHERE, max_age=A_YEAR_S, httponly=True, samesite="Lax", secure=request.is_secure
    )
    return response  # type: ignore[return-value]
