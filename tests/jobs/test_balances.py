"""A balance beyond what people are warned of is seen within the hour; both sides read it and are written to, once each time."""

from itertools import count

import pytest
import time_machine
from flask import Flask

from marketplace import settlements
from marketplace.core.db import execute, transaction
from marketplace.jobs import balances
from marketplace.jobs import outbox as relay
from tests.builders import settlements as deals
from tests.builders.identity import staff
from tests.builders.letters import letters
from tests.builders.settlements import moment
from tests.web.partner.desk import Desk

_numbers = count(1)


class Watched:
    """A partner whose contract warns from 500.00 on; what it comes to is put right by hand."""

    def __init__(self, app: Flask) -> None:
        self.desk, self.told = Desk(app), 0
        with app.app_context(), transaction():
            self.desk.ids["finance"] = staff(self.desk.programme, "finance").id
            self.contract = deals.a_contract(self.desk.programme, self.desk.partner_id, warn_at=50_000)

    def comes_to(self, difference: int) -> list[str]:
        """The letters that follow, however often somebody looks."""
        with self.desk.app.app_context():
            with transaction():
                by = execute("SELECT min(id) FROM users").scalar_one()
                settlements.adjust(
                    self.desk.partner_id, difference, ref=f"watched-{next(_numbers)}", why="x", by=by, now=moment(10)
                )
            for _ in range(2):
                balances.look()
                relay.drain()
            new, self.told = letters()[self.told :], len(letters())
        assert len({one.recipient for one in new}) == len(new), "once to each"
        return [f"{one.subject} {one.body_text}" for one in new]

    def pages(self) -> list[str]:
        finance, owner = self.desk.of("finance"), self.desk.of("owner")
        return [
            finance.get("/console/").text,
            finance.get("/console/settlements").text,
            owner.get(f"{self.desk.home}/").text,
        ]


@pytest.mark.usefixtures("celery")
def test_both_sides_are_told_of_a_balance_each_time_that_it_crosses_the_limit(app: Flask) -> None:
    with time_machine.travel(moment(20), tick=True):
        watched = Watched(app)
        assert watched.comes_to(50_000) == [], "the limit itself is not beyond it"
        first = watched.comes_to(100)
        assert len(first) >= 2, "the partner's people and those who pay"
        assert all("501" in one for one in first)
        assert all("₽501" in page for page in watched.pages()), "no statement has been drawn yet"
        assert watched.comes_to(500) == []
        assert all("₽506" in page for page in watched.pages()), "what it comes to now"
        assert watched.comes_to(-700) == []
        assert not any("warning limit" in page for page in watched.pages())
        assert len(watched.comes_to(200)) == len(first)
        with app.app_context(), transaction():
            deals.another_version(
                watched.desk.programme,
                watched.contract,
                moment(20).date(),
                payment="prepaid",
                warn_at=10_000,
                now=moment(20),
            )
        assert watched.comes_to(-90_000) == [], "a deposit of 399.00 is enough"
        low = watched.comes_to(35_000)
        assert len(low) >= len(first)
        assert all("49" in one for one in low)
        assert all("runs low: ₽49" in page for page in watched.pages())
