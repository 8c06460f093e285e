"""Exchange, split and merge in the browser: what dies and what is born is said first, and done with one press."""

import pytest
from flask import Flask

from marketplace import exchanges, giftcards, orders
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.exchanges import Rule
from marketplace.giftcards import Card
from tests.builders.cardholders import Holder, a_holder
from tests.builders.orders import a_shelf, an_order
from tests.builders.pages import send, visit

VALUE = 100_000


@pytest.fixture
def anna(app: Flask) -> Holder:
    """Anna with two cards of ours of 1 000 ₽, which can become cards of her first brand's for three hundredths of it."""
    holder = a_holder(app, points=50_000)
    with app.app_context(), transaction():
        own = a_shelf(holder.shelf.programme, value=VALUE, fulfilment="own", brand={"name_ru": "МАЙ"})
        to = a_shelf(holder.shelf.programme, value=VALUE, fulfilment="own", brand={"name_ru": "Лемана"})
        for shelf, fee in ((own, 0), (to, 30)):
            rule = Rule(shelf.brand.id, gives=True, takes=True, recasts=True, fee_permille=fee)
            exchanges.set_rule(holder.shelf.programme.id, rule, now=clock.now())
        holder.cards = [_card(holder, own) for _ in range(2)]
    return holder


def _card(holder: Holder, shelf: object) -> Card:
    order = an_order(holder.member, shelf, now=clock.now())  # type: ignore[arg-type]
    orders.fulfil(order.id, now=clock.now())
    return giftcards.of_orders([order.id])[order.id]


def test_a_card_is_exchanged_at_a_rate_that_is_shown_before_it_is_pressed(anna: Holder) -> None:
    page = visit(anna.http, f"{anna.page}/exchange")
    assert "Лемана" in page.words
    assert "970 ₽ · 3 %" in page.words
    form = page.form("/quotes")
    quoted = send(anna.http, form.action, form.held)
    for said in ("Отдадите", "Получите", "Курс ваш до", "−30 ₽", "Старый код умрёт сразу и везде"):
        assert said in quoted.words, said
    pressed = quoted.form("/quotes/")
    done = send(anna.http, pressed.action, pressed.held)
    assert "Лемана, 970 ₽" in done.words
    assert "Заменена" in visit(anna.http, anna.page).words
    again = send(anna.http, pressed.action, pressed.held)
    assert "Лемана, 970 ₽" in again.words, "the same press again leads to the same card"


def test_a_card_is_split_and_put_together_again_with_nothing_lost(anna: Holder) -> None:
    page = visit(anna.http, f"{anna.page}/split").form("/split")
    wrong = send(anna.http, page.action, page.held | {"part1": "999", "part2": "2"})
    assert wrong.status == 422
    assert "не меньше" in wrong.words or "каждая" in wrong.words.lower()
    split = send(anna.http, page.action, page.held | {"part1": "600", "part2": "400"})
    assert split.status == 200
    cards = anna.rows(
        "SELECT public_id FROM giftcards WHERE state = 'active' AND brand_id = %(brand)s ORDER BY id",
        brand=anna.card.brand_id,
    )
    names = [row.public_id for row in cards]
    assert len(names) == 3
    merge = visit(anna.http, f"/cards/{names[0]}/merge").form("/merge")
    done = send(anna.http, merge.action, merge.held | {"cards": names})
    assert "МАЙ, 2 000 ₽" in done.words


def test_my_cards_are_found_by_brand_or_last_characters_and_sorted(anna: Holder) -> None:
    everything = visit(anna.http, "/cards")
    assert len(everything.tiles) == 3
    assert len(visit(anna.http, "/cards", q="май").tiles) == 2
    assert len(visit(anna.http, "/cards", q=anna.cards[1].last4.lower()).tiles) >= 1
    assert visit(anna.http, "/cards", q="nothing like it").tiles == []
    assert visit(anna.http, "/cards", sort="left").tiles[0].startswith("МАЙ")
    assert len(visit(anna.http, "/cards", sort="ends").tiles) == 3


def test_my_orders_are_a_list_of_my_own(app: Flask, anna: Holder) -> None:
    page = visit(anna.http, "/orders")
    assert page.words.count("Заказ") >= 3
    olga = a_holder(app, beside=anna, cards=0)
    assert "Заказов пока нет" in visit(olga.http, "/orders").words
