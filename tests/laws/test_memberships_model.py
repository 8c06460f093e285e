"""The law of one person: whatever two memberships have done, once they are one nothing is lost, gained or left behind, whatever comes later."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from flask import Flask

from marketplace import earning, exchanges, giftcards, gifts, ledger, members, orders, tills
from marketplace.core.db import execute, transaction
from marketplace.earning import Operation
from marketplace.programmes import Programme
from tests.builders.functions import function_changed
from tests.builders.members import a_member
from tests.builders.merging import become_one
from tests.builders.orders import NOW, a_shelf, an_order
from tests.laws.test_cards_model import a_story
from tests.laws.test_refunds_model import Desk

MEMBERS = 4
POINTS = """SELECT coalesce(sum(b.balance), 0) FROM balances b JOIN accounts a ON a.id = b.account_id
    WHERE a.unit = 'points' AND a.kind IN ('member', 'held', 'debt') AND a.owner_id = ANY (%(ids)s)"""
DAYS = """SELECT o.expires_on, o.usable_from, sum(o.remaining) FROM open_lots o JOIN accounts a ON a.id = o.account_id
    WHERE a.owner_id = ANY (%(ids)s) GROUP BY 1, 2 ORDER BY 1, 2"""


@dataclass
class House(Desk):
    """The story of cards with a desk, with bank cards that earn, and memberships that become one."""

    joined: int = 0
    bought: list[tuple[str, str]] = field(default_factory=list)

    def acts(self) -> tuple[Callable[[], None], ...]:
        mine = (self.place, self.place, self.cancel, self.earn, self.earn, self.give_back, self.late, self.join)
        return (*super().acts(), *mine, *mine)

    def place(self) -> None:
        """An order that waits for its code, by whoever may."""
        an_order(self.chance.choice(self.members), self.shelves[0], now=NOW)

    def cancel(self) -> None:
        waiting = execute(
            """SELECT o.id FROM orders o WHERE NOT EXISTS (SELECT FROM giftcards g WHERE g.order_id = o.id)
                  AND NOT EXISTS (SELECT FROM order_cancellations c WHERE c.order_id = o.id) ORDER BY o.id"""
        ).scalars()
        if waiting:
            orders.cancel(orders.order_by_id(self.chance.choice(list(waiting))), why="test", now=self.at)

    def earn(self) -> None:
        """Something is bought with somebody's bank card, and its points are spent or not."""
        place = self.chance.randrange(len(self.members))
        self._operation("purchase", f"411111******100{place}", self._ref())

    def late(self) -> None:
        """An operation from before all of it comes now."""
        place = self.chance.randrange(len(self.members))
        self._operation("purchase", f"411111******100{place}", self._ref(), early=True)

    def give_back(self) -> None:
        if self.bought:
            token, shop = self.bought.pop()
            self._operation("refund", token, shop)

    def _operation(self, kind: str, token: str, shop: str, *, early: bool = False) -> None:
        at = NOW if early else self.at
        what = Operation(1, self._ref(), token, at, kind, 2_000_000, "RUB", "5999", shop, "")
        earning.take_in(self._programme, [what], source="test", file="ops.csv", now=self.at)
        if kind == "purchase":
            self.bought.append((token, shop))

    def join(self) -> None:
        """One of them turns out to be another; what the two had together they have afterwards, to the same days."""
        of, into = self.chance.sample(self.members, 2)
        ids = {"ids": [of.id, members.member_now(into.id).id, *members.line(into.id)]}
        before, days = execute(POINTS, ids).scalar_one(), execute(DAYS, ids).all()
        become_one(of, into, now=self.at)
        assert execute(POINTS, ids).scalar_one() == before
        assert execute(DAYS, ids).all() == days
        self.joined += 1

    @property
    def _programme(self) -> Programme:
        return self.shelves[0].programme


@pytest.mark.spoils_the_books  # acts of the desk have no proposals here
@pytest.mark.sequences(2, 40)
def test_memberships_that_become_one_lose_and_gain_nothing_and_leave_nothing_behind(ctx: Flask, sequence: int) -> None:
    with transaction():
        house = a_story(sequence, House)
        programme = house.shelves[0].programme
        house.members += [
            a_member(programme, user=None, points=1_000_000, expires_on=date(2026, 12, 20)) for _ in range(MEMBERS - 2)
        ]
        for place, member in enumerate(house.members):
            members.bind_card(member, f"411111******100{place}", NOW - timedelta(30))
    for _ in range(90):
        assert house.step() == ""
    with transaction():
        while house.joined < MEMBERS - 1:  # and in the end all of them are one
            standing = [one for one in house.members if not members.goes_on(one.id)]
            become_one(standing[0], standing[1], now=house.at)
            house.joined += 1
    for _ in range(30):
        assert house.step() == ""
    with transaction():
        [standing] = {members.member_now(one.id).id for one in house.members}
        left = execute("SELECT count(*) FROM giftcards WHERE state = 'active' AND member_id = ANY (%(ids)s)",
                       {"ids": [one.id for one in house.members if one.id != standing]}).scalar_one()  # fmt: skip
    assert left == 0
    assert {"join", "earn", "redeem", "place"} <= house.done, house.done
    assert house.refused <= set() or "member_merged" in house.refused
    books = (giftcards, gifts, exchanges, orders, ledger, earning, members, tills)
    assert [finding for book in books for finding in book.invariants()] == []


@pytest.mark.spoils_the_books
def test_control_where_nothing_is_passed_on_the_books_tell_it(ctx: Flask, owner_url: str) -> None:
    with transaction():
        shelf = a_shelf(fulfilment="own")
        anna, olga = (a_member(shelf.programme, user=None, points=900) for _ in range(2))
        waiting = an_order(anna, shelf, now=NOW)
        become_one(anna, olga, now=NOW)
    passes = "PERFORM ledger_pass(v_account, 'merge:after:' || p_transfer, p_at, p_today)"
    with function_changed(owner_url, "ledger_pass_on", passes, "NULL"), transaction():
        orders.cancel(waiting, why="test", now=NOW)
    assert [one.rule for one in ledger.invariants()] == [
        "an account that goes on as another holds nothing, and what it held went there with its last days"
    ]
