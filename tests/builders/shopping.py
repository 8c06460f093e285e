"""A small shop window and a member who is signed in to it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from marketplace import programmes
from marketplace.core.db import db, execute, transaction
from marketplace.members import Member
from marketplace.programmes import City, Programme
from tests.builders import orders as trade
from tests.builders.identity import sign_in
from tests.builders.members import a_member
from tests.builders.orders import Shelf
from tests.builders.programmes import a_programme

CITIES = [City("spb", "Санкт-Петербург", "Saint Petersburg", 1), City("moscow", "Москва", "Moscow", 2)]


@dataclass
class Window:
    """A programme with four brands: «Детский мир» 450, «Ситилинк» 1 350, «Спортмастер» 4 990, «Вкусвилл» (Moscow) 300."""

    app: Flask
    client: FlaskClient
    programme: Programme
    kids: Shelf
    computers: Shelf
    sport: Shelf
    food: Shelf

    def run_out(self, shelf: Shelf, left: int = 0) -> None:
        """Somebody else buys all codes of a shelf but so many."""
        with self.app.app_context(), transaction():
            free = "SELECT count(*) FROM free_codes WHERE denomination_id = %(id)s"
            count = int(execute(free, {"id": shelf.denomination_id}).scalar_one()) - left
            other = trade.a_member(self.programme, points=100_000)
            for _ in range(count):
                trade.an_order(other, shelf)

    def member(self, points: int = 4_820, *, expires_on: date | None = None, **over: Any) -> Member:
        """Anna, signed in, with points to spend."""
        with self.app.app_context(), transaction():
            anna = a_member(self.programme, points=points, expires_on=expires_on, **over)
        assert anna.user_id is not None
        sign_in(self.client, anna.user_id)
        return anna


def a_window(app: Flask, client: FlaskClient, **over: Any) -> Window:
    """The shop as most of its tests see it."""
    with app.app_context(), transaction():
        programmes.put_cities(CITIES)
        programme = a_programme(city_slug=over.pop("city_slug", None), **over)
        return Window(
            app, client, programme,
            kids=_brand(programme, "Детский мир", "Detsky Mir", "detsky-mir", 450, 30_000),
            computers=_brand(programme, "Ситилинк", "Citilink", "citilink", 1_350, 100_000),
            sport=_brand(programme, "Спортмастер", "Sportmaster", "sportmaster", 4_990, 400_000),
            food=_brand(
                programme, "Вкусвилл", "Vkusvill", "vkusvill", 300, 20_000, city_slugs=("moscow",), online=False
            ),
        )  # fmt: skip


def _brand(programme: Programme, ru: str, en: str, slug: str, price: int, value: int, **over: Any) -> Shelf:
    facts = {"name_ru": ru, "name_en": en, "slug": slug, "how_ru": "", "how_en": ""} | over
    shelf = trade.a_shelf(programme, price=price, value=value, brand=facts)
    db.session.expunge(shelf.brand)  # readable when the session is gone
    return shelf
