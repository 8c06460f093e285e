"""An order, from the form to the card: placed once, refused with words, waited for, taken back."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace import giftcards, orders, programmes
from marketplace.core import clock
from marketplace.core.db import execute, transaction
from marketplace.members import Member
from tests.builders import orders as trade
from tests.builders.identity import csrf, sign_in
from tests.builders.ledger import points_last_until
from tests.builders.members import a_member
from tests.builders.pages import Form, Page, send, visit
from tests.builders.shopping import Window, a_window

PATH = "/brands/detsky-mir"


@pytest.fixture
def shop(app: Flask, client: FlaskClient) -> Window:
    return a_window(app, client)


@pytest.fixture
def anna(shop: Window) -> Member:
    return shop.member(4_820, expires_on=date(2099, 12, 31))


def order_form(shop: Window) -> Form:
    return visit(shop.client, PATH).form("/orders")


def order(shop: Window, form: Form, *ticked: str, **over: Any) -> Page:
    return send(shop.client, form.action, form.ticked(*ticked, **over))


def balance(shop: Window, member: Member) -> int:
    with shop.app.app_context():
        return trade.balance(member, clock.now())


def placed(shop: Window) -> int:
    with shop.app.app_context():
        return int(execute("SELECT count(*) AS n FROM orders").one().n)


def nothing_happened(shop: Window, member: Member) -> bool:
    return (placed(shop), balance(shop, member)) == (0, 4_820)


def test_member_gets_the_card_and_sees_what_was_taken(shop: Window, anna: Member) -> None:
    page = order(shop, order_form(shop))
    assert page.status == 200
    for said in (
        "Карта ваша",
        "Детский мир, 300 ₽",
        "Списано 450 баллов",
        "сгорают 31.12.2099 450",
        "Осталось 4 370 баллов",
    ):
        assert said in page.words
    assert "Открыть карту" in page.words
    assert "Показать код" not in page.words, "that is said where the next press shows it"
    assert "MARK" not in page.html, "no page but the card's own shows a code"
    assert balance(shop, anna) == 4_370
    with shop.app.app_context():
        [card] = giftcards.of_member(anna.id, today=date(2026, 1, 1)).items
        assert f"/cards/{card.public_id}" in page.html


def test_both_acceptances_are_kept_as_the_hashes_that_were_shown(shop: Window, anna: Member) -> None:
    form = order_form(shop)
    order(shop, form)
    with shop.app.app_context():
        [row] = execute("SELECT rules_digest, offer_digest FROM orders").all()
        kept = {"rules": bytes(row.rules_digest).hex(), "offer": bytes(row.offer_digest).hex()}
    assert kept == {"rules": form.ticks["rules"], "offer": form.ticks["terms"]}


def test_the_same_form_sent_twice_is_one_order(shop: Window, anna: Member) -> None:
    form = order_form(shop)
    first = send(shop.client, form.action, form.ticked(), follow=False)
    second = send(shop.client, form.action, form.ticked(), follow=False)
    assert first.status == second.status == 303
    assert first.headers["Location"] == second.headers["Location"]
    assert (placed(shop), balance(shop, anna)) == (1, 4_370)
    assert "Это уже оформлено. Второй раз ничего не списано." in visit(shop.client, second.headers["Location"]).words


def test_a_page_that_was_sent_leads_back_to_its_order_and_a_fresh_one_is_empty(shop: Window, anna: Member) -> None:
    form = order_form(shop)
    assert "уже оформлено" not in order(shop, form).words
    assert "уже оформлено" in order(shop, form).words, "the way back to a page that the browser has kept"
    fresh = visit(shop.client, PATH)
    assert fresh.headers["Cache-Control"] == "no-store"
    assert 'autocomplete="off" data-once' in fresh.html
    assert set(fresh.form("/orders").ticks) == {"rules", "terms"}
    assert "уже оформлено" not in order(shop, fresh.form("/orders")).words
    assert placed(shop) == 2


def test_the_same_form_is_one_order_even_when_it_took_the_last_card(shop: Window, anna: Member) -> None:
    with shop.app.app_context(), transaction():
        execute("UPDATE denominations SET price_points = 450")
    shop.run_out(shop.kids, left=1)
    others = placed(shop)
    form = order_form(shop)
    assert order(shop, form).status == order(shop, form).status == 200
    assert placed(shop) == others + 1


@pytest.mark.parametrize(
    ("ticked", "said"), [(("terms",), "Без правил карту не оформить"), (("rules",), "Без оферты карту не оформить")]
)
def test_without_an_acceptance_nothing_is_ordered(shop: Window, anna: Member, ticked: tuple[str], said: str) -> None:
    page = order(shop, order_form(shop), *ticked)
    assert page.status == 422
    assert said in page.words
    assert page.title.strip().startswith("Ошибка")
    again = page.form("/orders")
    assert ticked[0] in again.held, "what was ticked stays ticked"
    assert nothing_happened(shop, anna)


def test_terms_that_changed_meanwhile_must_be_accepted_again(shop: Window, anna: Member) -> None:
    form = order_form(shop)
    with shop.app.app_context(), transaction():
        programmes.publish_text(shop.programme.id, "rules", "ru", "# Новые правила\n", now=clock.now())
    page = order(shop, form)
    assert page.status == 409
    assert "условия изменились. Ничего не списано" in page.words
    assert "Текст изменился" in page.words
    assert nothing_happened(shop, anna)
    again = page.form("/orders")
    assert set(again.ticks) == {"rules", "terms"}, "nothing is ticked for her"
    assert order(shop, again).status == 200


def test_cards_that_ran_out_meanwhile_are_named_with_their_value(shop: Window, anna: Member) -> None:
    form = order_form(shop)
    with shop.app.app_context(), transaction():
        other = trade._insert("denominations", {"offer_id": shop.kids.offer_id, "value": 50_000, "price_points": 700})
        trade.codes_in_stock(shop.kids.brand, other, 1)
    shop.run_out(shop.kids)
    others = placed(shop)
    page = order(shop, form)
    assert page.status == 409
    assert "Карты на 300 ₽ закончились. Ничего не списано. Выберите другой номинал." in page.words
    assert "Оформить за 700 баллов" in page.form("/orders").labels
    assert (placed(shop), balance(shop, anna)) == (others, 4_820)


def test_a_price_that_changed_meanwhile_is_not_charged_unseen(shop: Window, anna: Member) -> None:
    form = order_form(shop)
    with shop.app.app_context(), transaction():
        execute("UPDATE denominations SET price_points = 500 WHERE id = %(id)s", {"id": shop.kids.denomination_id})
    page = order(shop, form)
    assert page.status == 409
    assert "цена изменилась. Ничего не списано" in page.words
    assert "Оформить за 500 баллов" in page.form("/orders").labels
    assert nothing_happened(shop, anna)


def test_the_limit_of_a_member_is_told(shop: Window, anna: Member) -> None:
    with shop.app.app_context(), transaction():
        execute("UPDATE offers SET per_member_limit = 1 WHERE id = %(id)s", {"id": shop.kids.offer_id})
    assert order(shop, order_form(shop)).status == 200
    page = order(shop, order_form(shop))
    assert page.status == 409
    assert "не больше 1 на участника. Ничего не списано" in page.words
    assert (placed(shop), balance(shop, anna)) == (1, 4_370)


def test_points_that_were_spent_meanwhile_are_not_there(shop: Window, anna: Member) -> None:
    form = order_form(shop)
    with shop.app.app_context(), transaction():
        execute(
            "UPDATE denominations SET price_points = 4600 WHERE id = %(id)s", {"id": shop.computers.denomination_id}
        )
    dear = visit(shop.client, "/brands/citilink").form("/orders")
    assert order(shop, dear).status == 200
    page = order(shop, form)
    assert page.status == 409
    assert "Баланса уже не хватает" in page.words
    assert "Не хватает 230 баллов" in page.words
    assert placed(shop) == 1


def test_an_offer_that_was_withdrawn_is_not_ordered(shop: Window, anna: Member) -> None:
    form = order_form(shop)
    with shop.app.app_context(), transaction():
        execute("UPDATE offers SET published = false WHERE id = %(id)s", {"id": shop.kids.offer_id})
    page = order(shop, form)
    assert page.status == 409
    assert "Этого уже нет на витрине" in page.words or "Карт сейчас нет" in page.words
    assert nothing_happened(shop, anna)


@pytest.fixture
def dearer(shop: Window) -> int:
    """«Детский мир» for 1 000 ₽ at the same 450 points as the one for 300 ₽: nothing but the choice itself tells them apart."""
    with shop.app.app_context(), transaction():
        facts = {"offer_id": shop.kids.offer_id, "value": 100_000, "price_points": 450}
        made = trade._insert("denominations", facts)
        trade.codes_in_stock(shop.kids.brand, made, 2)
        return made


def test_another_card_chosen_than_the_quoted_one_is_quoted_first_and_ordered_then(
    shop: Window, anna: Member, dearer: int
) -> None:
    page = order(shop, order_form(shop), d=str(dearer))
    assert page.status == 409
    assert "Вы выбрали другую карту. Ничего не списано." in page.words
    assert nothing_happened(shop, anna)
    again = page.form("/orders")
    assert (again.held["d"], again.held["quoted_d"]) == (str(dearer), str(dearer))
    assert "rules" in again.held, "what was accepted stays accepted"
    assert "Детский мир, 1 000 ₽" in order(shop, again).words


def test_another_value_typed_than_the_quoted_one_is_quoted_first(shop: Window, anna: Member) -> None:
    with shop.app.app_context(), transaction():
        slug = trade.a_range_shelf(shop.programme).brand.slug
    form = visit(shop.client, f"/brands/{slug}", value="1000").form("/orders")
    for typed, status, said in (
        ("1 500", 409, "Оформить за 2 250 баллов"),
        ("1 550", 409, "Ближайшие — 1 500 ₽ и 1 600 ₽"),
    ):
        page = order(shop, form, value=typed)
        assert page.status == status
        assert said in page.words
    assert nothing_happened(shop, anna)
    assert order(shop, form, value="1000,00").status == 200, "the same value in other letters"


def test_the_button_without_script_only_asks_for_the_price(shop: Window, anna: Member, dearer: int) -> None:
    form = order_form(shop)
    answer = send(shop.client, form.action, form.ticked(d=str(dearer), quote="1"), follow=False)
    assert answer.status == 303
    assert answer.headers["Location"] == f"{PATH}?d={dearer}"
    assert nothing_happened(shop, anna)


SPOILT = [
    {"ref": ""}, {"ref": "short"}, {"ref": "я" * 26}, {"ref": "x" * 65}, {"ref": "has spaces in it"},
    {"quoted_d": "abc"}, {"quoted_d": "0"}, {"quoted_d": "-1"}, {"quoted_d": "9" * 30}, {"quoted_d": ""}, {"quoted_d": "1.5"},
    {"price": ""}, {"price": "abc"}, {"price": "0"}, {"price": "-450"}, {"price": "9" * 30},
    {"quoted_offer": "1", "quoted_value": "30000"}, {"quoted_offer": "-1"}, {"quoted_value": "abc"},
    {"rules": "zz"}, {"rules": "a" * 63}, {"rules": "A" * 64}, {"terms": "я" * 64}, {"terms": "x" * 10_000},
]  # fmt: skip


@pytest.mark.parametrize("over", SPOILT)
def test_a_spoilt_form_is_refused_with_words_and_changes_nothing(
    shop: Window, anna: Member, over: dict[str, str]
) -> None:
    page = order(shop, order_form(shop), **over)
    assert page.status == 422
    assert (
        "Страница устарела. Ничего не списано" in page.words or "Прочитайте текст и примите его ещё раз" in page.words
    )
    assert nothing_happened(shop, anna)


def test_a_denomination_of_nobody_and_one_of_another_programme_are_not_ordered(shop: Window, anna: Member) -> None:
    with shop.app.app_context(), transaction():
        foreign = trade.a_shelf().denomination_id
    for d in (foreign, 10**12):
        page = order(shop, order_form(shop), quoted_d=str(d))
        assert page.status == 404
        assert "Этого уже нет на витрине" in page.words
    assert nothing_happened(shop, anna)


def test_a_ref_that_stands_for_another_thing_is_refused(shop: Window, anna: Member) -> None:
    form = order_form(shop)
    order(shop, form)
    other = visit(shop.client, "/brands/citilink").form("/orders")
    page = order(shop, other, ref=form.held["ref"])
    assert page.status == 422
    assert "Страница устарела" in page.words
    assert (placed(shop), balance(shop, anna)) == (1, 4_370)


def test_without_a_token_the_form_is_out_of_date(shop: Window, anna: Member) -> None:
    form = order_form(shop)
    assert order(shop, form, csrf_token="").status == 400
    assert nothing_happened(shop, anna)


def test_a_guest_cannot_order(shop: Window) -> None:
    data = {
        "csrf_token": csrf(shop.client),
        "ref": "x" * 26,
        "quoted_d": str(shop.kids.denomination_id),
        "price": "450",
    }
    answer = shop.client.post(PATH + "/orders", data=data)
    assert answer.status_code == 302
    assert "/sign-in" in answer.location
    assert placed(shop) == 0


def test_a_service_is_called_by_its_own_word_and_title(shop: Window, anna: Member) -> None:
    with shop.app.app_context(), transaction():
        execute(
            "UPDATE offers SET kind = 'service', title_ru = 'Мойка кузова', title_en = 'Car wash' WHERE id = %(id)s",
            {"id": shop.kids.offer_id},
        )
    page = order(shop, order_form(shop))
    for said in ("Услуга ваша", "Детский мир, Мойка кузова", "Открыть услугу"):
        assert said in page.words
    assert "Карта ваша" not in page.words
    with shop.app.app_context():
        [card] = giftcards.of_member(anna.id, today=date(2026, 1, 1)).items
    own = visit(shop.client, f"/cards/{card.public_id}")
    assert "Услуга «Детский мир»" in own.title
    assert "<h1>Детский мир, Мойка кузова</h1>" in own.html
    assert "Детский мир, Мойка кузова" in visit(shop.client, "/cards").words
    assert "Детский мир, Мойка кузова" in visit(shop.client, "/points").words


@pytest.fixture
def waiting(shop: Window, anna: Member) -> tuple[Page, str]:
    """An order that the worker has still to fulfil: 1 000 ₽ for 1 500 points."""
    with shop.app.app_context(), transaction():
        slug = trade.a_range_shelf(shop.programme).brand.slug
    form = visit(shop.client, f"/brands/{slug}", value="1000").form("/orders")
    answer = send(shop.client, form.action, form.ticked(), follow=False)
    where = answer.headers["Location"]
    return visit(shop.client, where), where


def test_an_order_of_a_range_waits_and_asks_again_but_not_for_ever(shop: Window, waiting: tuple[Page, str]) -> None:
    page, where = waiting
    assert "Готовим сертификат" in page.words
    assert "Отложено 1 500 баллов" in page.words
    assert f'hx-get="{where}?try=1" hx-trigger="load delay:2s"' in page.html
    late = visit(shop.client, where, part="state", **{"try": "30"})
    assert "<html" not in late.html
    assert "hx-trigger" not in late.html
    assert "Дольше обычного" in late.words
    for odd in ("-5", "abc", "9" * 30):
        assert visit(shop.client, where, **{"try": odd}).status == 200


def test_when_the_worker_is_done_the_page_shows_the_card(shop: Window, anna: Member, waiting: tuple[Page, str]) -> None:
    _, where = waiting
    with shop.app.app_context(), transaction():
        order_id = orders.id_of(where.rpartition("/")[2])
        assert order_id is not None
        orders.fulfil(order_id, now=clock.now())
    page = visit(shop.client, where, part="state", **{"try": "2"})
    assert "Сертификат ваш" in page.words
    assert "hx-trigger" not in page.html
    assert balance(shop, anna) == 3_320


def test_an_order_that_waits_can_be_taken_back(shop: Window, anna: Member, waiting: tuple[Page, str]) -> None:
    _, where = waiting
    ask = visit(shop.client, where + "/cancellation")
    page = send(shop.client, where + "/cancellation", ask.form("/cancellation").held)
    assert "Карта возвращена" in page.words
    assert balance(shop, anna) == 4_820


def test_an_unseen_card_is_taken_back_and_points_keep_their_dates(shop: Window, anna: Member) -> None:
    form = order_form(shop)
    where = send(shop.client, form.action, form.ticked(), follow=False).headers["Location"]
    ask = visit(shop.client, where + "/cancellation")
    assert "Вернётся 450 баллов" in ask.words
    assert "Будет 4 820 баллов" in ask.words
    page = send(shop.client, where + "/cancellation", ask.form("/cancellation").held)
    assert "Вернулось: 450 баллов, с прежними сроками" in page.words
    assert balance(shop, anna) == 4_820
    twice = send(shop.client, where + "/cancellation", ask.form("/cancellation").held)
    assert "Карта возвращена" in twice.words
    assert balance(shop, anna) == 4_820
    assert "Эта карта уже возвращена" in visit(shop.client, where + "/cancellation").words


def test_the_page_says_the_new_date_before_it_asks(shop: Window, anna: Member, owner_url: str) -> None:
    form = order_form(shop)
    where = send(shop.client, form.action, form.ticked(), follow=False).headers["Location"]
    points_last_until(owner_url, -2)
    ask = visit(shop.client, where + "/cancellation")
    until = clock.local_day(clock.now(), "Europe/Moscow") + timedelta(days=30)
    assert "где срок уже прошёл" in ask.words
    assert f"сгорают {until:%d.%m.%Y}" in ask.words
    page = send(shop.client, where + "/cancellation", ask.form("/cancellation").held)
    assert "часть с новым сроком" in page.words
    assert balance(shop, anna) == 450, "what was in the lots besides has expired"


def test_a_card_whose_code_was_seen_is_not_taken_back(shop: Window, anna: Member) -> None:
    form = order_form(shop)
    where = send(shop.client, form.action, form.ticked(), follow=False).headers["Location"]
    ask = visit(shop.client, where + "/cancellation").form("/cancellation")
    with shop.app.app_context(), transaction():
        [card] = giftcards.of_member(anna.id, today=date(2026, 1, 1)).items
        giftcards.reveal(
            card.public_id,
            programme_id=anna.programme_id,
            member_id=anna.id,
            now=clock.now(),
            fresh_factor=True,
        )
    page = send(shop.client, where + "/cancellation", ask.held)
    assert page.status == 409
    assert "Код уже открыт, такую карту вернуть нельзя" in page.words
    assert balance(shop, anna) == 4_370
    assert not [f for f in visit(shop.client, where + "/cancellation").forms if "/cancellation" in f.action]


@pytest.mark.parametrize("tail", ["", "/cancellation"])
def test_an_order_of_another_member_does_not_exist(shop: Window, anna: Member, app: Flask, tail: str) -> None:
    form = order_form(shop)
    where = send(shop.client, form.action, form.ticked(), follow=False).headers["Location"]
    stranger = app.test_client()
    with app.app_context(), transaction():
        user_id = a_member(shop.programme).user_id
    assert user_id is not None
    sign_in(stranger, user_id)
    assert visit(stranger, where + tail).status == 404
    taken = send(stranger, where + "/cancellation", {"csrf_token": csrf(stranger)})
    assert taken.status == 404
    assert balance(shop, anna) == 4_370


@pytest.mark.parametrize("number", ["0", "1", "20000", "99999999999", "9" * 40, "abc", "В-20", "%00"])
def test_a_number_of_no_order_is_not_found(shop: Window, anna: Member, number: str) -> None:
    assert visit(shop.client, f"/orders/{number}").status in (400, 404)


def test_a_page_of_an_order_is_for_members_only(shop: Window) -> None:
    assert shop.client.get("/orders/20001").status_code == 302
    assert shop.client.get("/orders/20001/cancellation").status_code == 302


def test_the_order_page_speaks_english(shop: Window, anna: Member) -> None:
    form = visit(shop.client, PATH, language="en").form("/orders")
    page = send(shop.client, form.action, form.ticked(), language="en")
    assert "The card is yours" in page.words
    assert "450 points" in page.words
