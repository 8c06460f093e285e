"""Every page that shows what others wrote: who looks at it, and where. A route with a page that is not listed fails the test."""

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from marketplace import (
    approvals,
    catalogue,
    exchanges,
    fraud,
    giftcards,
    gifts,
    identity,
    members,
    orders,
    partners,
    payments,
    programmes,
    suppliers,
    tills,
    webhooks,
    wishes,
)
from marketplace.core import clock, ids, outbox
from marketplace.core.db import db, execute, transaction
from marketplace.programmes import City
from marketplace.support import calls, cases
from marketplace.web.console import programme_kinds
from tests.builders import settlements as deals
from tests.builders.approvals import NEW_RULES, SUBJECT
from tests.builders.cardholders import a_holder
from tests.builders.catalogue import some_facts
from tests.builders.gifts import A_GIFT
from tests.builders.identity import give, sign_in, staff
from tests.builders.orders import a_range_shelf, a_shelf, an_order
from tests.builders.own import addressed
from tests.builders.programmes import RULES
from tests.builders.reconciliation import all_sorts
from tests.builders.rows import Rows
from tests.builders.runs import checked
from tests.builders.suppliers import a_bought_order
from tests.builders.webhooks import an_endpoint

SLUG = "hostile"
# {card}, {own} (one of our code), {order}, {letter} and {member} stand for those of the world. One line each.
PAGES = {
    "guest": ["/", f"/brands/{SLUG}", "/help", "/texts/rules", "/texts/privacy", "/sign-in", "/sign-up", "/partner/joining/{token}", "/partner/invitations/{invited}", "/claim/{claim}"],
    "member": [
        "/", "/?q=hit&city=spb", f"/brands/{SLUG}", "/cards", "/cards/{card}", "/cards/{card}/freeze", "/cards/{card}/release", "/cards/{card}/mark", "/cards/{card}/gift", "/cards/{own}/exchange", "/cards/{own}/split", "/cards/{own}/merge", "/quotes/{quote}", "/wishes", "/orders", "/gifts/{gift}", "/gifts/{gift}/change", "/gifts/{gift}/return",
        "/claim/{claim}", "/orders/{order}",
        "/orders/{order}/cancellation", "/points", "/points/level", "/points/purchases/new", "/help", "/texts/offer", "/offline", "/account/profile", "/account/notifications", "/account/security",
        "/account/email", "/account/joining", "/cases", "/cases/new?card={card}", "/cases/{case}",
    ],
    "partner": ["/partner/{partner}/", "/partner/{partner}/webhooks", "/partner/{partner}/webhooks/deliveries/{delivery}",
        "/partner/{partner}/sales", "/partner/{partner}/brands", f"/partner/{{partner}}/brands/{SLUG}", "/partner/{partner}/shops",
        "/partner/{partner}/shops/new", "/partner/{partner}/shops/{shop}", "/partner/{partner}/team", "/partner/{partner}/company",
        "/partner/{partner}/team/invitations/{invitation}/revocation", "/partner/{partner}/codes", "/partner/{partner}/alarms?state=all",
        "/partner/{partner}/alarms/{alarm}", "/partner/{partner}/settlements", "/partner/{partner}/settlements/{statement}",
        "/partner/{partner}/settlements/{statement}/lines/adjustment", "/partner/{partner}/till-lines?state=all", "/partner/{partner}/till-lines/missing", "/partner/{partner}/till-lines/{line_id}", "/partner/{partner}/contract", "/partner/{partner}/questions", "/partner/{partner}/questions/{question}",
    ],
    "admin": [
        "/console/", "/console/letters", "/console/letters/{letter}", "/console/journal?subject=member:{member}", "/console/promises",
        "/console/records/transfers/{transfer}", "/console/records/deliveries/{delivery}",
        "/console/approvals", "/console/approvals/{proposal}", "/console/programme/texts", "/console/programme/settings", "/console/runs",
        "/console/runs/{run}", "/console/runs/{run}/changes", "/console/bought?show=all", "/console/bought/{bought}", "/console/cards", "/console/payments", "/console/payments/{payment}", "/console/partners", "/console/partners/applications?state=all",
        "/console/partners/applications/{application}", "/console/partners/{company}", "/console/partners/{company}/suspension",
        "/console/fraud?state=all", "/console/fraud/{signal}", "/console/fraud/limits", "/console/call", "/console/call/{call}", "/console/call/{call}/lost", "/console/call/members/{number}", "/console/members/{number}/merge",
        "/console/cases", "/console/cases/{case}", "/console/cases/{case}/incident", "/console/cases/incidents", "/console/cases/incidents/{incident}",
        "/console/cases/templates", "/console/cases/templates/{template}", "/console/settlements", "/console/settlements/{statement}",
        "/console/contracts", "/console/contracts/{company}", "/console/payouts", "/console/payouts/{payout_id}", "/console/accounts/{company}", "/console/adjustments/{company}",
        "/console/reconciliation", "/console/reconciliation/expected?state=all", "/console/reconciliation/expected/{expectation_id}",
        "/console/reconciliation/entries?state=all", "/console/reconciliation/entries/{entry_id}", "/console/reconciliation/statements", "/console/reconciliation/accounts",
        "/console/reconciliation/repairs?state=all", "/console/reconciliation/matches?state=all", "/console/reconciliation/repairs/{repair_id}", "/console/till-lines?state=all", "/console/till-lines/missing",
        "/console/till-lines/{line_id}",
        "/console/alarms?state=all", "/console/alarms/{alarm}", "/console/catalogues/{partner}", f"/console/catalogues/{{partner}}/day?brand={SLUG}&on={{today}}",
    ],
}  # fmt: skip
# Enough of them for a control, which has only to be seen.
SOME_PAGES = {"guest": ["/", f"/brands/{SLUG}", "/texts/rules"], "member": ["/cards/{card}", "/texts/offer"]}
PARTS = ["/", "/points", "/help"]  # what script asks for in pieces
DATA = [
    "/manifest.webmanifest",
    "/robots.txt",
    "/worker.js",
    "/api/v1/openapi.json",
    "/pictures/skin.css",
    f"/pictures/brands/{SLUG}.svg",
    f"/pictures/brands/{SLUG}-mark.svg",
    "/points/statement.csv",
]
# Routes whose pages hold no text of others but the layout's, which every page above has; or no page at all.
PLAIN = (
    "/partner/",
    "/manifest.webmanifest", "/robots.txt", "/worker.js", "/healthz", "/readyz", "/metrics", "/favicon.ico", "/pictures/", "/static/", "/api/", "/wallet/", "/console/", "/account", "/sign", "/password", "/passkeys",
    "/recovery-codes", "/verify", "/second-factor", "/two-factor", "/confirm", "/points/statement", "/points/purchases/<topup>", "/orders/<number>", "/gifts/<gift>", "/quotes/<quote>", "/claim/<token>", "/cards/<public_id>",
    "/cases/<int:case_id>", "/cases/files/",
    "/cards", "/brands/<slug>", "/texts/<kind>",
)  # fmt: skip


