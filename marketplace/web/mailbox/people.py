"""Who can sign in to the demo, and the code that their authenticator shows this minute."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_login import current_user, logout_user

from marketplace import identity, partners, programmes
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.settings import Settings
from marketplace.web.shared import filters
from marketplace.web.shared.role_words import ROLES
from marketplace.web.shared.visitor import actor

EXTENSION = "mailbox"
PERIOD_S = 30
blueprint = Blueprint("people", __name__)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the demo world; what is special about them, in two languages."""

    email: str
    name_ru: str
    name_en: str
    about_ru: str
    about_en: str


@dataclass(frozen=True, slots=True)
class Shown:
    """Who is shown, by the programme's slug, and the password of all of them."""

    people: Mapping[str, Sequence[Person]]
    password: str


@dataclass(frozen=True, slots=True)
class Code:
    """Six digits that the sign-in page takes now; `wait` says in how many seconds, where those of now are used up."""

    digits: str
    wait: int


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the page: the person, what they do here, where they go first, their code if they have an authenticator."""

    person: Person
    roles: list[LazyString]
    partner: str
    onward: str
    code: Code | None


@blueprint.post("/sign-ins")
def sign_in() -> ResponseReturnValue:
    """Hand address and password to the sign-in page as if they had been typed there; who was signed in here is out."""
    if request.form.get("email", "") not in {person.email for person in _people()}:
        abort(404)
    if current_user.is_authenticated:
        with transaction(by=actor()):
            logout_user()
    return redirect(url_for("security.login"), 307)


def shown() -> dict[str, Any]:
    """What the page says of people, in the request's programme."""
    settings: Settings = current_app.config["SETTINGS"]
    now = time.time()
    others = [
        (other, programmes.address(settings.public_url, programmes.hosts(other.id)) + url_for("mailbox.letters.index"))
        for other in programmes.everyone()
    ]
    rows = [_row(person, user, now) for person in _people() if (user := identity.user_by_email(person.email))]
    return {"password": _shown().password, "rows": rows, "left": PERIOD_S - int(now) % PERIOD_S, "others": others}


def _shown() -> Shown:
    shown: Shown = current_app.extensions[EXTENSION]
    return shown


def _people() -> Sequence[Person]:
    return _shown().people.get(g.programme.slug, ())


def _row(person: Person, user: identity.User, now: float) -> Row:
    held = [grant for grant in identity.grants(user.id) if grant.programme_id in (g.programme.id, None)]
    partner = next((partners.partner(grant.partner_id) for grant in held if grant.partner_id), None)
    works = identity.can(user, Permission.CONSOLE_OPEN, programme_id=g.programme.id)
    return Row(
        person, [ROLES[grant.role] for grant in held], filters.local(partner, "name") if partner else "",
        url_for("console.home.index") if works and "console" in current_app.blueprints else "/", code_of(user, now) if user.has_totp else None,
    )  # fmt: skip


def code_of(user: identity.User, now: float) -> Code:
    """The first code that was not used yet: of this half-minute, else of the next, which is taken already as well."""
    authenticator = current_app.extensions["security"].totp_factory.opened(user.tf_totp_secret, user.id)
    present = int(now) // PERIOD_S
    counter = max(present, (user.totp_counter or 0) + 1)
    early = (counter - 1) * PERIOD_S
    return Code(authenticator.generate(counter * PERIOD_S).token, max(0, early - int(now)))
