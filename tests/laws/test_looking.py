"""Anyone who looks at the books beside the work asks again after every transaction that may have changed them, and only then."""

from contextlib import suppress

import psycopg
import pytest

from marketplace import ledger
from marketplace.core.db import transaction
from marketplace.core.findings import Finding
from tests.builders.ledger import a_member_account
from tests.builders.programmes import a_programme
from tests.laws.looking import Looker


class Asked:
    """The invariants, and how often they were asked."""

    def __init__(self, looker: Looker) -> None:
        self.looker, self.times = looker, 0

    def invariants(self) -> list[Finding]:
        self.times += 1
        return ledger.invariants()

    def wrong(self) -> list[Finding]:
        return self.looker.ask(lambda: self.looker.look(self.invariants))


def test_what_was_committed_is_looked_at_and_what_was_rolled_back_is_not(looker: Looker) -> None:
    asked = Asked(looker)
    with transaction():
        programme = a_programme(texts=False)
    assert (asked.wrong(), asked.wrong(), asked.times) == ([], [], 1)
    with suppress(KeyError), transaction():
        a_member_account(programme, 100)
        raise KeyError
    assert (asked.wrong(), asked.times) == ([], 1)
    with transaction():
        a_member_account(programme, 100)
    assert (asked.wrong(), asked.wrong(), asked.times) == ([], [], 2)


def test_another_thing_is_asked_though_nothing_was_committed(looker: Looker) -> None:
    def twice(number: int) -> int:
        return 2 * number

    with transaction():
        a_programme(texts=False)
    assert [looker.ask(lambda number=number: looker.look(twice, number)) for number in (1, 2, 2, 1)] == [2, 4, 4, 2]


@pytest.mark.spoils_the_books
def test_books_that_somebody_else_broke_are_found_every_time(looker: Looker, owner_url: str) -> None:
    asked = Asked(looker)
    with transaction():
        a_member_account(a_programme(texts=False), 100)
    assert asked.wrong() == []
    with psycopg.connect(owner_url) as owner:
        owner.execute("UPDATE balances SET balance = 101")
    assert asked.wrong() != []
    assert asked.wrong() != []