@dataclass
class World:
    """A shop in which every row that a page shows exists once."""

    app: Flask
    visitors: dict[str, FlaskClient]
    ids: dict[str, Any]

    def answers(self, pages: Mapping[str, Sequence[str]] = PAGES) -> list[tuple[str, Any]]:
        """Every page, or those named, and every piece of one, as (who and where, answer)."""
        programmes.forget_remembered()
        found = [
            (f"{who} {path}", self.visitors[who].get(addressed(self.app, path.format(**self.ids))))
            for who, paths in pages.items()
            for path in paths
        ]
        headers = {"HX-Request": "true", "HX-Target": "found"}
        found += [(f"piece {path}", self.visitors["member"].get(path, headers=headers)) for path in PARTS]
        return found


def a_world(app: Flask, rows: Rows) -> World:
    """The shop, a member with two cards and everything that he may have, and staff; made once a process, and copied in."""
    rows.empty()  # a page that was still being served may have written after the last test
    keys = app.config["SETTINGS"].keys_file.read_bytes()  # a test that retires keys leaves what is kept unreadable
    name = f"everything that a page shows under {hashlib.sha256(keys).hexdigest()}"
    users, known = rows.kept(name, lambda: _made(app))
    visitors = {who: app.test_client() for who in ("guest", *users)}
    for who, user in users.items():
        sign_in(visitors[who], user, fresh=True)
    return World(app, visitors, dict(known))


