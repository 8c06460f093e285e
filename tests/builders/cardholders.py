"""Members with cards, signed in with a browser of their own; for pages. They live now, as the pages ask the clock."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from marketplace import giftcards
from marketplace.core import clock
from marketplace.core.db import db, execute, transaction
from marketplace.giftcards import Card
from marketplace.members import Member
from tests.builders.identity import csrf, sign_in
from tests.builders.members import a_member
from tests.builders.orders import Shelf, a_shelf, an_order
from tests.builders.programmes import a_programme
from tests.builders.tills import use

HTMX = {"HX-Request": "true"}


@dataclass
class Holder:
    """A member, what they can buy, their browser, and the cards that they have."""

    app: Flask
    http: FlaskClient
    shelf: Shelf
    member: Member
    cards: list[Card] = field(default_factory=list)

    @property
    def card(self) -> Card:
        """Their first card."""
        return self.cards[0]

    @property
    def page(self) -> str:
        """The address of their first card."""
        return f"/cards/{self.card.public_id}"

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.http.get(path, headers=headers)

    def post(self, path: str, *, part: str = "") -> TestResponse:
        """Send a form; as script would, when it fills the element `part`."""
        headers = HTMX | {"HX-Target": part} if part else {}
        return self.http.post(path, data={"csrf_token": csrf(self.http)}, headers=headers)

    def buy(self, *, now: datetime | None = None) -> Card:
        """Order one more card; inside of no transaction."""
        with self.app.app_context(), transaction():
            order = an_order(self.member, self.shelf, now=now or clock.now())
            card = giftcards.of_orders([order.id])[order.id]
        self.cards.append(card)
        return card

    def change(self, **columns: Any) -> None:
        """Make the first card look as time would have left it."""
        with self.app.app_context(), transaction():
            sets = ", ".join(f"{name} = %({name})s" for name in columns)
            execute(f"UPDATE giftcards SET {sets} WHERE id = %(id)s", columns | {"id": self.card.id})
            event = {"frozen": "frozen", "void": "voided"}.get(columns.get("state", ""))
            if event:
                execute(
                    "INSERT INTO giftcard_events (giftcard_id, kind, at) VALUES (%(id)s, %(kind)s, %(at)s)",
                    {"id": self.card.id, "kind": event, "at": clock.now()},
                )

    def use(self, amount: int) -> None:
        """Pay with the first card at a till of its brand's partner."""
        with self.app.app_context(), transaction():
            use(self.card, amount, now=clock.now())

    def rows(self, sql: str, **values: Any) -> list[Any]:
        """What the database says."""
        with self.app.app_context():
            found = list(execute(sql, values))
            db.session.rollback()
        return found


def a_holder(
    app: Flask, *, points: int = 2000, cards: int = 1, beside: Holder | None = None, fresh: bool = False, **over: Any
) -> Holder:
    """A member with so many cards of 300 ₽, signed in. `over`: settings of the programme, or `shelf`, a dict for a_shelf."""
    shelf_facts = {"stock": max(cards, 3)} | over.pop("shelf", {})
    with app.app_context(), transaction():
        shelf = beside.shelf if beside else a_shelf(a_programme(**over), **shelf_facts)
        member = a_member(shelf.programme, points=points, expires_on=None, now=clock.now())
        user_id = member.user_id
    holder = Holder(app, app.test_client(), shelf, member)
    assert user_id is not None
    sign_in(holder.http, user_id, fresh=fresh)
    for _ in range(cards):
        holder.buy()
    return holder
