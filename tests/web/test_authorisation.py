"""Every route against every identity: who gets through, who is asked to sign in, and for whom nothing is there.

A route that is not in the table fails the test.
"""

from dataclasses import dataclass
from typing import Any, Literal

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from marketplace import giftcards, identity, members, orders
from marketplace.core import outbox
from marketplace.core.db import execute, transaction
from tests.builders.identity import a_user, csrf, sign_in, staff
from tests.builders.orders import NOW, a_member, a_shelf, an_order
from tests.builders.programmes import a_programme
from tests.proof.plugin import Proof

Outcome = Literal["ok", "sign in", "join", "missing", "refused", "fault"]
Visitor = Literal["guest", "dropped", "owner", "other", "partner", "support", "finance", "manager", "admin", "foreign"]
STAFF: tuple[Visitor, ...] = ("support", "finance", "manager", "admin")
VISITORS: tuple[Visitor, ...] = ("guest", "dropped", "owner", "other", "partner", *STAFF, "foreign")
Rule = dict[Visitor, Outcome]


def public() -> Rule:
    return dict.fromkeys(VISITORS, "ok")


def signed_in() -> Rule:
    return public() | {"guest": "sign in", "dropped": "sign in"}


def by_token() -> Rule:
    """Without a token that counts a visitor is led to where he may ask for one."""
    return signed_in()


def for_members() -> Rule:
    """Whoever is no member of the programme is asked to join."""
    outsiders: tuple[Visitor, ...] = ("partner", *STAFF, "foreign")
    return signed_in() | dict.fromkeys(outsiders, "join")


def for_the_owner() -> Rule:
    return for_members() | {"other": "missing"}


def for_staff(*roles: Visitor) -> Rule:
    kept: dict[Visitor, Outcome] = dict.fromkeys(VISITORS, "missing")
    return kept | {"guest": "sign in", "dropped": "sign in"} | dict.fromkeys(roles, "ok")


# Steps of signing in: what they answer hangs on the step before, and nothing of anybody's is on them.
STEPS = {
    "login", "register", "logout", "send_confirmation", "confirm_email", "forgot_password", "reset_password", "wan_signin",
    "wan_signin_response", "two_factor_token_validation", "two_factor_rescue", "mf_recovery", "tf_select",
    "two_factor_setup", "two_factor_setup_validate",
}  # fmt: skip
TABLE: dict[str, Rule] = {
    "GET /": public(),
    "GET /brands/<slug>": public(),
    "POST /brands/<slug>/orders": for_members(),
    "GET /texts/<kind>": public(),
    "GET /help": public(),
    "POST /city": public(),
    "POST /language": public(),
    "POST /theme": public(),
    "GET /pictures/brands/<slug>.svg": public(),
    "GET /pictures/brands/<slug>-mark.svg": public(),
    "GET /pictures/logo.svg": dict.fromkeys(VISITORS, "missing"),
    "GET /pictures/skin.css": public(),
    "GET /favicon.ico": public(),
    "GET /healthz": public(),
    "GET /readyz": public(),
    # For programs on this machine, as the test client is one, or with a token: tests/web/test_metrics.py.
    "GET /metrics": public(),
    "GET /api/v1/": public(),
    "GET /api/v1/openapi.json": public(),
    "GET /cards": for_members(),
    "GET /cards/<public_id>": for_the_owner(),
    "GET /cards/<public_id>/<any(freeze, release):change>": for_the_owner(),
    "POST /cards/<public_id>/<any(freeze, release):change>": for_the_owner(),
    "POST /cards/<public_id>/certificate": for_the_owner(),
    "GET /cards/<public_id>/reveals": for_members(),
    "POST /cards/<public_id>/reveals": for_the_owner(),
    "GET /orders/<number>": for_the_owner(),
    "GET /orders/<number>/cancellation": for_the_owner(),
    "POST /orders/<number>/cancellation": for_the_owner(),
    "GET /points": for_members(),
    "GET /points/statement.<any(csv, xlsx):kind>": for_members(),
    "GET /account": public(),
    "GET /account/profile": for_members(),
    "POST /account/profile": for_members(),
    "GET /account/notifications": for_members(),
    "POST /account/notifications": for_members(),
    "POST /account/notifications/<kind>": for_members(),
    "POST /account/cards/<int:card_id>/removal": for_the_owner(),
    "GET /account/joining": signed_in(),
    "POST /account/joining": signed_in(),
    "GET /account/security": signed_in(),
    "GET /account/email": signed_in(),
    "POST /account/email": signed_in(),
    # Behind a letter: what opens it is its token, and the password.
    "GET /account/email/confirmation/<token>": by_token(),
    "POST /account/email/confirmation/<token>": by_token(),
    "POST /account/sessions/end": signed_in(),
    "GET /password/change": signed_in(),
    "POST /password/change": signed_in(),
    "GET /passkeys": signed_in(),
    "POST /passkeys": signed_in(),
    "POST /passkeys/<token>": signed_in(),
    "GET /passkeys/removal": signed_in(),
    "POST /passkeys/removal": signed_in(),
    "GET /recovery-codes": signed_in(),
    "POST /recovery-codes": signed_in(),
    "GET /verify": signed_in(),
    "POST /verify": signed_in(),
    "GET /verify/passkey": signed_in(),
    "POST /verify/passkey": signed_in(),
    "POST /verify/passkey/<token>": signed_in(),
    "GET /console/": for_staff(*STAFF),
    "GET /console/journal": for_staff("support", "finance", "manager", "admin"),
    "GET /console/letters": for_staff("support", "admin"),
    "GET /console/letters/<int:letter_id>": for_staff("support", "admin"),
    "GET /console/promises": for_staff("admin"),
    "POST /console/promises/<int:promise_id>/sendings": for_staff("admin"),
}