def _made(app: Flask) -> tuple[dict[str, int], dict[str, Any]]:
    """Who looks at it, by their users; and what there is, by the names that PAGES has."""
    shelf = {"brand": {"slug": SLUG, "how_ru": "Так.", "how_en": "So."}, "stock": 5}
    holder = a_holder(app, points=50_000, cards=2, fresh=True, shelf=shelf)
    programme, member = holder.shelf.programme, holder.member
    with app.app_context():
        with transaction():
            _dress(programme, member)
            boss = staff(programme, "admin")
            give(boss, "installation", programme)
            admin = boss.id
            proposal = approvals.propose(
                programme_kinds.TEXT, SUBJECT, {"body": NEW_RULES}, programme_id=programme.id, by=staff(programme, "manager").id,
                ref=ids.new_ref(), now=clock.now(), why="why",
            )  # fmt: skip
            approvals.write_note(proposal.id, "note", audience="everyone", by=admin, now=clock.now())
            owner = staff(programme, "owner", partner_id=_partner()).id
            visitor = execute("SELECT user_id FROM members WHERE id = %(id)s", {"id": member.id}).scalar_one()
            letter = execute("SELECT id FROM mails WHERE ref = 'test:1'").one().id
            order = execute("SELECT id FROM orders ORDER BY id LIMIT 1").one().id
            slug = partners.partner(_partner()).slug
            known = {
                "partner": slug,
                "proposal": proposal.ref,
                "order": orders.number_of(order),
                "card": giftcards.of_orders([order])[order].public_id,
            }
            known |= _given(programme, member, holder.cards[1])
            known |= _asked_and_told(programme, member, _partner())
            known |= _partners(programme) | _published(programme) | _case(programme, member, known["card"])
            known |= deals.a_settled_contract(
                programme,
                _partner(),
                manager=staff(programme, "manager").id,
                owner=owner,
                finance=staff(programme, "finance").id,
                now=clock.now(),
            )
            known |= all_sorts(programme, _partner(), now=clock.now())
            execute("UPDATE users SET language = 'ru'")
        run = checked(
            programme, "catalogue", "offer,brand,title_ru,title_en,value,price_points\n17,nobody,Карта,Card,300,450\n"
        )
        db.session.remove()
    users = {"member": visitor, "admin": admin, "partner": owner}
    return users, known | {"letter": letter, "member": member.id, "run": run.id}


def _given(programme: Any, member: Any, card: Any) -> dict[str, Any]:
    """A card that waits for somebody as a gift, a quote for another, a wish."""
    of = gifts.give(member, card.public_id, A_GIFT, ref=ids.new_ref(), now=clock.now())
    for brand in (card.brand_id, (own := a_range_shelf(programme)).brand.id):
        exchanges.set_rule(programme.id, exchanges.Rule(brand, gives=True, takes=True, recasts=True), now=clock.now())
    order = an_order(member, own, now=clock.now())
    orders.fulfil(order.id, now=clock.now())
    mine = giftcards.of_orders([order.id])[order.id]
    wishes.add(member, offer_id=own.offer_id, value=mine.value, now=clock.now())
    quote = exchanges.offer(member, mine.public_id, card.brand_id, now=clock.now())
    return {"gift": of.ref, "claim": gifts.token(of), "quote": quote.ref, "own": mine.public_id}


