"""P24: what is another's looks like what was never there, for every object that an address or a field can name.

The ways in are read from the routes and from the description of the API. A part of an address or a field that is in
none of the tables below fails: either it names an object, and is tried, or somebody says here that it names none.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from marketplace import identity, orders, partners
from marketplace.core.db import db, execute, transaction
from marketplace.core.errors import NotFound
from marketplace.web.api import access
from tests.builders.api import Caller, a_caller
from tests.builders.exports import a_file
from tests.builders.identity import NOW, csrf, sign_in, staff
from tests.builders.orders import a_member
from tests.builders.own import addressed, own
from tests.proof.plugin import Proof
from tests.web.test_authorisation import World, world  # noqa: F401 - a fixture
from tests.web.test_uniform_refusal import face

# What an address says up to its last part: the object's name in the world, and one of the same form that nothing has.
OBJECTS: dict[str, tuple[str, Any]] = {
    "/cards/<public_id>": ("public_id", "0" * 26),
    "/orders/<number>": ("number", "987654321"),
    "/points/purchases/<topup>": ("topup", "0" * 26),
    "/wishes/<wish_id>": ("wish_id", 987654321),
    "/quotes/<quote>": ("quote", "0" * 26),
    "/gifts/<gift>": ("gift", "0" * 26),
    "/account/cards/<card_id>": ("card_id", 987654321),
    "/cases/<case_id>": ("case_id", 987654321),
    "/cases/files/<file_id>": ("file_id", 987654321),
    "/console/fraud/<signal_id>": ("signal_id", 987654321),
    "/console/call/members/<member>": ("member", "9999999999"),
    "/console/call/<call_id>": ("call_id", 987654321),
    "/console/cases/<case_id>": ("case_id", 987654321),
    "/console/cases/files/<file_id>": ("file_id", 987654321),
    "/console/cases/incidents/<incident_id>": ("incident_id", 987654321),
    "/console/cases/templates/<template_id>": ("template_id", 987654321),
    "/partner/<partner>/questions/<question_id>": ("question_id", 987654321),
    "/console/exports/<public_id>": ("export", "0" * 26),
    "/console/letters/<letter_id>": ("letter_id", 987654321),
    "/console/records/transfers/<transfer_id>": ("transfer_id", 987654321),
    "/console/records/deliveries/<delivery_id>": ("delivery_id", 987654321),
    "/console/members/<member>": ("member", "9999999999"),
    "/account/data/<archive_id>": ("archive_id", "0" * 26),
    "/console/members/data/<copy_id>": ("copy_id", "0" * 26),
    "/console/members/bank-cards/<card_id>": ("card_id", 987654321),
    "/console/members/evidence/<evidence_id>": ("evidence_id", 987654321),
    "/console/orders/<number>": ("number", "987654321"),
    "/console/cards/<public_id>": ("public_id", "0" * 26),
    "/console/promises/<promise_id>": ("promise_id", 987654321),
    "/console/approvals/<ref>": ("ref", "0" * 26),
    "/console/people/grants/<grant_id>": ("grant_id", 987654321),
    "/console/programme/exchanges/<slug>": ("slug", "nobodys"),
    "/console/payments/debts/<member>": ("member", "9999999999"),
    "/console/payments/<payment>": ("payment", "0" * 26),
    "/console/bought/<supplied>": ("supplied", "987654321"),
    "/console/codes/batches/<batch_id>": ("batch_id", 987654321),
    "/console/alarms/<alarm_id>": ("alarm_id", 987654321),
    "/console/codes/values/<denomination_id>": ("denomination_id", 987654321),
    "/partner/<partner>/codes/values/<denomination_id>": ("denomination_id", 987654321),
    "/console/runs/<run_id>": ("run_id", 987654321),
    "/console/returned-codes/<return_id>": ("return_id", 987654321),
    "/console/acceptances/<acceptance_id>": ("acceptance_id", 987654321),
    "/console/settlements/<statement>": ("statement", "S-20000101-1"),
    "/console/settlements/of/<of_partner>": ("of_partner", 987654321),
    "/console/settlements/disputes/<dispute_id>": ("dispute_id", 987654321),
    "/console/settlements/disputes/papers/<dispute_file_id>": ("dispute_file_id", 987654321),
    "/console/promotions/<promotion_id>": ("promotion_id", 987654321),
    "/console/contracts/<of_partner>": ("of_partner", 987654321),
    "/console/contracts/versions/<version_id>": ("version_id", 987654321),
    "/console/payouts/<payout_id>": ("payout_id", 987654321),
    "/console/payouts/payments/<payment_id>": ("payment_id", 987654321),
    "/console/payouts/files/<payout_file_id>": ("payout_file_id", 987654321),
    "/console/netting/<netting_id>": ("netting_id", 987654321),
    "/console/accounts/<of_partner>": ("of_partner", 987654321),
    "/console/adjustments/<of_partner>": ("of_partner", 987654321),
    "/console/reconciliation/expected/<expectation_id>": ("expectation_id", 987654321),
    "/console/reconciliation/accounts/<account_id>": ("account_id", 987654321),
    "/console/reconciliation/entries/<entry_id>": ("entry_id", 987654321),
    "/console/reconciliation/matches/<match_id>": ("match_id", 987654321),
    "/console/reconciliation/repairs/<repair_id>": ("repair_id", 987654321),
    "/console/till-lines/<line_id>": ("line_id", 987654321),
    "/console/till-lines/missing/<redemption_id>": ("redemption_id", 987654321),
    "/partner/<partner>/till-lines/<line_id>": ("line_id", 987654321),
    "/partner/<partner>/settlements/<statement>": ("statement", "S-20000101-1"),
    "/partner/<partner>/settlements/disputes/<dispute_id>": ("dispute_id", 987654321),
    "/partner/<partner>/settlements/disputes/papers/<dispute_file_id>": ("dispute_file_id", 987654321),
    "/partner/<partner>/promotions/<promotion_id>": ("promotion_id", 987654321),
    "/partner/<partner>/contract/versions/<version_id>": ("version_id", 987654321),
    "/console/catalogues/<partner>": ("partner", "nobodys"),
    "/console/catalogues/<partner>/brands/<brand>": ("brand", "nobodys"),
    "/console/catalogues/<partner>/publications/<publication_id>": ("publication_id", 987654321),
    "/partner/<partner>": ("partner", "nobodys"),
    "/partner/<partner>/catalogue/publications/<publication_id>": ("publication_id", 987654321),
    "/partner/<partner>/uploads/<run_id>": ("run_id", 987654321),
    "/partner/<partner>/exports/<public_id>": ("own_export", "0" * 26),
    "/partner/<partner>/team/invitations/<invitation_id>": ("invitation_id", 987654321),
    "/partner/<partner>/codes/batches/<batch_id>": ("batch_id", 987654321),
    "/partner/<partner>/returned-codes/<return_id>": ("return_id", 987654321),
    "/partner/<partner>/alarms/<alarm_id>": ("alarm_id", 987654321),
    "/partner/<partner>/webhooks/deliveries/<delivery_id>": ("delivery_id", 987654321),
    "/partner/<partner>/team/people/<access_id>": ("access_id", 987654321),
    "/partner/<partner>/brands/<brand>": ("brand", "nobodys"),
    "/partner/<partner>/brands/versions/<page_id>": ("page_id", 987654321),
    "/partner/<partner>/catalogue/brands/<brand>": ("brand", "nobodys"),
    "/partner/<partner>/shops/<shop_id>": ("shop_id", 987654321),
    "/partner/<partner>/shops/closures/<closure_id>": ("closure_id", 987654321),
    "/partner/joining/<token>/papers/<paper_id>": ("paper_id", 987654321),
    "/console/partners/<of_partner>": ("of_partner", 987654321),
    "/console/partners/applications/<application>": ("application", "0" * 26),
    "/console/partners/papers/<paper_id>": ("paper_id", 987654321),
    "/partner/<partner>/tills/<terminal_id>": ("terminal_id", 987654321),
    "/partner/<partner>/tills/<terminal_id>/redemptions/<redemption>": ("redemption", "nothing"),
    "/partner/<partner>/tills/<terminal_id>/refusals/<refusal>": ("refusal", "00000000"),
    "/partner/<partner>/terminals/<terminal_id>": ("terminal_id", 987654321),
    "/partner/<partner>/terminals/<terminal_id>/keys/<key_id>": ("key_id", 987654321),
    "/partner/<partner>/terminals/<terminal_id>/offline/devices/<holder_id>": ("holder_id", 987654321),
    "/brands/<slug>": ("slug", "nobodys"),
    "/pictures/brands/<slug>": ("slug", "nobodys"),
    "/api/v1/orders/<number>": ("number", "987654321"),
    "/api/v1/cards/<card_id>": ("public_id", "0" * 26),
    "/api/v1/members/<number>": ("member", "9999999999"),
    "/api/v1/webhooks/<webhook>": ("webhook", 987654321),
    "/api/v1/offers/<offer_id>": ("offer_id", 987654321),
}
# Parts that name no object: a word out of a list, or a secret that opens what it names.
WORDS = {
    "act",
    "trouble",
    "outcome",
    "device",
    "pass_type",
    "serial",
    "kind",
    "suffix",
    "funder",
    "change",
    "decision",
    "deed",
    "language",
    "token",
    "filename",
    "step",
    "version",
    "what",
    "found",
    "section",
    "position",
    "unit",
}
HOUSE = "<partner>"  # in its address another object lies: it is asked for in the asker's own house, where he has one
# Open to everybody at the programme's own address: foreign to other programmes alone.
OF_EVERYBODY = {"/brands/<slug>", "/pictures/brands/<slug>", "/api/v1/offers/<offer_id>"}
# Staff of one programme work on these together, so a colleague is no stranger.
OF_STAFF = re.compile(r"/console/(?!exports)")
# Fields of the API that name an object, with what names nothing; and what such a field is called.
FIELDS: dict[str, Any] = {
    "member": "9999999999", "denomination_id": 987654321, "offer_id": 987654321, "partner": "nobodys", "delivery": 987654321,
}  # fmt: skip
NAMING = re.compile(r"member|partner|delivery|.*(_id|_ref|_number)$")
OTHER_HOST = "http://other.localhost"
Ask = Callable[[str, str], TestResponse]  # a method and a path


class Way(NamedTuple):
    """A route that names an object, and its address with all other parts filled in."""

    route: str
    method: str
    path: str
    own: Flask | None  # whose tokens stand for numbers there

    def of(self, value: Any, house: str) -> str:
        """The address of one object, in a partner's house where it lies in one."""
        path = self.path.replace("<>", str(value)).replace(HOUSE, house)
        return addressed(self.own, path) if self.own else path

    def name(self, value: Any, house: str) -> str:
        """What the address calls the object."""
        kind = self.route.rpartition("<")[2].removesuffix(">")
        return (
            own(self.own, house if HOUSE in self.route else "x", kind, value)
            if self.own and kind.endswith("_id")
            else str(value)
        )


