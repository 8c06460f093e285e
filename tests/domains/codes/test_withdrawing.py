"""A batch is taken off the shelf and put back; and how long stock lasts."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy.exc import DBAPIError

from marketplace import codes
from marketplace.codes import Batch
from marketplace.core.db import broken_rule, execute, transaction
from marketplace.core.problems import Problems
from tests.builders.catalogue import an_offer, denominations
from tests.builders.codes import NOW, TODAY, codes_in_stock
from tests.builders.partners import a_brand
from tests.builders.programmes import a_programme


class Shelf:
    """A brand with one value and a batch of three codes, of which one is sold."""

    def __init__(self) -> None:
        with transaction():
            programme = a_programme()
            self.brand = a_brand(programme)
            self.denomination_id = denominations(an_offer(self.brand, stock=0))[30_000]
            codes_in_stock(self.brand, self.denomination_id, 3)
            self.sold = codes.claim(self.denomination_id, today=TODAY).code_id

    def batch(self) -> Batch:
        number = execute(
            "SELECT min(id) FROM batches WHERE brand_id = %(brand)s", {"brand": self.brand.id}
        ).scalar_one()
        return codes.batch(
            number, programme_id=self.brand.programme_id, partner_id=self.brand.partner_id, today=TODAY
        )  # fmt: skip


@pytest.fixture
def shelf(ctx: Flask) -> Shelf:
    return Shelf()


def test_withdrawn_batch_is_not_sold_and_what_was_sold_of_it_stays(shelf: Shelf) -> None:
    with transaction():
        before = shelf.batch()
        assert (before.loaded, before.sold, before.left) == (3, 1, 2)
        assert codes.withdraw(before, why="The list went to a wrong address", now=NOW) == 2
    with transaction():
        after = shelf.batch()
        assert (after.sold, after.left, after.withdrawn, after.is_withdrawn) == (1, 0, 2, True)
        with pytest.raises(codes.OutOfStock):
            codes.claim(shelf.denomination_id, today=TODAY)
        with pytest.raises(codes.BatchWithdrawn):
            codes.withdraw(after, why="Once more", now=NOW)
        record = execute("SELECT why, before, after FROM audit_records WHERE action = 'codes.withdraw'").one()
        assert record == ("The list went to a wrong address", {"on_sale": 2}, {"on_sale": 0, "withdrawn": 2})
        assert codes.invariants() == []


def test_released_batch_is_sold_again_and_both_stand_in_its_history(shelf: Shelf) -> None:
    with transaction():
        codes.withdraw(shelf.batch(), why="A question of the partner", now=NOW)
    with transaction():
        assert codes.release(shelf.batch(), why="All is well", now=NOW + timedelta(hours=1)) == 2
        with pytest.raises(codes.BatchOnSale):
            codes.release(shelf.batch(), why="Once more", now=NOW)
    with transaction():
        assert codes.claim(shelf.denomination_id, today=TODAY).code_id != shelf.sold
        assert [(one.what, one.why) for one in codes.history(shelf.batch().id)] == [
            ("released", "All is well"),
            ("withdrawn", "A question of the partner"),
        ]
        assert codes.invariants() == []


def test_without_a_reason_a_batch_stays_on_sale(shelf: Shelf) -> None:
    with transaction(), pytest.raises(codes.WithdrawalUnexplained):
        codes.withdraw(shelf.batch(), why="  ", now=NOW)
    with transaction():
        assert shelf.batch().left == 2


def test_batch_of_another_partner_or_programme_is_not_there(shelf: Shelf) -> None:
    with transaction():
        number, programme_id = shelf.batch().id, shelf.brand.programme_id
        other = a_brand(a_programme())
        for scope in ((programme_id, other.partner_id), (other.programme_id, None)):
            with pytest.raises(codes.NoBatch):
                codes.batch(number, programme_id=scope[0], partner_id=scope[1], today=TODAY)


def test_nothing_comes_on_sale_of_a_withdrawn_batch_whoever_puts_it_there(shelf: Shelf) -> None:
    with transaction():
        codes.withdraw(shelf.batch(), why="The list leaked", now=NOW)
    put = """INSERT INTO free_codes (denomination_id, code_id, batch_id) SELECT denomination_id, id, batch_id FROM codes WHERE id = %(sold)s"""
    with pytest.raises(DBAPIError) as refused, transaction():
        execute(put, {"sold": shelf.sold})
    assert broken_rule(refused.value) == "batch_withdrawn"


def test_file_that_is_loaded_on_adds_nothing_to_a_withdrawn_batch(shelf: Shelf) -> None:
    with transaction():
        codes.withdraw(shelf.batch(), why="The list leaked", now=NOW)
    with transaction():
        row = execute("SELECT name, file_digest FROM batches").one()
    with pytest.raises(codes.BatchWithdrawn), transaction():
        codes.load(
            shelf.brand.programme_id, shelf.brand.id, [codes.NewCode(9, shelf.denomination_id, "NEXTCODE0009", "", None)], name=row.name,
            file_digest=bytes(row.file_digest), problems=Problems(row.name), today=TODAY, apply=True, now=NOW,
        )  # fmt: skip


STEADY = {TODAY - timedelta(days=day): 4 for day in range(1, 29)}


@pytest.mark.parametrize(
    ("left", "sold", "ends"),
    [
        (20, STEADY, TODAY + timedelta(days=5)),
        (400, STEADY, TODAY + timedelta(days=100)),
        (20, {TODAY - timedelta(days=day): 4 for day in range(1, 11)}, TODAY + timedelta(days=5)),
        (20, {TODAY - timedelta(days=1): 90, TODAY - timedelta(days=2): 90}, None),  # two days tell nothing
        (20, {TODAY - timedelta(days=day): 1 for day in range(1, 7)}, None),  # nor do six sales
        (20, {TODAY - timedelta(days=day): 9 for day in range(30, 60)}, None),  # what is over a month ago
        (90_000, STEADY, None),  # more than a year ahead
        (0, STEADY, None),
    ],
)
def test_last_code_is_sold_at_the_pace_of_four_weeks_or_nothing_is_said(
    left: int, sold: dict[date, int], ends: date | None
) -> None:
    assert codes.sold_out_on(left, sold, TODAY) == ends