def _asked_and_told(programme: Any, member: Any, partner_id: int) -> dict[str, Any]:
    """What a supplier and a partner's server have answered."""
    now = clock.now()
    order = a_bought_order(programme, member)
    purchase = suppliers.purchase_of(order.id)
    asked = suppliers.go_on(purchase.id, now=purchase.asked_at)
    assert isinstance(asked, suppliers.Asked)
    suppliers.heard(asked, suppliers.Answer(suppliers.Outcome.UNCLEAR, 500, "NOTE"), now=now)
    endpoint = an_endpoint(programme.id, partner_id, now)
    webhooks.tell(partner_id, "codes.low", ref="17", facts={}, now=now)
    delivery = execute("SELECT max(id) AS id FROM webhook_deliveries").one().id
    sending = webhooks.begin_try(delivery, 1, now=now)
    assert isinstance(sending, webhooks.Sending), endpoint
    webhooks.tried(sending, webhooks.Result("500", 20, 500, "answer"), now=now)
    return {
        "bought": orders.number_of(order.id),
        "delivery": delivery,
        "transfer": execute("SELECT max(id) FROM transfers").scalar_one(),
        "payment": _payment(programme, member),
        "alarm": _alarm(programme, partner_id),
    }


def _payment(programme: Any, member: Any) -> str | None:
    """Money that was paid and of which a part goes back; the provider was asked."""
    now = clock.now()
    order = an_order(member, a_shelf(programme, min_points=100, money_rate=80), points=250, now=now)
    payment = payments.payment_of("order", order.id)
    asked = payments.go_on(payment.id, now=now)
    assert isinstance(asked, payments.Asked)
    payments.heard(asked, payments.Answer(payments.Outcome.UNCLEAR, "NOTE"), now=now)
    payments.complete(payment, intent_ref="pi_1", amount=payment.amount, currency="RUB", known_by="asked", now=now)
    orders.fulfil(order.id, now=now)
    payments.send_back(payment, 1, why="because", ref=ids.new_ref(), now=now)
    return order.payment


def _alarm(programme: Any, partner_id: int) -> int:
    """An alarm of a till at which codes were guessed; somebody has looked at it."""
    now, till = clock.now(), tills.open_terminal(partner_id, "a", now=clock.now())
    for guess in range(11):
        with suppress(tills.CardUnusable, tills.TooManyCodes):
            tills.find(till, f"GUESS{guess}", now=now)
    raised = int(execute("SELECT id FROM till_alarms").scalar_one())
    tills.answer(
        tills.alarm(raised, programme_id=programme.id, partner_id=partner_id), desk="partner", note="a", now=now
    )
    return raised


def _case(programme: Any, member: Any, public_id: str) -> dict[str, Any]:
    """A case with everything in it: a file, a note, an incident, a question to the partner; and a prepared answer."""
    now = clock.now()
    done = cases.open_case(
        programme.id, channel="letter", category="refused", title="a", text="a", contact=cases.Contact("a@example.org", "1"), ref="case", member=member,
        card=giftcards.card(public_id, member.id), attachments=[cases.Attachment("a.pdf", b"%PDF-1.7 %%EOF")], now=now,
    )  # fmt: skip
    cases.note(done.case, "a", now=now)
    incident = cases.begin(programme.id, "a", now=now)
    asked = cases.ask_partner(cases.link(cases.case_by_id(done.case.id), incident, now=now), "a", seen=3, now=now)
    prepared = cases.save(programme.id, None, name_ru="a", name_en="a", body_ru="a", body_en="a", now=now)
    question = cases.questions_of_case(asked.id)[0].id
    sql = """INSERT INTO fraud_signals (programme_id, kind, member_id, key, score, evidence, at)
             VALUES (%(programme)s, 'refunds', %(member)s, 'x', 40, '{}', now()) RETURNING id"""
    signal = execute(sql, {"programme": programme.id, "member": member.id}).scalar_one()
    fraud.release(fraud.signal(signal, programme_id=programme.id), why="a", now=now)
    call = calls.take(member, ["number", "order"], phone="1", by=staff(programme, "support").id, ref="call", now=now)
    calls.note(call, "a", ref="call:note", now=now)
    return {
        "signal": signal,
        "call": call.id,
        "number": member.number,
        "case": asked.id,
        "incident": incident.id,
        "template": prepared,
        "question": question,
    }


