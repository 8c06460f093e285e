"""Codes of our own making: every single wrong symbol and every swap is noticed without a lookup."""

import itertools
import math
import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.codes import rules, well_formed
from marketplace.core.ids import ALPHABET
from tests.proof.plugin import Proof

pytestmark = pytest.mark.proof("P21")
FIFTEEN = st.text(alphabet=ALPHABET, min_size=15, max_size=15)


def plain_sum(symbols: str) -> str:
    """The control: a check that looks like one, and misses what people do wrong."""
    return ALPHABET[sum(ALPHABET.index(symbol) for symbol in symbols) % 32]


def singles(code: str) -> list[str]:
    return [code[:at] + s + code[at + 1 :] for at in range(len(code)) for s in ALPHABET if s != code[at]]


def swaps(code: str, distance: int = 1) -> list[str]:
    made = []
    for at in range(len(code) - distance):
        other = list(code)
        other[at], other[at + distance] = other[at + distance], other[at]
        if other[at] != other[at + distance]:
            made.append("".join(other))
    return made


def test_every_wrong_symbol_and_every_neighbour_swap_of_every_pair_is_noticed() -> None:
    """Exhaustive: the check is linear, so each place with each pair of symbols stands for all codes that hold it."""
    for at, (a, b) in itertools.product(range(14), itertools.permutations(ALPHABET, 2)):
        symbols = ["0"] * 15
        symbols[at], symbols[at + 1] = a, b
        there = rules.check_symbol("".join(symbols))
        symbols[at], symbols[at + 1] = b, a
        assert rules.check_symbol("".join(symbols)) != there
        symbols[at] = a
        assert rules.check_symbol("".join(symbols)) != there


@settings(max_examples=40)
@given(FIFTEEN)
def test_no_single_error_and_no_swap_at_any_distance_passes(symbols: str) -> None:
    code = symbols + rules.check_symbol(symbols)
    assert well_formed(code)
    for wrong in singles(code):
        assert not well_formed(wrong)
    for distance in range(1, 16):
        for wrong in swaps(code, distance):
            assert not well_formed(wrong)


@pytest.mark.proof("P21", control=True)
def test_a_plain_sum_would_miss_swaps() -> None:
    """The control of the two laws above."""
    code = "0123456789ABCDE"
    assert all(plain_sum(wrong) == plain_sum(code) for wrong in swaps(code))


def test_new_codes_use_all_symbols_at_all_places(proof: Proof) -> None:
    made = [rules.new_code() for _ in range(3000)]
    assert len(set(made)) == len(made)
    for at in range(15):
        seen = Counter(code[at] for code in made)
        assert set(seen) == set(ALPHABET)
        assert max(seen.values()) < 3 * 3000 / 32
    proof.figure(f"15 random symbols of {len(ALPHABET)}: {15 * math.log2(len(ALPHABET)):.0f} bits")


def test_code_is_read_as_people_write_it() -> None:
    code = rules.new_code()
    while not {"0", "1"} <= set(code):
        code = rules.new_code()
    groups = "-".join(code[at : at + 4] for at in range(0, 16, 4)).lower()
    assert well_formed(groups.replace("0", "o").replace("1", random.choice("il")))
    assert not well_formed(code + "0")
    assert not well_formed("U" + code[1:])
    assert not well_formed("")


@given(st.text(max_size=40))
def test_readable_end_is_never_more_than_a_third(text: str) -> None:
    assert len(rules.last_characters(text)) * 3 <= len(text)
