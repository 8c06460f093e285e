"""A code that comes back waits until somebody has decided; nobody gets it in the meantime."""

from dataclasses import dataclass

import psycopg
import pytest
from flask import Flask

from marketplace import codes, giftcards, orders
from marketplace.core import audit
from marketplace.core.db import execute, transaction
from tests.builders.members import a_member
from tests.builders.orders import NOW, Shelf, a_shelf, an_order
from tests.builders.programmes import a_programme


@dataclass(frozen=True)
class Back:
    """A shop whose only code came back from a cancelled order."""

    shelf: Shelf
    code_id: int
    return_id: int

    @property
    def programme_id(self) -> int:
        """Whose it is."""
        return self.shelf.programme.id

    def found(self) -> codes.Return:
        """It, as staff finds it."""
        return codes.returned(self.return_id, programme_id=self.programme_id, partner_id=None)


@pytest.fixture
def back(ctx: Flask) -> Back:
    with transaction():
        shelf = a_shelf(stock=1)
        order = an_order(a_member(shelf.programme, points=450), shelf)
        orders.cancel(order, why="wrong card", now=NOW)
    with transaction():
        row = execute("SELECT id, code_id FROM code_returns").one()
    return Back(shelf, row.code_id, row.id)


def buy(back: Back) -> int:
    """Somebody else orders; returns the code that they get."""
    with transaction():
        order = an_order(a_member(back.shelf.programme, points=450), back.shelf)
        return int(execute("SELECT code_id FROM giftcards WHERE order_id = %(id)s", {"id": order.id}).scalar_one())


def test_code_of_a_cancelled_order_is_not_sold_to_the_next_member(back: Back) -> None:
    with pytest.raises(codes.OutOfStock):
        buy(back)
    with transaction():
        assert codes.waiting(back.programme_id) == 1
        assert back.found().decision == ""
        assert codes.invariants() == giftcards.invariants() == []


def test_code_that_staff_puts_on_sale_is_sold_again_and_waits_again_when_it_comes_back(back: Back) -> None:
    with transaction():
        codes.restock(back.found(), now=NOW)
    with transaction():
        record = audit.of_subject(f"code:{back.code_id}", limit=1)[0]
        assert (record.action, record.before, record.after) == (
            "codes.restock", {"state": "waiting", "came_back": "cancelled"}, {"state": "restocked"},
        )  # fmt: skip
    assert buy(back) == back.code_id
    with transaction():
        assert codes.waiting(back.programme_id) == 0
        orders.cancel(orders.order_by_id(execute("SELECT max(id) FROM orders").scalar_one()), why="", now=NOW)
        assert codes.waiting(back.programme_id) == 1
    with transaction():
        assert codes.invariants() == giftcards.invariants() == []


def test_retired_code_needs_a_reason_and_is_never_sold(back: Back) -> None:
    with transaction(), pytest.raises(codes.RetirementUnexplained):
        codes.retire(back.found(), why=" ", now=NOW)
    with transaction():
        codes.retire(back.found(), why="the partner blocked it", now=NOW)
    with pytest.raises(codes.OutOfStock):
        buy(back)
    with transaction(), pytest.raises(codes.ReturnDecided):
        codes.restock(back.found(), now=NOW)
    with transaction():
        assert audit.of_subject(f"code:{back.code_id}", limit=1)[0].why == "the partner blocked it"
        assert giftcards.invariants() == []


def test_code_of_another_programme_or_partner_does_not_exist(back: Back) -> None:
    with transaction():
        other, owner = a_programme().id, back.shelf.brand.partner_id
        assert codes.waiting(back.programme_id, partner_id=owner) == 1
        assert codes.waiting(back.programme_id, partner_id=owner + 1) == codes.waiting(other) == 0
        assert codes.returned(back.return_id, programme_id=back.programme_id, partner_id=owner) == back.found()
        for programme_id, partner_id in ((other, None), (other, owner), (back.programme_id, owner + 1)):
            with pytest.raises(codes.NoReturn):
                codes.returned(back.return_id, programme_id=programme_id, partner_id=partner_id)


@pytest.mark.spoils_the_books
def test_waiting_code_that_is_put_on_sale_by_hand_is_found(back: Back, owner_url: str) -> None:
    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute(
            "INSERT INTO free_codes (denomination_id, code_id, batch_id) SELECT denomination_id, id, batch_id FROM codes"
        )
    with transaction():
        rules = {finding.rule for finding in codes.invariants()}
    assert rules == {"a code that came back is for sale only when somebody has decided so"}
