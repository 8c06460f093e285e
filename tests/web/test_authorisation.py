"""Every route against every identity: who gets through, who is asked to sign in, and for whom nothing is there.

Each route says what it asks of its visitor: by a decorator (`@require`, `@members_only`, `@signed_in`), or in its entry
point's list of pages that are open to anybody. Who holds which permission is read from the one table of roles; every
role tries every route. A route that says nothing fails the test.
"""

import hashlib
import re
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any, Literal

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule as Rule_
from werkzeug.test import TestResponse

from marketplace import (
    approvals,
    catalogue,
    exchanges,
    giftcards,
    gifts,
    identity,
    members,
    orders,
    partners,
    payments,
    programmes,
    runs,
    tills,
    webhooks,
    wishes,
)
from marketplace.core import clock, ids, outbox
from marketplace.core.actors import SYSTEM
from marketplace.core.db import execute, transaction
from marketplace.identity import Permission
from marketplace.members import Member
from marketplace.programmes import Programme
from marketplace.support import accounts, archives, calls, cases
from marketplace.web import api
from marketplace.web.console import programme_kinds as kinds
from marketplace.web.shared import security
from marketplace.web.shared.entry_points import access
from tests.builders import settlements as deals
from tests.builders.catalogue import some_facts
from tests.builders.exports import a_file
from tests.builders.gifts import A_GIFT
from tests.builders.identity import a_user, csrf, sign_in, staff
from tests.builders.orders import NOW, Shelf, a_member, a_range_shelf, a_shelf, an_order
from tests.builders.own import filled
from tests.builders.partners import a_partner
from tests.builders.programmes import a_programme
from tests.builders.reconciliation import all_sorts
from tests.builders.rows import Rows
from tests.builders.runs import kept
from tests.builders.suppliers import a_bought_order
from tests.builders.webhooks import an_endpoint
from tests.proof.plugin import Proof

Outcome = Literal["ok", "sign in", "join", "missing", "refused", "fault"]
# Beside every role of the table: nobody, somebody whose session was ended, the member whose things are tried, another
# member, an admin of another programme, and the owner of another partner.
Visitor = str
ROLES: tuple[Visitor, ...] = tuple(identity.Role)
VISITORS: tuple[Visitor, ...] = ("guest", "dropped", "member", "other", *ROLES, "foreign", "competitor")
Rule = dict[Visitor, Outcome]
KEYED = {blueprint.name for blueprint in api.ENTRY_POINT.machines}


def public() -> Rule:
    return dict.fromkeys(VISITORS, "ok")


def signed_in() -> Rule:
    return public() | {"guest": "sign in", "dropped": "sign in"}


def by_token() -> Rule:
    """Without a token that counts a visitor is led to where he may ask for one."""
    return signed_in()


def for_members() -> Rule:
    """Whoever is no member of the programme is asked to join."""
    return signed_in() | dict.fromkeys((*ROLES, "foreign", "competitor"), "join")


def for_the_owner() -> Rule:
    return for_members() | {"other": "missing"}


def permitted(permission: Permission, *, by_partner: bool = False, named: bool = False, desk: bool = False) -> Rule:
    """To whoever is signed in and may not, the page does not exist.

    A partner's people hold what they may for their partner alone: they see pages that ask for a partner, and where the
    address names one, it must be theirs. At the partner's own `desk` they are alone: whoever works for the programme has the console.
    """
    kept: dict[Visitor, Outcome] = dict.fromkeys(VISITORS, "missing")
    holders = identity.roles_with(permission) - (set() if by_partner else set(identity.PARTNER_ROLES))
    holders &= set(identity.PARTNER_ROLES) if desk else holders
    seen = kept | {"guest": "sign in", "dropped": "sign in"} | dict.fromkeys(holders, "ok")
    return seen | {"competitor": "missing" if named else seen["owner"]}


def of_the_admin() -> Rule:
    """What an admin has asked for is there for him alone."""
    return dict.fromkeys(VISITORS, "missing") | {"guest": "sign in", "dropped": "sign in", "admin": "ok"}


def of_nobody() -> Rule:
    """Another's, so there for nobody who tries."""
    return dict.fromkeys(VISITORS, "missing") | {"guest": "sign in", "dropped": "sign in"}


