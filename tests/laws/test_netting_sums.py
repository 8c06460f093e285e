"""Whatever companies and programmes owe each other: what is set off comes to zero, is no more than stands open, and leaves nothing to set off."""

from collections import Counter
from random import Random

import pytest

from marketplace.settlements import Position, cleared, transfers
from tests.proof.plugin import Proof

pytestmark = pytest.mark.proof("P15")


def any_positions(chance: Random) -> list[Position]:
    """Companies with positions in up to six programmes, small sums among them, so that equal ones are frequent."""
    most = chance.choice([5, 1_000, 10**12])
    return [
        Position(f"29010000{company:02}", programme, company * 10 + programme, amount)
        for company in range(chance.randint(0, 5))
        for programme in range(1, chance.randint(1, 6) + 1)
        if (amount := chance.randint(-most, most))
    ]


def check(positions: list[Position], found: dict[Position, int]) -> None:
    """The law."""
    of_company: Counter[str] = Counter()
    of_programme: Counter[int] = Counter()
    rest: dict[str, set[bool]] = {}
    for one in positions:
        amount = found.get(one, 0)
        assert 0 <= amount * (1 if one.amount > 0 else -1) <= abs(one.amount), one
        of_company[one.company] += amount
        of_programme[one.programme_id] += amount
        if one.amount != amount:
            rest.setdefault(one.company, set()).add(one.amount > 0)
    assert not any(of_company.values()), "of each company it comes to zero"
    assert all(len(signs) == 1 for signs in rest.values()), "no company is left with both a claim and a debt"
    made = transfers(of_programme)
    for one in made:
        assert one.amount > 0
        of_programme[one.payer] -= one.amount
        of_programme[one.receiver] += one.amount
    assert not any(of_programme.values()), "each programme pays as much as it owes less"
    touched = {programme for one in made for programme in (one.payer, one.receiver)}
    assert len(made) <= max(len(touched) - 1, 0), "each transfer settles a programme"


def test_what_is_set_off_comes_to_zero_whatever_is_owed_and_in_whichever_order_it_is_told(proof: Proof) -> None:
    for _ in range(proof.size(300, 20_000)):
        positions = any_positions(proof.random)
        found = cleared(positions)
        check(positions, found)
        shuffled = proof.random.sample(positions, len(positions))
        assert cleared(shuffled) == found
        proof.count("nettings")


def test_equal_sums_settle_each_other_first_and_the_greatest_positions_are_touched() -> None:
    assert [tuple(one) for one in transfers({1: 70, 2: -40, 3: -30, 4: 40, 5: -40})] == [
        (4, 2, 40),
        (1, 5, 40),
        (1, 3, 30),
    ]
    found = cleared([Position("X", 1, 1, 50), Position("X", 2, 2, 90), Position("X", 3, 3, -80)])
    assert {one.programme_id: amount for one, amount in found.items()} == {2: 80, 3: -80}


@pytest.mark.proof("P15", control=True)
def test_netting_that_forgets_a_position_is_seen(proof: Proof) -> None:
    """The control: the last position that is set off is left out, and something comes to zero no more."""
    positions = [Position("X", 1, 1, 5), Position("X", 2, 2, -5), *any_positions(proof.random)]
    found = cleared(positions)
    found.popitem()
    with pytest.raises(AssertionError):
        check(positions, found)
