"""People with passwords and authenticators that are known beforehand, who sign in, fail to, and ask for letters."""

import json
import re
from dataclasses import dataclass
from random import Random
from typing import Any

from flask import Flask

from marketplace import identity
from marketplace.core import ids
from marketplace.core.db import execute, transaction
from tests.builders.identity import a_user, form_of, totp, with_authenticator
from tests.builders.letters import letters
from tests.builders.promises import keep
from tests.drills.visitor import until


@dataclass
class Person:
    """What only they know."""

    email: str
    password: str
    new_password: str
    totp_stored: str
    totp_plain: str

    @property
    def secrets(self) -> list[str]:
        """All that must be found nowhere."""
        return [self.password, self.new_password, self.totp_plain]


def some_people(app: Flask, chance: Random, how_many: int) -> list[Person]:
    """Make users; each has an authenticator."""
    made = []
    with app.app_context():
        for number in range(how_many):
            password, new = (f"pw-{''.join(chance.choice(ids.ALPHABET) for _ in range(16))}" for _ in range(2))
            with transaction():
                user = a_user(f"person{number}@example.org", password=password)
                stored = with_authenticator(user)
            plain = json.loads(identity.unseal_totp(stored, user.id))["key"]
            made.append(Person(f"person{number}@example.org", password, new, stored, plain))
    return made


def come_and_go(app: Flask, http: Any, person: Person) -> list[str]:
    """Sign in with mistakes and without, forget the password, take a new one; returns the tokens of the letter's link."""
    _forget_limits(app)
    for email, password in (
        (person.password, person.email),
        (person.email, person.new_password),
        (person.email, person.password),
    ):
        page = form_of(http.get("/sign-in").text)
        answer = http.post("/sign-in", data={**page, "email": email, "password": password})
    assert answer.status_code == 302, "the right password is taken"
    for code in ("000000", person.totp_plain, totp(app, person.totp_stored)):
        page = form_of(http.get(answer.location).text)
        http.post(answer.location, data={**page, "code": code})
    http.post("/sign-out", data={})
    page = form_of(http.get("/password/reset").text)
    http.post("/password/reset", data={**page, "email": person.email})
    until(lambda: _came(app, person.email))
    return [_reset(http, path, person) for path in _links(app, person.email)]


def _reset(http: Any, path: str, person: Person) -> str:
    """Open the link, choose a password that is refused and one that is taken."""
    for password in (person.new_password[:5], person.new_password):
        page = http.get(path)
        if page.status_code == 200:
            http.post(path, data={**form_of(page.text), "password": password, "password_confirm": password})
    return path.rpartition("/")[2]


def _came(app: Flask, email: str) -> bool:
    """Whether the letter is there: it is promised after the answer was given, and the shop's worker may be the one that sends it."""
    keep(app)
    return bool(_links(app, email))


def _links(app: Flask, email: str) -> list[str]:
    with app.app_context(), transaction():
        bodies = [letter.body_text for letter in letters() if letter.recipient == email]
        return [path for body in bodies for path in re.findall(r"http://[^/\s]+(/password/reset/\S+)", body)]


def _forget_limits(app: Flask) -> None:
    """Everybody comes from one address here, and more often than one may."""
    with app.app_context(), transaction():
        execute("DELETE FROM throttle")