# Where the page's own thing makes a difference: it is there for its member, and for nobody else.
OWNED = {"topup", "public_id", "number", "card_id", "case_id", "file_id", "gift", "quote", "wish_id", "archive_id"}
# What is open to everybody and still is not the same for all.
OTHERWISE: dict[str, Rule] = {
    "GET /pictures/logo.svg": dict.fromkeys(VISITORS, "missing"),  # the programme has none of its own
    "GET /metrics": dict.fromkeys(VISITORS, "missing"),  # no token is set
    # Behind a letter: what opens it is its token, and the password.
    "GET /account/email/confirmation/<token>": by_token(),
    "POST /account/email/confirmation/<token>": by_token(),
    "GET /account": public(),
    "GET /partner/invitations/<token>": dict.fromkeys(VISITORS, "missing"),
    "POST /partner/invitations/<token>": dict.fromkeys(VISITORS, "missing"),
    # Behind a link: who holds it sees the application, and a wrong one opens nothing.
    **{
        f"{method} /partner/joining/<token>{more}": dict.fromkeys(VISITORS, "missing")
        for method, more in (("GET", ""), ("POST", ""), ("POST", "/papers"), ("POST", "/papers/<own:paper_id>/removal"))
    },
    # Behind the link of a gift: a wrong one leads nowhere, and to claim by a sign-in one is a member first.
    **{
        f"{method} /claim/<token>{more}": dict.fromkeys(VISITORS, "missing")
        for method, more in (("GET", ""), ("POST", ""), ("POST", "/return"), ("POST", "/till"), ("GET", "/till"))
    },
    **{
        f"{method} /claim/<token>/acceptance": for_members() | {"member": "missing", "other": "missing"}
        for method in ("GET", "POST")
    },
    # Nobody has set up a wallet here.
    **{
        route: dict.fromkeys(VISITORS, "missing")
        for route in (
            "GET /wallet/v1/passes/<pass_type>/<serial>",
            "GET /wallet/v1/devices/<device>/registrations/<pass_type>",
            "POST /wallet/v1/devices/<device>/registrations/<pass_type>/<serial>",
            "DELETE /wallet/v1/devices/<device>/registrations/<pass_type>/<serial>",
        )
    },
    **{
        f"GET /cards/<public_id>/wallet/{name}": for_members() | {"member": "missing", "other": "missing"}
        for name in ("apple", "google")
    },
    # What somebody asked for as a file is there for him alone.
    "GET /partner/<partner>/exports/<public_id>": of_nobody(),
    "GET /partner/<partner>/exports/<public_id>/file": of_nobody(),
    # Which account is meant stands in a file; here none is named.
    "GET /console/reconciliation/accounts/new": of_nobody(),
    "POST /console/reconciliation/accounts": of_nobody(),
    # A card that somebody has just found is there for him alone.
    "GET /partner/<partner>/tills/<own:terminal_id>/cards/<found>": of_nobody(),
    "POST /partner/<partner>/tills/<own:terminal_id>/cards/<found>": of_nobody(),
    # What opens it is the provider's signature; without a provider there is nothing.
    "POST /hooks/stripe": dict.fromkeys(VISITORS, "missing"),
    # Leads back to the card, whosever it is.
    "GET /cards/<public_id>/reveals": for_members(),
    # Permitted to many, and each finds only what he asked for himself.
    "GET /console/exports/<public_id>": of_the_admin(),
    "GET /console/exports/<public_id>/file": of_the_admin(),
    "GET /console/members/data/<copy_id>": of_the_admin(),
    # There is no act before something was destroyed.
    "GET /console/members/<member>/erasure/act": of_nobody(),
}
# Steps of signing in: what they answer hangs on the step before, and nothing of anybody's is on them.
STEPS = security.ENTRY_POINT.anybody


# A refusal is told apart by its status: asked for as a program asks, it costs no page with the layout of a whole desk.
BRIEF = {"Accept": "application/problem+json"}


@dataclass(frozen=True)
class Entry:
    """What somebody comes in with, as often as they like: their cookie and a token for their forms."""

    cookie: str
    token: str
    session: tuple[str, str] | None  # whose it is and by which key; None for who has signed in nowhere


