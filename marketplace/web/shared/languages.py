"""In which language a page speaks: what its address says (`?lang=en`), else what was chosen, else what the browser asks for, else the programme's own."""

from functools import lru_cache
from typing import Any, NamedTuple, Protocol

from babel.support import NullTranslations
from flask import Blueprint, Flask, Response, abort, g, has_request_context, redirect, request
from flask_babel import Babel, get_locale, get_translations
from flask_login import current_user
from markupsafe import Markup

from marketplace.web.shared import lanes
from marketplace.web.shared.back import back

COOKIE = "language"
ASKED = "lang"  # for this page alone: a link that a colleague opens in another language changes nothing of theirs
REMEMBERED = 4_096  # texts of templates; there are fewer in two languages
A_YEAR_S = 365 * 24 * 3600
TONGUES = {"ru": ("ru", "RU", "Русский"), "en": ("en", "EN", "English")}

blueprint = Blueprint("languages", __name__)


class Programme(Protocol):
    """What must be known of a programme: its languages, the first of which is its own."""

    languages: list[str]


class Spoken(NamedTuple):
    """The language of a request: its code, and its words."""

    code: str
    words: NullTranslations


def init_app(app: Flask) -> None:
    """Let pages speak; templates find their words in the request's language, which is looked for once and not for each."""
    Babel(app, locale_selector=select)
    app.jinja_env.globals |= {"_": word, "gettext": word, "ngettext": words}


def word(text: str, /, **values: Any) -> Markup:
    """A text of a template in the language of the request; values are escaped where they stand in it, as `%(name)s`."""
    known = spoken().words
    return _said(known, text) % values if values else _whole(known, text)


def words(one: str, many: str, num: int, /, **values: Any) -> Markup:
    """The same where the form depends on a number, which stands in it as `%(num)s`."""
    return Markup(spoken().words.ungettext(one, many, num)) % {"num": num, **values}  # noqa: S704 - texts of ours


@lru_cache(maxsize=REMEMBERED)
def _said(known: NullTranslations, text: str) -> Markup:
    return Markup(known.ugettext(text))  # noqa: S704 - texts of ours


@lru_cache(maxsize=REMEMBERED)
def _whole(known: NullTranslations, text: str) -> Markup:
    return _said(known, text) % {}


def spoken() -> Spoken:
    """The language that templates and formats speak in this request."""
    found: Spoken | None = g.get("spoken")
    if found is None:
        locale = get_locale()
        found = g.spoken = Spoken(str(locale.language) if locale else "ru", get_translations())
    return found


def choose_from(wanted: list[str], accepted: list[str], offered: list[str]) -> str:
    """The first wanted language that is offered, else the first accepted one, else the first offered."""
    return next((code for code in [*wanted, *accepted] if code in offered), offered[0])


def select() -> str:
    """The locale selector for Flask-Babel."""
    programme: Programme | None = g.get("programme")
    offered = [code for code in programme.languages if code in TONGUES] if programme else []
    offered = offered or list(TONGUES)
    if not has_request_context():
        return offered[0]
    if lanes.machine():
        return choose_from([], _accepted(), offered)
    asked = request.args.get(ASKED, "")
    wanted = [asked, request.cookies.get(COOKIE, ""), str(getattr(current_user, "language", "") or "")]
    return choose_from(wanted, _accepted(), offered)


def _accepted() -> list[str]:
    return [code[:2] for code in request.accept_languages.values()]


def tongues(programme: Programme) -> list[tuple[str, str, str]]:
    """The languages of a programme for its switch: code, short name, full name."""
    return [TONGUES[code] for code in programme.languages if code in TONGUES]


@blueprint.post("/language")
def choose() -> Response:
    """Remember the chosen language and go back to the page."""
    code = request.form.get("language", "")
    if code not in TONGUES:
        abort(422)
    response = redirect(back(request.form.get("next", "")))
    response.set_cookie(COOKIE, code, max_age=A_YEAR_S, httponly=True, samesite="Lax", secure=request.is_secure)
    return response  # type: ignore[return-value]
