"""Two memberships become one beside whatever the former is doing: it ends as if one had come after the other, and nothing is left behind."""

from threading import Thread

import pytest
from flask import Flask

from marketplace import giftcards, gifts, orders
from marketplace.core import ids
from marketplace.core.db import db, execute, transaction
from tests.builders import orders as shop
from tests.builders.gifts import A_GIFT
from tests.builders.merging import become_one
from tests.races.test_cards_pairs import POINTS_WITHIN, join, place, redeem, refund, reverse, within

BESIDE = (place, redeem, reverse, refund)


@pytest.mark.spoils_the_books  # acts of the desk have no proposals here
def test_a_merge_beside_an_order_a_purchase_a_reversal_and_a_refund_leaves_nothing_behind(app: Flask) -> None:
    with app.app_context():
        for act in BESIDE:
            for first, second in ((join, act), (act, join)):
                for point in POINTS_WITHIN:
                    assert within(app, first, second, point) == "", f"{second.__name__} {point}: {first.__name__}"


@pytest.mark.parametrize("claims_first", [True, False])
def test_a_gift_claimed_beside_a_merge_belongs_to_the_one_that_stays(app: Flask, claims_first: bool) -> None:
    now = shop.NOW
    with app.app_context():
        with transaction():
            shelf = shop.a_shelf(stock=1)
            giver, former, staying = (shop.a_member(shelf.programme, points=1_000) for _ in range(3))
            order = shop.an_order(giver, shelf, now=now)
            orders.fulfil(order.id, now=now)
            card = giftcards.of_orders([order.id])[order.id]
            gift = gifts.give(giver, card.public_id, A_GIFT, ref=ids.new_ref(), now=now)
        db.session.remove()
        acts = [lambda: gifts.claim(gift, former, now=now), lambda: become_one(former, staying, now=now)]
        first, second = acts if claims_first else reversed(acts)
        said: list[BaseException] = []

        def do() -> None:
            with app.app_context():
                try:
                    with transaction():
                        second()
                except BaseException as error:
                    said.append(error)
                finally:
                    db.session.remove()

        thread = Thread(target=do, daemon=True)
        with transaction():
            first()
            thread.start()
            thread.join(0.3)
        thread.join(10)
        assert (thread.is_alive(), said) == (False, [])
        db.session.remove()
        [owner] = execute("SELECT member_id FROM giftcards WHERE state = 'active'").scalars()
        assert owner == staying.id