@dataclass
class World:
    """Whose things are tried: a card, an order, a bank card; a letter and a promise; who tries."""

    app: Flask
    users: dict[Visitor, int]
    values: dict[str, Any]
    runs: dict[str, int]
    shelf: Shelf
    owner: Member  # whose order, card and bank card they are
    elsewhere: Programme  # where "foreign" works

    def things(self, who: Visitor) -> dict[str, Any]:
        """What is tried: each role with a run of a kind that is its own, if there is one."""
        mine = [k.name for k in runs.kinds() if who in identity.roles_with(k.permission)] or ["catalogue"]
        return self.values | {"run_id": self.runs["catalogue" if "catalogue" in mine else mine[-1]]}

    def visitor(self, who: Visitor) -> FlaskClient:
        client = self.app.test_client()
        if who != "guest":
            sign_in(client, self.users[who], fresh=True)
        if who == "dropped":
            with self.app.app_context(), transaction():
                identity.end_sessions(self.users[who])
        return client

    def entry(self, who: Visitor) -> Entry:
        client = self.visitor(who)
        token, cookie = csrf(client), client.get_cookie("session")
        assert cookie is not None
        with client.session_transaction() as session:
            held = (session["_user_id"], session["key"]) if who not in ("guest", "dropped") else None
        return Entry(cookie.value, token, held)

    def browser(self, entry: Entry) -> FlaskClient:
        """One that nothing was done in before: no message waits in it, and its second factor is as fresh as at first."""
        client = self.app.test_client()
        client.set_cookie("session", entry.cookie)
        return client

    def is_over(self, entry: Entry) -> bool:
        """Whether something has signed its owner out."""
        with self.app.app_context():
            return entry.session is not None and identity.signed_in(*entry.session, clock.now()) is None


@pytest.fixture
def world(app: Flask, rows: Rows) -> World:
    """Made once a process, and copied in for each test that tries it."""
    keys = app.config["SETTINGS"].keys_file.read_bytes()  # a test that retires keys leaves what is kept unreadable
    name = f"whose things are tried under {hashlib.sha256(keys).hexdigest()}"
    return replace(rows.kept(name, lambda: a_world(app)), app=app)


def a_world(app: Flask) -> World:
    with app.app_context(), transaction():
        shelf, elsewhere = a_shelf(a_programme(hosts=("localhost",)), stock=9), a_programme(hosts=("other.localhost",))
        programme = shelf.programme
        people = {who: a_user().id for who in ("dropped", "member", "other")}
        mine = a_member(programme, points=5000)
        others = a_member(programme)
        dropped = a_member(programme)
        for member, user in ((mine, people["member"]), (others, people["other"]), (dropped, people["dropped"])):
            execute("UPDATE members SET user_id = %(user)s WHERE id = %(id)s", {"user": user, "id": member.id})
        for role in identity.Role:
            of = shelf.brand.partner_id if role in identity.PARTNER_ROLES else None
            people[role] = staff(programme, role, partner_id=of).id
        people["foreign"] = staff(elsewhere, "admin").id
        people["competitor"] = staff(programme, "owner", partner_id=a_partner(programme).id).id
        partner = partners.partner(shelf.brand.partner_id).slug
        order = an_order(mine, shelf)
        orders.cancel(back := an_order(mine, shelf), why="", now=clock.now())
        given = giftcards.of_orders([(another := an_order(mine, shelf)).id])[another.id]
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
            "change": "freeze", "member": mine.number, "number": orders.number_of(order.id), "card_id": members.cards(mine.id)[0].id,
            "letter_id": letter.id, "promise_id": promise.id, "token": "x", "deed": "approval", "language": "ru",
            "ref": waiting.ref, "partner": partner, "grant_id": identity.grants(people["support"])[0].id,
            "access_id": identity.grants(people["cashier"])[0].id,
            "denomination_id": shelf.denomination_id,
        "batch_id": execute("SELECT max(id) FROM batches WHERE brand_id = %(brand)s", {"brand": shelf.brand.id}).scalar_one(),
            "return_id": execute("SELECT id FROM code_returns WHERE ref = %(ref)s", {"ref": f"order:{back.id}"}).scalar_one(),
        }  # fmt: skip
        values["transfer_id"] = execute(
            "SELECT id FROM transfers WHERE ref = %(ref)s", {"ref": f"order:{order.id}"}
        ).scalar_one()
        values |= of_the_member(mine, shelf)
        values["gift"] = gifts.give(mine, given.public_id, A_GIFT, ref=ids.new_ref(), now=clock.now()).ref
        catalogue.publish(programme.id, "own", [some_facts(shelf.brand)], whole=False, now=NOW)
        partner_id = shelf.brand.partner_id
        values |= of_the_partner(shelf) | of_its_till(shelf, order.id) | {
            "suffix": "csv", "funder": "bank", "publication_id": catalogue.publications(programme.id, partner_id=partner_id)[0].id,
        }  # fmt: skip
        values |= of_the_desk(mine, values["public_id"])
        values |= {"supplied": orders.number_of(a_bought_order(programme, mine).id), "decision": "give_up"}
        values |= deals.a_settled_contract(
            programme,
            partner_id,
            manager=people["manager"],
            owner=people["owner"],
            finance=people["finance"],
            now=clock.now(),
        )
        values["netting_id"] = deals.a_netting(programme, a_programme(), by=people["finance"], now=clock.now())
        values |= all_sorts(programme, partner_id, now=clock.now())
        mixed = an_order(mine, a_shelf(programme, min_points=100, money_rate=80), points=250)
        values |= {"payment": mixed.payment}
        sold = replace(
            programmes.settings_of(programme.id), topup_price=50, topup_least=100, topup_most=5000, topup_day=5000
        )
        programmes.change(programme.id, sold, now=clock.now())
        values["unit"] = "RUB"
        values["topup"] = payments.top_up(mine, 100, amount=5_000, ref=ids.new_ref(), now=clock.now()).public_id
        values["export"] = a_file(programme.id, people["admin"])
        values |= {"archive_id": a_copy(mine, people["member"]), "copy_id": a_copy(mine, people["admin"])}
    with app.app_context():
        runs_of = {
            kind.name: kept(programme, kind.name, "x", by=SYSTEM, partner_id=partner_id).id for kind in runs.kinds()
        }
    return World(app, people, values, runs_of, shelf, mine, elsewhere)


