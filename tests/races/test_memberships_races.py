"""Two memberships become one beside whatever the former is doing: it ends as if one had come after the other, and nothing is left behind."""

from contextlib import nullcontext
from threading import Thread

import psycopg
import pytest
from flask import Flask

from marketplace import giftcards, gifts, ledger, orders
from marketplace.core import ids
from marketplace.core.db import db, execute, transaction
from tests.builders import orders as shop
from tests.builders.functions import function_changed
from tests.builders.gifts import A_GIFT
from tests.builders.members import a_member
from tests.builders.merging import become_one
from tests.builders.programmes import a_programme
from tests.races.test_cards_pairs import POINTS_WITHIN, join, place, redeem, refund, reverse, within

BESIDE = (place, redeem, reverse, refund)
AT = "'2026-11-21 09:00Z', '2026-11-21'"


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


GUARD = "SELECT e.account_id FROM entries e WHERE e.transfer_id = v.id"  # what the taking took from


@pytest.mark.ledger_alone
@pytest.mark.parametrize("guarded", [True, False], ids=["as it is", "control"])
def test_what_comes_back_to_a_former_membership_from_two_sides_waits_in_one_order(
    app: Flask, owner_url: str, guarded: bool
) -> None:
    """A refund of her former order beside bought points that the bank gives back after all; both reach the one that stays."""
    with app.app_context():
        with transaction():
            programme = a_programme(texts=False)
            former, staying = a_member(programme), a_member(programme)
            purse, heir = (ledger.account(programme.id, "member", owner_id=one.id) for one in (former, staying))
            partner = ledger.account(programme.id, "partner", owner_id=1)
        with psycopg.connect(owner_url) as owner:
            owner.execute(f"SELECT ledger_top_up({programme.id}, {former.id}, 'topup:1', {AT}, 1000, NULL, NULL, NULL)")
            spent = f"ARRAY[{purse}, {partner}]::bigint[], ARRAY[-400, 400]::bigint[], NULL, NULL"
            order = owner.execute(
                f"SELECT (ledger_post({programme.id}, 'order', 'order:1', {AT}, {spent})).transfer_id"
            ).fetchone()
            owner.execute(f"SELECT ledger_top_up_take('topup:1', 'topup:1:taken', {AT}, 600, NULL)")
        assert order is not None
        with transaction():
            become_one(former, staying)
        db.session.remove()
    both = (
        f"SELECT ledger_top_up_return('topup:1:taken', {AT}, NULL, NULL)",
        f"SELECT ledger_return_part({order[0]}, 400, NULL, 'order:1:back', {AT}, NULL, NULL)",
    )
    with nullcontext() if guarded else function_changed(owner_url, "ledger_top_up_return", GUARD, "SELECT 0::bigint"):
        said = _behind_each_other(owner_url, heir, both)
    assert said == ([] if guarded else ["DeadlockDetected"])


def _behind_each_other(url: str, account: int, acts: tuple[str, ...]) -> list[str]:
    """Which of the acts failed, where each begins while somebody holds this account, and they are let go together."""
    said: list[str] = []

    def do(act: str) -> None:
        try:
            with psycopg.connect(url) as own:
                own.execute(act.encode())
        except psycopg.Error as error:
            said.append(type(error).__name__)

    threads = [Thread(target=do, args=(act,), daemon=True) for act in acts]
    with psycopg.connect(url) as holder:
        holder.execute(b"SELECT FROM balances WHERE account_id = %d FOR NO KEY UPDATE" % account)
        for thread in threads:
            thread.start()
            thread.join(0.4)
    for thread in threads:
        thread.join(10)
    assert not any(thread.is_alive() for thread in threads)
    return said
