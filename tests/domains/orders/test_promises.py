"""The worker keeps what an order promised, and keeping it twice is keeping it once."""

import pytest
from flask import Flask

from marketplace import giftcards, mailings, members, orders
from marketplace.core.db import execute, transaction
from marketplace.core.topics import Topic
from marketplace.jobs import orders as jobs
from marketplace.jobs import outbox as relay
from tests.builders import orders as shop
from tests.builders.programmes import a_programme


def letters() -> list[mailings.Letter]:
    return [mailings.to_send(row.ref) for row in execute("SELECT ref FROM mails ORDER BY id").all()]


def test_owner_gets_one_letter_with_a_link_and_no_code(ctx: Flask) -> None:
    with transaction():
        shelf = shop.a_shelf(stock=0)
        code = shop.codes_in_stock(shelf.brand, shelf.denomination_id, 1)[0]
        anna = shop.a_member(shelf.programme, points=450)
        card = giftcards.of_orders([shop.an_order(anna, shelf).id]).popitem()[1]
    for _ in range(2):
        jobs.deliver(str(card.id))
    letter = letters()[0]
    assert len(letters()) == 1
    assert letter.recipient == anna.email
    for body in (letter.body_text, letter.body_html):
        assert f"http://localhost/cards/{card.public_id}" in body
        assert code not in body
        assert code[-4:] not in body
        assert "0417" not in body
    assert "Детский мир" in letter.subject
    assert [event.kind for event in giftcards.events(card)] == ["delivered", "issued"]


def test_link_leads_to_the_programmes_own_host(ctx: Flask) -> None:
    with transaction():
        shelf = shop.a_shelf(a_programme(hosts=("shop.example.org",)))
        anna = shop.a_member(shelf.programme, points=450, language="en")
        card = giftcards.of_orders([shop.an_order(anna, shelf).id]).popitem()[1]
    assert jobs.card_url(card) == f"http://shop.example.org/cards/{card.public_id}"
    jobs.deliver(str(card.id))
    assert "Detsky Mir" in letters()[0].subject


def test_no_letter_about_a_card_taken_back_or_to_who_wants_none(ctx: Flask) -> None:
    with transaction():
        shelf = shop.a_shelf()
        anna, boris = (shop.a_member(shelf.programme, points=450) for _ in range(2))
        his = shop.an_order(boris, shelf)
        cards = giftcards.of_orders([shop.an_order(anna, shelf).id, his.id])
        members.set_notification(anna.id, "orders", wanted=False)
        orders.cancel(his, why="", now=shop.NOW)
    for card in cards.values():
        jobs.deliver(str(card.id))
    assert letters() == []


def test_worker_issues_a_certificate_of_ours_once(ctx: Flask) -> None:
    with transaction():
        shelf = shop.a_range_shelf()
        anna = shop.a_member(shelf.programme, points=2000)
        order = shop.an_order(anna, shelf)
    for _ in range(2):
        jobs.advance(str(order.id))
    assert orders.order(order.id, anna.id).state == "issued"
    assert len(giftcards.of_member(anna.id, today=shop.NOW.date()).items) == 1
    topics = [row.topic for row in execute("SELECT topic FROM outbox ORDER BY id")]
    assert topics == [Topic.ORDERS_ADVANCE, Topic.GIFTCARDS_DELIVER]
    with transaction():
        execute("UPDATE outbox SET kept_at = now()")
    assert shop.wrong() == []


@pytest.mark.parametrize("keeper", [jobs.advance, jobs.deliver])
def test_a_promise_for_nothing_fails_by_name(ctx: Flask, keeper: object) -> None:
    with pytest.raises((orders.OrderNotFound, giftcards.CardNotFound)):
        keeper("999999999")  # type: ignore[operator]


def test_relay_carries_an_order_from_its_points_to_the_letter(ctx: Flask) -> None:
    with transaction():
        shelf = shop.a_range_shelf()
        anna = shop.a_member(shelf.programme, points=1500)
        order = shop.an_order(anna, shelf)
    email = anna.email
    relay.drain(run_seconds=20)
    card = giftcards.of_orders([order.id])[order.id]
    assert [event.kind for event in giftcards.events(card)] == ["delivered", "issued"]
    assert [letter.recipient for letter in letters()] == [email]
    waiting = [row.topic for row in execute("SELECT topic FROM outbox WHERE kept_at IS NULL")]
    assert set(waiting) <= {"mailings.send"}  # whose keeper belongs to another module
    assert shop.wrong() == []