def a_copy(member: Member, by: int) -> str:
    """A copy of a member's data, made, that this person asked for."""
    made = archives.ask(member, by=by, language="en", identified=("number", "in_person"), now=clock.now())
    archives.keep(made.id, BytesIO(b"zip"), now=clock.now())
    return made.public_id


def of_the_member(member: Member, shelf: Shelf) -> dict[str, Any]:
    """A quote and a wish of the member whose things are tried."""
    own, other = a_range_shelf(shelf.programme), a_range_shelf(shelf.programme)
    for brand in (own.brand.id, other.brand.id):
        exchanges.set_rule(member.programme_id, exchanges.Rule(brand, gives=True, takes=True, recasts=True), now=NOW)
    order = an_order(member, own)
    orders.fulfil(order.id, now=NOW)
    card = giftcards.of_orders([order.id])[order.id]
    wishes.add(member, denomination_id=shelf.denomination_id, now=NOW)
    quote = exchanges.offer(member, card.public_id, other.brand.id, now=clock.now())
    return {"quote": quote.ref, "wish_id": execute("SELECT max(id) FROM wishes").scalar_one()}


def of_the_partner(shelf: Any) -> dict[str, Any]:
    """Things of the partner that is tried: an invitation of it, an event that its server is told."""
    asked, _token = identity.invite(
        "asked@example.org",
        "cashier",
        programme_id=shelf.programme.id,
        partner_id=shelf.brand.partner_id,
        now=clock.now(),
    )
    execute(
        "INSERT INTO cities (slug, name_ru, name_en, position) VALUES ('spb', 'СПб', 'SPb', 1) ON CONFLICT DO NOTHING"
    )
    place = partners.ShopFacts(city_slug="spb", name_ru="с", name_en="s", address_ru="а", address_en="a")
    shop_id = partners.open_shop(shelf.brand.id, place, now=clock.now())
    shop, today = partners.shop_of(shelf.brand.partner_id, shop_id), clock.now().date()
    partners.close_shop(shop, from_on=today, until_on=None, why_ru="", why_en="", today=today, now=clock.now())
    closure_id = partners.closures([shop_id], today)[shop_id][0].id
    picture = partners.keep_picture(shelf.brand.id, b"f", b"m", now=clock.now())
    partners.change_page(shelf.brand, partners.page_of(shelf.brand) | {"picture": picture}, now=clock.now())
    things = {
        "shop_id": shop_id,
        "closure_id": closure_id,
        "brand": shelf.brand.slug,
        "version": shelf.brand.picture,
        "page_id": partners.versions(shelf.brand.id)[0].id,
        "what": "card",
    }
    endpoint = an_endpoint(shelf.programme.id, shelf.brand.partner_id, clock.now())
    webhooks.tell(endpoint.partner_id, "codes.low", ref="17", facts={}, now=clock.now())
    things["webhook"] = endpoint.id
    things["delivery_id"] = execute("SELECT max(id) AS id FROM webhook_deliveries").one().id
    staffs = {"of_partner": shelf.brand.partner_id, "step": "suspension"}
    return things | staffs | {"invitation_id": asked.id} | an_application(shelf.programme)


