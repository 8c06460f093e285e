"""A member with a card who needs help, and people at the desk; for pages."""

import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from marketplace import giftcards, orders, partners
from marketplace.core import clock, ids
from marketplace.core.db import db, execute, transaction
from marketplace.support import cases
from marketplace.support.cases import Case, Contact, Desk
from tests.builders.cardholders import Holder, a_holder
from tests.builders.identity import csrf, sign_in, staff
from tests.builders.orders import an_order
from tests.builders.own import addressed


class Help:
    """A programme with a desk that never closes: Anna with a card, two agents, the owner of the card's partner."""

    def __init__(self, app: Flask, *, own_code: bool = False, **over: Any) -> None:
        self.app = app
        shelf = {"shelf": {"fulfilment": "own", "stock": 0}} if own_code else {}
        self.holder: Holder = a_holder(app, cards=0 if own_code else 1, languages=("ru", "en"), **shelf, **over)
        if own_code:
            self._made()
        self.programme, self.member = self.holder.shelf.programme, self.holder.member
        with app.app_context():
            with transaction():
                cases.set_desk(
                    self.programme.id, Desk("help@example.org", "RU", 0, 1440, (1, 2, 3, 4, 5, 6, 7)), now=clock.now()
                )
                self.partner = partners.partner(partners.brand(self.holder.card.brand_id).partner_id)
                self.people = {who: staff(self.programme, "support").id for who in ("ilya", "irina")}
                self.people["owner"] = staff(self.programme, "owner", partner_id=self.partner.id).id
            self.slug = self.partner.slug
            db.session.remove()
        self.clients: dict[str, FlaskClient] = {}
        self.holder.http.set_cookie("language", "en")

    def _made(self) -> None:
        """Anna orders a card whose code we make ourselves."""
        with self.app.app_context():
            with transaction():
                order = an_order(self.holder.member, self.holder.shelf, now=clock.now())
            with transaction():
                orders.fulfil(order.id, now=clock.now())
            self.holder.cards.append(giftcards.of_orders([order.id])[order.id])

    def of(self, who: str) -> FlaskClient:
        """Somebody's browser, in English."""
        if who not in self.clients:
            client = self.clients[who] = self.app.test_client()
            sign_in(client, self.people[who], fresh=True)
            client.set_cookie("language", "en")
        return self.clients[who]

    def page(self, who: str, path: str) -> str:
        """A page as somebody sees it."""
        client = self.holder.http if who == "anna" else self.of(who)
        answer = client.get(addressed(self.app, path))
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.text

    def send(self, who: str, path: str, **fields: Any) -> TestResponse:
        """A form as somebody sends it."""
        client = self.holder.http if who == "anna" else self.of(who)
        return client.post(
            addressed(self.app, path), data={"csrf_token": csrf(client), **fields}, content_type="multipart/form-data"
        )

    def ask(self, **over: Any) -> Case:
        """Anna asks about her card, and the case that it becomes."""
        fields = {
            "ref": ids.new_ref(),
            "card": self.holder.card.public_id,
            "what": "refused",
            "reply": "letter",
            "text": "Касса не взяла.",
            "another": "y",
        } | over
        sent = self.send("anna", "/cases", **fields)
        assert sent.status_code == 303, sent.text
        return self.case(int(sent.headers["Location"].rpartition("/")[2]))

    def case(self, number: int) -> Case:
        """A case as it stands."""
        with self.app.app_context():
            return cases.case_by_id(number)

    def written(self, *, from_: str = "stranger@example.org", text: str = "Помогите.", **over: Any) -> Case:
        """A case that came by letter, straight from the domain."""
        with self.app.app_context(), transaction():
            return cases.open_case(
                self.programme.id, channel="letter", category="other", title="Вопрос", text=text, contact=Contact(email=from_), ref=ids.new_ref(),
                now=clock.now(), **over,
            ).case  # fmt: skip

    def answer(self, who: str, of: Case, text: str, then: str = "close", **over: Any) -> TestResponse:
        """An agent answers on the case as it was given."""
        fields = {"text": text, "seen": of.version, "language": "ru", "via": "letter", "then": then} | over
        return self.send(who, f"/console/cases/{of.id}/answer", **fields)

    def rows(self, sql: str, **values: Any) -> list[Any]:
        """What the database says."""
        with self.app.app_context():
            return execute(sql, values).all()

    def wrong(self) -> list[Any]:
        """What the books of the desk find wrong."""
        with self.app.app_context(), transaction():
            return cases.invariants()


def plain(page: str) -> str:
    """A page's words."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)).replace("\u00a0", " ")