@dataclass
class There:
    """A world of somebody's objects; who asks for them without a right, and who has one to some of them."""

    world: World
    names: dict[str, Any]
    strangers: dict[str, Ask]
    rightful: list[Ask]
    key: Caller
    foreign_keys: dict[str, Caller]
    own: str  # the partner of a competitor

    def house(self, who: str) -> str:
        """In which partner's pages somebody asks."""
        return self.own if who == "a competitor" else str(self.names["partner"])


@pytest.fixture
def there(world: World) -> There:  # noqa: F811
    app, shelf, member = world.app, world.shelf, world.owner
    with app.app_context(), transaction():
        for role in identity.STAFF_ROLES:
            identity.grant(world.users["foreign"], role, programme_id=world.elsewhere.id, now=NOW)
        joined = {"id": a_member(world.elsewhere).id, "user": world.users["foreign"]}
        execute("UPDATE members SET user_id = %(user)s WHERE id = %(id)s", joined)
        colleague = staff(shelf.programme, "admin").id
        db.session.flush()
        made = a_file(shelf.programme.id, world.users["owner"], permission=identity.Permission.PORTAL_OPEN)
        scoped = {"id": made, "partner": partners.partner_by_slug(shelf.programme.id, world.values["partner"]).id}
        execute(
            "UPDATE exports SET asked = jsonb_set(asked, '{scope,partner}', to_jsonb(%(partner)s::bigint)) WHERE public_id = %(id)s",
            scoped,
        )
        own = partners.partner(identity.grants(world.users["competitor"])[0].partner_id or 0).slug
    names = world.values | {
        "member": member.number,
        "offer_id": shelf.offer_id,
        "run_id": world.runs["catalogue"],
    }
    names["own_export"] = made
    strangers = {
        "another member": _browser(app, world.users["other"]), "a competitor": _browser(app, world.users["competitor"]),
        "a colleague": _browser(app, colleague),
        "another programme's staff": _browser(app, world.users["foreign"], OTHER_HOST),
    }  # fmt: skip
    rightful = [_browser(app, world.users[who]) for who in ("member", *identity.Role)]
    mine = Caller(app.test_client(), "", shelf, member, member.number)
    theirs = {"another member's key": a_caller(app, beside=mine, bound=True), "another programme's key": a_caller(app)}
    return There(world, names, strangers, rightful, a_caller(app, beside=mine), theirs, own)