def an_application(programme: Any) -> dict[str, Any]:
    """A company that has applied, with a paper."""
    company = partners.Company(
        known_as="Siyanie", legal_name="OOO Siyanie", inn="2901000017", bic="041117601", account="40702810000000009020",
        contact_name="Polina", contact_email="polina@example.org",
    )  # fmt: skip
    asked, _token = partners.apply(programme.id, company, language="ru", now=clock.now())
    partners.add_document(asked, "a.pdf", b"%PDF-1.7 %%EOF", now=clock.now())
    return {"application": asked.ref, "paper_id": partners.documents(asked.id)[0].id}


def of_the_desk(member: Member, public_id: str) -> dict[str, Any]:
    """A case of the member about his card, with a file; its partner is asked; an incident and a prepared answer."""
    now, programme_id = clock.now(), member.programme_id
    card = giftcards.card(public_id, member.id)
    paper = cases.Attachment("a.pdf", b"%PDF-1.7 %%EOF")
    done = cases.open_case(
        programme_id, channel="cabinet", category="refused", text="t", contact=cases.Contact(), ref="case", member=member, card=card, attachments=[paper], now=now,
    )  # fmt: skip
    call = calls.take(member, ["number", "order"], phone="", by=a_user().id, ref="call", now=now)
    asked = cases.ask_partner(done.case, "", seen=done.case.version, now=now)
    texts = {"name_ru": "н", "name_en": "n", "body_ru": "т", "body_en": "t"}
    return {
        "evidence_id": accounts.keep(member.id, paper, now=now).id,
        "case_id": asked.id, "file_id": cases.files_of([asked.id])[0].id, "question_id": cases.questions_of_case(asked.id)[0].id, "act": "owner",
        "call_id": call.id, "trouble": "other", "signal_id": a_signal(programme_id), "outcome": "release",
        "incident_id": cases.begin(programme_id, "i", now=now).id, "template_id": cases.save(programme_id, None, **texts, now=now),
    }  # fmt: skip


def a_signal(programme_id: int) -> int:
    """Something for the fraud desk."""
    sql = """INSERT INTO fraud_signals (programme_id, kind, key, score, evidence, at) VALUES (%(id)s, 'refunds', 'x', 40, '{}', now()) RETURNING id"""
    return int(execute(sql, {"id": programme_id}).scalar_one())


def of_its_till(shelf: Any, order_id: int) -> dict[str, Any]:
    """A terminal of the partner with a key, what it took and what it refused."""
    now, card = clock.now(), giftcards.of_orders([order_id])[order_id]
    terminal = tills.open_terminal(shelf.brand.partner_id, "Till 4", now=now)
    tills.add_key(terminal, now=now)
    tills.switch_on(terminal, card_limit=1, stored_limit=1, count_limit=1, now=now)
    tills.package(terminal, device=tills.Device("one"), now=now)
    tills.redeem(terminal, tills.Found(card.id), ref="R1", asked=bytes(32), amount=1, currency=card.currency, now=now)
    with pytest.raises(tills.CardUnusable) as refused:
        tills.find(terminal, "NOSUCHCODE", now=now)
    key = tills.keys([terminal.id])[terminal.id][0]
    contract = tills.begin_acceptance(shelf.brand.partner_id, a_partner(shelf.programme).id, now=now)
    guessed = tills.open_terminal(shelf.brand.partner_id, "Till 5", now=now)
    for guess in range(11):
        with pytest.raises((tills.CardUnusable, tills.TooManyCodes)):
            tills.find(guessed, f"GUESS{guess}", now=now)
    alarm = execute("SELECT id FROM till_alarms").one()
    return {
        "acceptance_id": contract.id,
        "terminal_id": terminal.id, "key_id": key.id, "redemption": "R1", "refusal": refused.value.facts["number"], "found": "x",
        "alarm_id": alarm.id, "holder_id": tills.held(terminal.partner_id, now=now)[0].id,
    }  # fmt: skip