@dataclass
class World:
    """Whose things are tried: a card, an order, a bank card; a letter and a promise; who tries."""

    app: Flask
    users: dict[Visitor, int]
    values: dict[str, Any]

    def visitor(self, who: Visitor) -> FlaskClient:
        client = self.app.test_client()
        if who != "guest":
            sign_in(client, self.users[who], fresh=True)
        if who == "dropped":
            with self.app.app_context(), transaction():
                identity.end_sessions(self.users[who])
        return client


@pytest.fixture
def world(app: Flask) -> World:
    with app.app_context(), transaction():
        shelf, elsewhere = a_shelf(a_programme(hosts=("localhost",))), a_programme(hosts=("other.localhost",))
        programme = shelf.programme
        people = {who: a_user().id for who in ("dropped", "owner", "other")}
        mine = a_member(programme, points=5000)
        others = a_member(programme)
        dropped = a_member(programme)
        for member, user in ((mine, people["owner"]), (others, people["other"]), (dropped, people["dropped"])):
            execute("UPDATE members SET user_id = %(user)s WHERE id = %(id)s", {"user": user, "id": member.id})
        people["partner"] = staff(programme, "partner", partner_id=shelf.brand.partner_id).id
        people |= {role: staff(programme, role).id for role in STAFF}
        people["foreign"] = staff(elsewhere, "admin").id
        order = an_order(mine, shelf)
        members.bind_card(mine, "220220******1186", NOW)
        letter = execute(
            """INSERT INTO mails (ref, programme_id, recipient, subject, body_text, body_html, written_at)
               VALUES ('test:1', %(programme)s, 'a@example.org', 's', 't', 'h', %(now)s) RETURNING id""",
            {"programme": programme.id, "now": NOW},
        ).one()
        outbox.send("test.dead", ref="1", now=NOW)
        promise = execute("UPDATE outbox SET dead_at = now() WHERE topic = 'test.dead' RETURNING id").one()
        values = {
            "slug": shelf.brand.slug, "kind": "rules", "public_id": giftcards.of_orders([order.id])[order.id].public_id,
            "change": "freeze", "number": orders.number_of(order.id), "card_id": members.cards(mine.id)[0].id,
            "letter_id": letter.id, "promise_id": promise.id, "token": "x",
        }  # fmt: skip
    return World(app, people, values)


def routes(app: Flask) -> list[str]:
    """Every route that people come to, as "METHOD rule"."""
    return sorted(
        f"{method} {rule.rule}"
        for rule in app.url_map.iter_rules()
        if not rule.rule.startswith("/static/") and rule.endpoint.partition(".")[0] not in API
        if rule.endpoint.removeprefix("security.") not in STEPS
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    )


API = {"api_programme", "api_members", "api_offers", "api_orders", "api_cards"}


@pytest.mark.proof("P17")
def test_every_route_is_in_the_table(app: Flask) -> None:
    assert routes(app) == sorted(TABLE)


@pytest.mark.proof("P17")
@pytest.mark.parametrize("who", VISITORS)
def test_visitor_gets_what_the_table_says(world: World, who: Visitor, proof: Proof) -> None:
    wrong = {}
    for route, rule in TABLE.items():
        client = world.visitor(who)
        found = outcome(_try(client, route, world.values))
        if found != rule[who]:
            wrong[route] = f"{found}, not {rule[who]}"
    assert wrong == {}
    proof.count("routes × visitors", len(TABLE))


@pytest.mark.proof("P17", control=True)
def test_without_the_roles_members_would_see_the_console(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the look at roles taken out, the test above would fail."""
    monkeypatch.setattr(identity, "can", lambda *_, **__: True)
    answer = _try(world.visitor("owner"), "GET /console/", world.values)
    assert outcome(answer) != TABLE["GET /console/"]["owner"]


@pytest.mark.proof("P17")
def test_nothing_is_posted_without_the_token_of_its_form(world: World) -> None:
    client = world.visitor("owner")
    posts = [rule.rule for rule in world.app.url_map.iter_rules() if "POST" in (rule.methods or set())]
    for path in posts:
        if not path.startswith("/api/"):
            answer = client.post(_filled(path, world.values), data={})
            assert (path, answer.status_code) == (path, 400)


def outcome(answer: TestResponse) -> Outcome:
    """What an answer means to whoever asked."""
    if answer.status_code >= 500:
        return "fault"
    if answer.status_code == 404:
        return "missing"
    if answer.status_code in (401, 403):
        return "refused"
    if "/sign-in" in answer.headers.get("Location", ""):
        return "sign in"
    if "/account/joining" in answer.headers.get("Location", "") and answer.request.path != "/account/joining":
        return "join"
    return "ok"


def _try(client: FlaskClient, route: str, values: dict[str, Any]) -> TestResponse:
    method, _, rule = route.partition(" ")
    if "/notifications/<kind>" in rule:
        values = values | {"kind": "orders"}
    if "statement" in rule:
        values = values | {"kind": "csv"}
    data = {"csrf_token": csrf(client), "next": "/"} if method == "POST" else None
    return client.open(_filled(rule, values), method=method, data=data, base_url="http://localhost")


def _filled(rule: str, values: dict[str, Any]) -> str:
    path = rule
    for name, value in values.items():
        start, found, rest = path.partition(f":{name}>")
        if found:
            path = start.rpartition("<")[0] + str(value) + rest
        path = path.replace(f"<{name}>", str(value))
    return path