def _browser(app: Flask, user_id: int, host: str = "http://localhost") -> Ask:
    client: FlaskClient = app.test_client()
    sign_in(client, user_id, fresh=True)
    token, cookie = csrf(client), client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    assert cookie is not None
    client.set_cookie(cookie.key, cookie.value, domain=host.removeprefix("http://"))
    data = {"csrf_token": token, "next": "/"}
    return lambda method, path: client.open(path, method=method, data=data if method == "POST" else None, base_url=host)


def _with_key(caller: Caller) -> Ask:
    def ask(method: str, path: str) -> TestResponse:
        path = path.removeprefix("/api/v1")
        return caller.post(path, {}) if method == "POST" else caller.get(path)

    return ask


def ways(app: Flask, terminal: int = 0) -> Iterator[Way]:
    """Every route that names an object, with every method; what lies in a terminal is asked for in this one."""
    words = {
        "act": "owner",
        "trouble": "other",
        "outcome": "release",
        "kind": "rules",
        "suffix": "csv",
        "funder": "bank",
        "change": "freeze",
        "deed": "approval",
        "decision": "give_up",
        "language": "ru",
        "token": "x",
        "step": "suspension",
        "version": "440f3041c8",  # of the picture that the world's brand has
        "what": "card",
        "found": "x",
        "section": "adjustment",
        "position": "1",
        "terminal_id": str(terminal),
    }
    for rule in app.url_map.iter_rules():
        plain = re.sub(r"<(?:[^<>]*:)?(\w+)>", r"<\1>", rule.rule)
        objects = [part for part in re.findall(r"<(\w+)>", plain) if part not in WORDS]
        for house in ("partner", "terminal_id"):
            objects = objects[1:] if len(objects) > 1 and objects[0] == house else objects
        assert len(objects) < 2, f"{rule.rule} names two objects: how they belong together is not tried yet"
        for part in objects:
            route, _, _ = plain.partition(f"<{part}>")
            path = plain.replace(f"<{part}>", "<>")
            for word, value in words.items():
                path = path.replace(f"<{word}>", value)
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
                yield Way(f"{route}<{part}>", method, path, app if "<own:" in rule.rule else None)