def routes(app: Flask) -> dict[str, Rule_]:
    """Every route that people come to, as "METHOD rule"."""
    return {
        f"{method} {rule.rule}": rule
        for rule in app.url_map.iter_rules()
        if not rule.rule.startswith("/static/") and rule.endpoint not in STEPS and not rule.rule.startswith("/api/v1/")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def expected(app: Flask, route: str, rule: Rule_) -> Rule:
    """Who gets what, by what the page asks of its visitor."""
    asked = access(app, rule.endpoint)
    if route in OTHERWISE:
        return OTHERWISE[route]
    if isinstance(asked, Permission):
        by_partner = getattr(app.view_functions[rule.endpoint], "by_partner", False)
        named, desk = "partner" in rule.arguments, rule.rule.startswith("/partner/<partner>")
        return permitted(asked, by_partner=by_partner, named=named, desk=desk)
    if asked == "member":
        return for_the_owner() if OWNED & rule.arguments else for_members()
    return signed_in() if asked == "signed in" else public()


@pytest.mark.proof("P17")
def test_every_route_says_what_it_asks_of_its_visitor(app: Flask) -> None:
    silent = [
        f"{rule.rule} ({rule.endpoint})" for rule in app.url_map.iter_rules()
        if access(app, rule.endpoint) is None and rule.endpoint.partition(".")[0] not in KEYED
    ]  # fmt: skip
    assert silent == []


@pytest.mark.proof("P17", control=True)
def test_a_page_that_asks_nothing_is_seen(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: a page whose decorator was forgotten is told by the test above."""
    endpoint = "console.journal.index"
    monkeypatch.setitem(app.view_functions, endpoint, app.view_functions[endpoint].__wrapped__)
    assert access(app, endpoint) is None


@pytest.mark.proof("P17")
def test_every_operation_of_the_api_wants_a_key(app: Flask, world: World) -> None:
    client = app.test_client()
    asked = [
        (rule, method) for rule in app.url_map.iter_rules() if rule.endpoint.partition(".")[0] in KEYED
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    ]  # fmt: skip
    assert asked
    for rule, method in asked:
        path = re.sub(r"<[^>]+>", "1", filled(app, rule.rule, world.values))
        answer = client.open(path, method=method)
        assert (rule.rule, answer.status_code) == (rule.rule, 401)


@pytest.mark.proof("P17")
@pytest.mark.parametrize("who", VISITORS)
def test_visitor_gets_what_the_table_says(world: World, who: Visitor, proof: Proof) -> None:
    wrong, every, entry, things = {}, routes(world.app), world.entry(who), world.things(who)
    # Looks come before changes; and what is removed is tried before it is.
    for route, rule in sorted(every.items(), key=lambda one: (one[0].startswith("POST"), one[0].endswith("/removal"))):
        found = outcome(_try(world.browser(entry), route, things, entry.token))
        wanted = expected(world.app, route, rule)[who]
        if found != wanted and world.is_over(entry):  # something before has signed them out
            entry = world.entry(who)
            found = outcome(_try(world.browser(entry), route, things, entry.token))
        if found != wanted:
            wrong[route] = f"{found}, not {wanted}"
    assert wrong == {}
    proof.count("routes × visitors", len(every))


@pytest.mark.proof("P17", control=True)
def test_without_the_roles_members_would_see_the_console(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the look at roles taken out, the test above would fail."""
    monkeypatch.setattr(identity, "can", lambda *_, **__: True)
    answer = _try(world.visitor("member"), "GET /console/journal", world.values)
    assert outcome(answer) != permitted(Permission.AUDIT_READ)["member"]


@pytest.mark.proof("P17")
def test_nothing_is_posted_without_the_token_of_its_form(world: World) -> None:
    client = world.visitor("member")
    posts = [rule.rule for rule in world.app.url_map.iter_rules() if "POST" in (rule.methods or set())]
    for path in posts:
        if not path.startswith(("/api/", "/hooks/", "/wallet/")):
            answer = client.post(filled(world.app, path, world.things("member")), data={}, headers=BRIEF)
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


def _try(client: FlaskClient, route: str, values: dict[str, Any], token: str = "") -> TestResponse:
    method, _, rule = route.partition(" ")
    if "/notifications/<kind>" in rule:
        values = values | {"kind": "orders"}
    if "exports/<public_id>" in rule:
        values = values | {"public_id": values["export"]}
    if "statement" in rule:
        values = values | {"kind": "csv"}
    if "/approvals/rules/<kind>" in rule:
        values = values | {"kind": kinds.TEXT}
    data = {"csrf_token": token, "next": "/"} if method == "POST" else None
    return client.open(
        filled(client.application, rule, values), method=method, data=data, base_url="http://localhost", headers=BRIEF
    )
