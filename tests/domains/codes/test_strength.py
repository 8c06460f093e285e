"""Codes that can be read, told apart and not guessed: no words in ours, one of a kind for a partner, weak ones kept out of sale."""

import math

import pytest
from flask import Flask

from marketplace import codes
from marketplace.codes import NewCode, rules, wording
from marketplace.core import vault
from marketplace.core.db import transaction
from marketplace.core.problems import FileRefused, Problems
from marketplace.partners import Brand
from tests.builders.catalogue import an_offer, denominations
from tests.builders.codes import NOW, TODAY
from tests.builders.partners import a_brand, a_partner
from tests.builders.programmes import a_programme

SPELLED = [
    "0000FVCK00000000", "00SH1T0000000000", "0000000000005H17", "A55A55A55A55A55A", "0D1CK00000000000", "0000XYN000000000", "CYKA000000000000",
    "0000000P1ZDA0000", "000B1YAT00000000", "0HV100HVY0000000", "0N1GGER000000000", "0000E6AT00000000", "0000N1D0P0000000", "GA5H0N0XEP000000",
]  # fmt: skip


@pytest.mark.parametrize("code", SPELLED)
def test_words_are_seen_however_a_symbol_is_read(code: str) -> None:
    assert wording.spells_a_word(code)


def test_codes_of_ours_spell_nothing_and_hardly_lose_any_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not any(wording.spells_a_word(rules.new_code()) for _ in range(2_000))
    monkeypatch.setattr(rules, "spells_a_word", lambda _: False)
    share = sum(wording.spells_a_word(rules.new_code()) for _ in range(20_000)) / 20_000
    assert 0.01 < share < 0.06, "the control: without the look some of them do"
    assert rules.RANDOM_SYMBOLS * 5 + math.log2(1 - share) > 74.9


@pytest.fixture
def brand(ctx: Flask) -> Brand:
    with transaction():
        return a_brand(a_programme())


def load(
    brand: Brand, denomination_id: int, *given: str, pin: str = "", apply: bool = True, told: list[str] | None = None
) -> codes.Loaded:
    problems = Problems("f")
    rows = [NewCode(row, denomination_id, code, pin, None) for row, code in enumerate(given, 1)]
    with transaction():
        loaded = codes.load(
            brand.programme_id, brand.id, rows, name="f", file_digest=vault.digest(repr(given).encode()), problems=problems, today=TODAY,
            apply=apply, now=NOW,
        )  # fmt: skip
    if told is not None:
        told += [str(one) for one in problems.told]
    return loaded


def of_300(brand: Brand) -> int:
    with transaction():
        return denominations(an_offer(brand, stock=0))[30_000]


def test_code_of_another_brand_of_the_partner_is_refused_and_of_another_partner_is_taken(ctx: Flask) -> None:
    with transaction():
        programme = a_programme()
        partner = a_partner(programme)
        first, sister, stranger = (
            a_brand(programme, partner=partner),
            a_brand(programme, partner=partner),
            a_brand(programme),
        )
    of = {brand.id: of_300(brand) for brand in (first, sister, stranger)}
    load(first, of[first.id], "ABCD-EFGH-1234")
    assert sum(load(stranger, of[stranger.id], "abcd efgh 1234").new.values()) == 1
    with pytest.raises(FileRefused) as refused:
        load(sister, of[sister.id], "abcd efgh 1234")
    assert refused.value.problems[0].reason == "another brand of the partner has this code"


def test_short_codes_without_a_pin_are_named_and_wait_with_one_they_are_sold(brand: Brand) -> None:
    of, told = of_300(brand), list[str]()
    load(brand, of, "1234", "5678", apply=False, told=told)
    assert told == [
        "codes that are easily guessed, short and without a PIN: 2; they are not sold until somebody decides"
    ]
    assert load(brand, of, "1234", "5678").weak == 2
    assert load(brand, of, "9012", pin="77").weak == 0
    with transaction():
        assert codes.stock([of], today=TODAY) == {of: 1}
        assert codes.waiting(brand.programme_id) == 2
        assert codes.invariants() == []


@pytest.mark.parametrize(
    ("code", "among", "weak"),
    [("123456", 2, True), ("12345678", 100, False), ("12345678", 101, True), ("ABCDEFGH", 200_000, False)],
)
def test_weakness_is_codes_against_guesses(code: str, among: int, weak: bool) -> None:
    assert rules.is_weak(code, "", among=among) is weak
    assert not rules.is_weak(code, "1", among=among)