def seen(ask: Ask, way: Way, value: Any, house: str) -> tuple[int, str, dict[str, str]]:
    """What the asker sees of an object, without the name by which he asked."""
    status, body, headers = face(ask(way.method, way.of(value, house)))
    asked = re.compile(rf"""(/|": ){way.name(value, house)}\b""")
    return status, asked.sub(r"\1…", body), {name: asked.sub(r"\1…", said) for name, said in headers.items()}


def _forget_limits(app: Flask) -> None:
    """More is asked here, and oftener, than anybody may."""
    with app.app_context(), transaction():
        execute("DELETE FROM throttle")


def strangers_to(there: There, way: Way) -> dict[str, Ask]:
    """Who has no right to what a route names."""
    if way.route.startswith("/api/"):
        found = {who: _with_key(caller) for who, caller in there.foreign_keys.items()}
    else:
        found = there.strangers
    if way.route in OF_EVERYBODY or OF_STAFF.match(way.route):
        return {who: ask for who, ask in found.items() if who.startswith("another programme")}
    return found


def told_apart(there: There, only: str = "") -> list[str]:
    """Where a stranger is told that an object is there."""
    found = []
    for way in ways(there.world.app, there.names["terminal_id"]):
        if only not in way.route:
            continue
        name, nothing = OBJECTS[way.route]
        for who, ask in strangers_to(there, way).items():
            _forget_limits(there.world.app)
            house = there.house(who)
            if seen(ask, way, there.names[name], house) != seen(ask, way, nothing, house):
                found.append(f"{who}: {way.method} {way.path}")
    return found


@pytest.mark.proof("P24")
def test_every_address_that_names_an_object_is_in_the_table(app: Flask) -> None:
    """A new route with an object fails here until it is tried below."""
    named = {way.route for way in ways(app)}
    assert named - OBJECTS.keys() == set(), "does it name an object (OBJECTS), or a word (WORDS)?"
    assert OBJECTS.keys() - named == set(), "a route is gone"


@pytest.mark.proof("P24")
def test_what_is_anothers_looks_like_what_was_never_there(there: There, proof: Proof) -> None:
    found = told_apart(there)
    assert found == [], found
    proof.count("kinds of objects", len(OBJECTS))


