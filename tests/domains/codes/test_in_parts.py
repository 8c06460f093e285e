"""A large batch leaves the shop at once and its codes in parts: nothing of it is sold meanwhile, and it comes back in parts, too."""

import threading

import pytest
from flask import Flask

from marketplace import codes, orders, programmes
from marketplace.codes.batches import withdrawing
from marketplace.core.db import execute, transaction
from marketplace.jobs import outbox as relay
from tests.builders.codes import NOW, TODAY, codes_in_stock
from tests.builders.functions import function_changed
from tests.builders.orders import a_member
from tests.domains.codes.test_withdrawing import Shelf


@pytest.fixture
def shelf(ctx: Flask, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """A batch of three codes, of which one is sold; codes are moved one at a time."""
    monkeypatch.setattr(withdrawing, "PART", 1)
    return Shelf()


def batch() -> codes.Batch:
    """The first one, as it stands."""
    first = execute("SELECT id, programme_id FROM batches ORDER BY id LIMIT 1").one()
    return codes.batch(first.id, programme_id=first.programme_id, partner_id=None, today=TODAY)


def lying() -> tuple[int, int]:
    """How many codes lie in the shop, and how many aside."""
    row = execute(
        "SELECT (SELECT count(*) FROM free_codes) AS free, (SELECT count(*) FROM withdrawn_codes) AS aside"
    ).one()
    return row.free, row.aside


def test_what_still_lies_in_the_shop_is_not_sold_and_counts_as_withdrawn(shelf: Shelf) -> None:
    with transaction():
        assert codes.withdraw(batch(), why="A leak", now=NOW) == 2
    assert lying() == (1, 1)
    stands = batch()
    assert (stands.left, stands.withdrawn, stands.sold) == (0, 2, 1)
    with transaction(), pytest.raises(codes.OutOfStock):
        codes.claim(shelf.denomination_id, today=TODAY)
    with transaction():
        member = a_member(programmes.get(shelf.brand.programme_id))
        sale = orders.quote(member, denomination_id=shelf.denomination_id, now=NOW).sale
    with transaction(), pytest.raises(codes.OutOfStock):
        orders.must_be_left(member, sale, now=NOW)
    assert codes.invariants() == []
    with transaction(), pytest.raises(codes.BatchMoving):
        codes.release(batch(), why="Too early", now=NOW)
    relay.drain()
    assert lying() == (0, 2)
    assert codes.invariants() == []
    with transaction():
        assert codes.release(batch(), why="No leak", now=NOW) == 2
    assert lying() == (1, 1)
    relay.drain()
    assert lying() == (2, 0)
    assert codes.invariants() == []


def test_another_batch_behind_it_is_sold_meanwhile(shelf: Shelf) -> None:
    with transaction():
        codes_in_stock(shelf.brand, shelf.denomination_id, 1)
        codes.withdraw(batch(), why="A leak", now=NOW)
    with transaction():
        claimed = codes.claim(shelf.denomination_id, today=TODAY)
    sold_of = execute("SELECT batch_id FROM codes WHERE id = %(id)s", {"id": claimed.code_id}).scalar_one()
    assert sold_of != batch().id


def test_control_where_moves_are_not_looked_at_a_withdrawn_code_is_sold(shelf: Shelf, owner_url: str) -> None:
    with transaction():
        codes.withdraw(batch(), why="A leak", now=NOW)
    with (
        function_changed(owner_url, "code_claim", "EXIT WHEN NOT EXISTS", "EXIT WHEN true OR NOT EXISTS"),
        transaction(),
    ):
        codes.claim(shelf.denomination_id, today=TODAY)


def test_a_withdrawal_waits_for_who_is_just_buying_and_nobody_buys_after_it(app: Flask, shelf: Shelf) -> None:
    """A buyer holds a code: the withdrawal is done when he is."""
    claimed, go_on, done = threading.Event(), threading.Event(), threading.Event()

    def buy() -> None:
        with app.app_context(), transaction():
            codes.claim(shelf.denomination_id, today=TODAY)
            claimed.set()
            assert go_on.wait(10)

    def withdraw() -> None:
        with app.app_context(), transaction():
            codes.withdraw(batch(), why="A leak", now=NOW)
        done.set()

    buyer, withdrawer = threading.Thread(target=buy), threading.Thread(target=withdraw)
    buyer.start()
    assert claimed.wait(10)
    withdrawer.start()
    assert not done.wait(0.3)
    go_on.set()
    buyer.join(10)
    assert done.wait(10)
    relay.drain()
    assert lying() == (0, 1)
    assert codes.invariants() == []
