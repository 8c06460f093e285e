"""Every route against every identity: who gets through, who is asked to sign in, and for whom nothing is there.

A page that needs a permission says which (`@require`), and who holds it is read from the one table of roles. Every
other route stands in the table below. A route that does neither fails the test.
"""

from dataclasses import dataclass
from typing import Any, Literal

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from marketplace import approvals, giftcards, identity, members, orders, runs
from marketplace.core import clock, ids, outbox
from marketplace.core.actors import SYSTEM
from marketplace.core.db import execute, transaction
from marketplace.web.console import programme_kinds as kinds
from tests.builders.exports import a_file
from tests.builders.identity import a_user, csrf, sign_in, staff
from tests.builders.orders import NOW, a_member, a_shelf, an_order
from tests.builders.programmes import a_programme
from tests.builders.runs import kept
from tests.proof.plugin import Proof

Outcome = Literal["ok", "sign in", "join", "missing", "refused", "fault"]
# Beside every role of the table: nobody, somebody whose session was ended, the member whose things are tried, another
# member, and an admin of another programme.
Visitor = str
ROLES: tuple[Visitor, ...] = tuple(identity.Role)
VISITORS: tuple[Visitor, ...] = ("guest", "dropped", "member", "other", *ROLES, "foreign")
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
    return signed_in() | dict.fromkeys((*ROLES, "foreign"), "join")


def for_the_owner() -> Rule:
    return for_members() | {"other": "missing"}


def permitted(permission: identity.Permission) -> Rule:
    """To whoever is signed in and may not, the page does not exist; a partner's people may it for their partner alone."""
    kept: dict[Visitor, Outcome] = dict.fromkeys(VISITORS, "missing")
    staff_may = identity.roles_with(permission) - set(identity.PARTNER_ROLES)
    return kept | {"guest": "sign in", "dropped": "sign in"} | dict.fromkeys(staff_may, "ok")


def of_the_admin() -> Rule:
    """What an admin has asked for is there for him alone."""
    return dict.fromkeys(VISITORS, "missing") | {"guest": "sign in", "dropped": "sign in", "admin": "ok"}


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
}


# Permitted to many, and each finds only what he asked for himself.
ALONE: dict[str, Rule] = {
    "GET /console/exports/<public_id>": of_the_admin(),
    "GET /console/exports/<public_id>/file": of_the_admin(),
}


@dataclass
class World:
    """Whose things are tried: a card, an order, a bank card; a letter and a promise; who tries."""

    app: Flask
    users: dict[Visitor, int]
    values: dict[str, Any]
    runs: dict[str, int]

    def things(self, who: Visitor) -> dict[str, Any]:
        """What is tried: each role with a run of a kind that is its own, if there is one."""
        mine = [k.name for k in runs.kinds() if who in identity.roles_with(k.permission)] or ["catalogue"]
        return self.values | {"run_id": self.runs[mine[-1]]}

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
        people = {who: a_user().id for who in ("dropped", "member", "other")}
        mine = a_member(programme, points=5000)
        others = a_member(programme)
        dropped = a_member(programme)
        for member, user in ((mine, people["member"]), (others, people["other"]), (dropped, people["dropped"])):
            execute("UPDATE members SET user_id = %(user)s WHERE id = %(id)s", {"user": user, "id": member.id})
        for role in identity.Role:
            partner_id = shelf.brand.partner_id if role in identity.PARTNER_ROLES else None
            people[role] = staff(programme, role, partner_id=partner_id).id
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
        waiting = approvals.propose(
            kinds.TEXT, kinds.text_subject("rules", "ru"), {"body": "# New"}, programme_id=programme.id, by=people["manager"],
            ref=ids.new_ref(), now=clock.now(),
        )  # fmt: skip
        values = {
            "slug": shelf.brand.slug, "kind": "rules", "public_id": giftcards.of_orders([order.id])[order.id].public_id,
            "change": "freeze", "number": orders.number_of(order.id), "card_id": members.cards(mine.id)[0].id,
            "letter_id": letter.id, "promise_id": promise.id, "token": "x", "deed": "approval", "language": "ru",
            "ref": waiting.ref,
        }  # fmt: skip
        values["export"] = a_file(programme.id, people["admin"])
    with app.app_context():
        runs_of = {kind.name: kept(programme, kind.name, "x", by=SYSTEM).id for kind in runs.kinds()}
    return World(app, people, values, runs_of)


def routes(app: Flask) -> dict[str, identity.Permission | None]:
    """Every route that people come to, as "METHOD rule", and the permission that its page names."""
    return {
        f"{method} {rule.rule}": getattr(app.view_functions[rule.endpoint], "access", None)
        for rule in app.url_map.iter_rules()
        if not rule.rule.startswith("/static/") and rule.endpoint.partition(".")[0] not in API
        if rule.endpoint.removeprefix("security.") not in STEPS
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def table(app: Flask) -> dict[str, Rule]:
    """Who gets what by every route."""
    return TABLE | {route: ALONE.get(route) or permitted(named) for route, named in routes(app).items() if named}


API = {"api_programme", "api_members", "api_offers", "api_orders", "api_cards", "api_audit"}


@pytest.mark.proof("P17")
def test_every_route_names_its_permission_or_is_in_the_table(app: Flask) -> None:
    assert sorted(route for route, named in routes(app).items() if not named) == sorted(TABLE)


@pytest.mark.proof("P17")
@pytest.mark.parametrize("who", VISITORS)
def test_visitor_gets_what_the_table_says(world: World, who: Visitor, proof: Proof) -> None:
    wrong = {}
    every = table(world.app)
    for route, rule in every.items():
        client = world.visitor(who)
        found = outcome(_try(client, route, world.things(who)))
        if found != rule[who]:
            wrong[route] = f"{found}, not {rule[who]}"
    assert wrong == {}
    proof.count("routes × visitors", len(every))


@pytest.mark.proof("P17", control=True)
def test_without_the_roles_members_would_see_the_console(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the look at roles taken out, the test above would fail."""
    monkeypatch.setattr(identity, "can", lambda *_, **__: True)
    answer = _try(world.visitor("member"), "GET /console/journal", world.values)
    assert outcome(answer) != table(world.app)["GET /console/journal"]["member"]


@pytest.mark.proof("P17")
def test_nothing_is_posted_without_the_token_of_its_form(world: World) -> None:
    client = world.visitor("member")
    posts = [rule.rule for rule in world.app.url_map.iter_rules() if "POST" in (rule.methods or set())]
    for path in posts:
        if not path.startswith("/api/"):
            answer = client.post(_filled(path, world.things("member")), data={})
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
    if "exports/<public_id>" in rule:
        values = values | {"public_id": values["export"]}
    if "statement" in rule:
        values = values | {"kind": "csv"}
    if "/approvals/rules/<kind>" in rule:
        values = values | {"kind": kinds.TEXT}
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