def _partner() -> int:
    """The partner of the brand with everything in it."""
    return int(execute("SELECT partner_id FROM brands WHERE slug = %(slug)s", {"slug": SLUG}).scalar_one())


def _partners(programme: Any) -> dict[str, Any]:
    """A company that has applied with a paper, somebody invited, a shop that is closed, a partner that was suspended."""
    now, of = clock.now(), partners.partner(_partner())
    company = partners.Company(
        known_as="a", legal_name="a", inn="2901000017", bic="041117601", account="40702810000000009020", contact_name="a",
        contact_email="a@example.org", contact_phone="1", shops="a",
    )  # fmt: skip
    asked, token = partners.apply(programme.id, company, language="ru", now=now)
    partners.add_document(asked, "a.pdf", b"%PDF-1.7 %%EOF", now=now)
    made, invited = identity.invite("b@example.org", "cashier", programme_id=programme.id, partner_id=of.id, now=now)
    shop = (
        execute(
            "SELECT s.id FROM shops s JOIN brands b ON b.id = s.brand_id WHERE b.slug = %(slug)s ORDER BY s.id LIMIT 1",
            {"slug": SLUG},
        )
        .one()
        .id
    )
    closed = {"from_on": now.date(), "until_on": now.date(), "why_ru": "а", "why_en": "a", "today": now.date()}
    partners.close_shop(partners.shop_of(of.id, shop), **closed, now=now)
    partners.suspend(of, why="a", now=now)
    partners.reinstate(of, why="a", now=now)
    return {
        "application": asked.ref, "token": token, "invited": invited, "invitation": made.id, "shop": shop, "company": of.id,
    }  # fmt: skip


def _published(programme: Any) -> dict[str, Any]:
    """An offer that a partner has published."""
    facts = some_facts(execute("SELECT slug FROM brands WHERE slug = %(slug)s", {"slug": SLUG}).one())
    catalogue.publish(programme.id, "own", [facts], whole=False, now=clock.now())
    return {"today": clock.now().date()}


def _dress(programme: Any, member: Any) -> None:
    programmes.put_cities([City("spb", "Санкт-Петербург", "Saint Petersburg", 1)])
    now = clock.now()
    for kind in ("privacy", "help"):
        for language in programme.languages:
            programmes.publish_text(programme.id, kind, language, RULES[language], now=now)
    execute(
        """INSERT INTO shops (brand_id, city_slug, name_ru, name_en, address_ru, address_en)
           SELECT id, 'spb', 'н' || n, 'n' || n, 'а', 'a' FROM brands, generate_series(1, 3) n"""
    )
    members.bind_card(member, "220220******1186", now)
    outbox.send("test.dead", ref="1", now=now)
    execute("UPDATE outbox SET dead_at = now(), last_error = 'x' WHERE topic = 'test.dead'")
    execute(
        """INSERT INTO mails (ref, programme_id, recipient, subject, body_text, body_html, written_at)
           VALUES ('test:1', %(programme)s, 'a@example.org', 's', 't', 'h', %(now)s)""",
        {"programme": programme.id, "now": now},
    )
    execute(
        """INSERT INTO mail_returns (mail_id, status, said, at) SELECT id, '5.1.1', '550', %(now)s FROM mails WHERE ref = 'test:1'""",
        {"now": now},
    )
