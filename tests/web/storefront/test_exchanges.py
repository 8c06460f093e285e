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
    assert "970 ₽, комиссия 3 %" in page.words
    form = page.form("/quotes")
    quoted = send(anna.http, form.action, form.held)
    for said in (
        "Отдадите",
        "Получите",
        "Курс ваш до",
        "−30 ₽",
        "Старый код умрёт сразу и везде",
        "Новую карту можно обменять ещё раз",
    ):
        assert said in quoted.words, said
    assert "Остаток" not in quoted.words, "nothing stays"
    pressed = quoted.form("/quotes/")
    done = send(anna.http, pressed.action, pressed.held)
    assert "Лемана, 970 ₽" in done.words
    assert "Заменена" in visit(anna.http, anna.page).words
    again = send(anna.http, pressed.action, pressed.held)
    assert "Лемана, 970 ₽" in again.words, "the same press again leads to the same card"
    new = anna.rows("SELECT public_id FROM giftcards ORDER BY id DESC LIMIT 1")[0].public_id
    for path in (f"{anna.page}/exchange", f"{anna.page}/split?into=4", f"{anna.page}/merge", quoted_at(anna)):
        assert anna.get(path).headers["Location"].endswith(f"/cards/{new}"), path


def quoted_at(anna: Holder) -> str:
    """The page of the newest quote."""
    return f"/quotes/{anna.rows('SELECT ref FROM exchange_quotes ORDER BY id DESC LIMIT 1')[0].ref}"


def test_of_a_sum_that_is_no_value_of_the_other_brand_the_page_says_what_is_taken_and_what_stays(anna: Holder) -> None:
    with anna.app.app_context(), transaction():
        fixed = a_shelf(anna.shelf.programme, value=30_000, stock=2, brand={"name_ru": "Пять звёзд"})
        rule = Rule(fixed.brand.id, gives=True, takes=True, recasts=True, fee_permille=0)
        exchanges.set_rule(anna.shelf.programme.id, rule, now=clock.now())
        slug = fixed.brand.slug
    page = visit(anna.http, f"{anna.page}/exchange")
    assert "300 ₽, без комиссии · останется 700 ₽" in page.words
    form = page.form("/quotes")
    assert send(anna.http, form.action, form.held | {"brand": slug, "amount": "0"}).status == 422, (
        "nothing is not all of it"
    )
    fits = send(anna.http, form.action, form.held | {"brand": slug, "amount": "300"})
    assert "только карты с готовым номиналом" not in fits.words, "what fits needs no explanation"
    cents = send(anna.http, form.action, form.held | {"amount": "515,47"})
    assert 'value="515,47"' in cents.html, "as a Russian page writes it"
    quoted = send(anna.http, form.action, form.held | {"brand": slug, "amount": "500"})
    for said in (
        "Вы хотели обменять 500 ₽", "самый большой подходящий — 300 ₽", "С вашей карты возьмём 300 ₽, на карте «МАЙ» останется 700 ₽",
        "Новую карту обменять ещё раз нельзя", "Остаток тоже получит новый код, его можно обменять сразу",
    ):  # fmt: skip
        assert said in quoted.words, said
    pressed = quoted.form("/quotes/")
    done = send(anna.http, pressed.action, pressed.held)
    assert f"Выпущена вместо карты •••• {anna.card.last4}" in done.words, "the card that she had, and no other"
    old = visit(anna.http, anna.page)
    rest, new = anna.rows("SELECT public_id, last4 FROM giftcards WHERE state = 'active' ORDER BY id DESC LIMIT 2")[
        ::-1
    ]
    assert all(f"/cards/{one.public_id}" in old.html and one.last4 in old.words for one in (rest, new))
    assert anna.get(f"{anna.page}/split").headers["Location"].endswith(anna.page), "which says as what it goes on"
    assert len(visit(anna.http, "/cards", show="used").tiles) == 1, "the part that was exchanged was no card of hers"
    assert "3 карты" in visit(anna.http, "/points").words, "what came of an exchange was not ordered once more"
    assert exchanges_again(anna, rest.public_id) == 200


def exchanges_again(anna: Holder, public_id: str) -> int:
    """What is answered where another part of a card is quoted at once."""
    form = visit(anna.http, f"/cards/{public_id}/exchange").form("/quotes")
    return send(anna.http, form.action, form.held).status


def test_a_card_is_split_and_put_together_again_with_nothing_lost(anna: Holder) -> None:
    page = visit(anna.http, f"{anna.page}/split").form("/split")
    wrong = send(anna.http, page.action, page.held | {"part1": "999", "part2": "2"})
    assert wrong.status == 422
    assert "не меньше" in wrong.words or "каждая" in wrong.words.lower()
    split = send(anna.http, page.action, page.held | {"part1": "600", "part2": "400"})
    assert split.status == 200
    again = send(anna.http, page.action, page.held | {"part1": "600", "part2": "400"})
    assert (again.status, "заменила другая карта" in again.words) == (200, True), (
        "the same press again says what became of it"
    )
    cards = anna.rows(
        "SELECT public_id FROM giftcards WHERE state = 'active' AND brand_id = %(brand)s ORDER BY id",
        brand=anna.card.brand_id,
    )
    names = [row.public_id for row in cards]
    assert len(names) == 3
    merge = visit(anna.http, f"/cards/{names[0]}/merge").form("/merge")
    done = send(anna.http, merge.action, merge.held | {"cards": names})
    assert "МАЙ, 2 000 ₽" in done.words


@pytest.mark.parametrize("page", ["exchange", "split", "merge"])
def test_no_form_is_shown_that_would_be_refused(anna: Holder, page: str) -> None:
    with anna.app.app_context(), transaction():
        shops_own = an_order(anna.member, anna.shelf, now=clock.now()).card
    asked = visit(anna.http, f"/cards/{shops_own}/{page}")
    assert (asked.status, "Код принадлежит магазину" in asked.words) == (409, True)
    for gives, recasts in ((True, False), (False, True), (False, False)):
        with anna.app.app_context(), transaction():
            rule = Rule(anna.card.brand_id, gives=gives, recasts=recasts)
            exchanges.set_rule(anna.shelf.programme.id, rule, now=clock.now())
        can = recasts or (gives and page == "exchange")
        seen = visit(anna.http, f"{anna.page}/{page}")
        assert (seen.status, f"{anna.page}/merge" in seen.html) == ((200, recasts) if can else (409, False))


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