@pytest.mark.proof("P24")
def test_what_is_tried_is_there_for_whom_it_belongs_to(there: There) -> None:
    """Or the test above would compare nothing with nothing."""
    house, rightful = there.house(""), list(there.rightful)
    for way in ways(there.world.app, there.names["terminal_id"]):
        # Leads to the card, whosever it is; an act of destruction is there once somebody was erased.
        if way.method != "GET" or way.path == "/cards/<>/reveals" or way.path.endswith(("/cards/x", "/erasure/act")):
            continue
        name, nothing = OBJECTS[way.route]
        asks = [_with_key(there.key)] if way.route.startswith("/api/") else rightful
        for ask in asks:
            if seen(ask, way, there.names[name], house)[:2] != seen(ask, way, nothing, house)[:2]:
                asks.remove(ask)
                asks.insert(0, ask)  # whoever sees this probably sees the next one
                break
        else:
            pytest.fail(f"nobody sees it: {way}")


def fields(app: Flask) -> Iterator[tuple[str, str, str, str]]:
    """Every field of the API: method, path, "query" or "body", and its name."""
    spec = app.test_client().get("/api/v1/openapi.json").json
    for path, methods in spec["paths"].items():
        for method, operation in methods.items():
            names = [("query", one["name"]) for one in operation.get("parameters", ()) if one["in"] == "query"]
            body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
            shape = spec["components"]["schemas"].get(body.get("$ref", "").rpartition("/")[2], {})
            names += [("body", name) for name in shape.get("properties", {})]
            yield from ((method.upper(), path.removeprefix("/api/v1"), place, name) for place, name in names)


@pytest.mark.proof("P24")
def test_what_a_field_names_is_absent_where_it_is_anothers(there: There, proof: Proof) -> None:
    naming = [one for one in fields(there.world.app) if NAMING.fullmatch(one[3])]
    assert {one[3] for one in naming} == FIELDS.keys(), "each name of an object is tried"
    shelf, body = there.world.shelf, there.key.order()
    theirs = {"member": there.names["member"], "denomination_id": shelf.denomination_id, "offer_id": shelf.offer_id}
    theirs |= {"partner": there.names["partner"], "delivery": there.names["delivery_id"]}
    for method, path, place, name in naming:
        for who, caller in there.foreign_keys.items():
            if name != "member" and who == "another member's key":
                continue  # what is on offer is the programme's
            answers = []
            for value in (theirs[name], FIELDS[name]):
                thing = {"offer_id": value, "value": 500} if name == "offer_id" else {"denomination_id": 1}
                asked = {"member": caller.number} | (thing if path in ("/quotes", "/orders") else {}) | {name: value}
                if path.startswith("/webhooks") and place == "body":
                    of_webhook = caller.webhook(partner=value) if name == "partner" else {name: value}
                    answer = caller.post(path.replace("{webhook}", str(caller.endpoint())), of_webhook)
                elif place == "body":
                    del body["denomination_id"]
                    answer, body = caller.post(path, body | asked), there.key.order()
                else:
                    asked = asked if path == "/quotes" else {name: value}
                    answer = caller.get(path, **asked)
                answers.append((answer.status_code, re.sub(rf"\b{value}\b", "…", face(answer)[1])))
            assert answers[0] == answers[1], (who, method, path, name)
            lists = name == "partner" and place == "query"  # nothing of it is in the list
            assert answers[0][0] == (200 if lists else 404), (who, method, path, name, answers[0])
            proof.count("fields alike")


@pytest.mark.proof("P24", control=True)
def test_control_other_words_for_a_strangers_order_are_noticed(there: There, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = orders.order_numbered

    def tell(number: str, *, programme_id: int, member_id: int | None = None) -> orders.Order:
        found = plain(number, programme_id=programme_id)
        if member_id not in (None, found.member_id):
            raise NotFound
        return found

    monkeypatch.setattr(orders, "order_numbered", tell)
    found = told_apart(there, "/orders/")
    assert {one.partition(":")[0] for one in found} >= {"another member", "another member's key"}


@pytest.mark.proof("P24", control=True)
def test_control_a_member_who_is_there_but_foreign_is_noticed(there: There, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = access.member_of

    def tell(number: str) -> Any:
        access.need("nobody's" if number == there.names["member"] else "members:read")
        return plain(number)

    monkeypatch.setattr(access, "member_of", tell)
    assert told_apart(there, "/members/") != []
