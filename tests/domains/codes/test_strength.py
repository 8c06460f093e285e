"""Codes that can be read, told apart and not guessed: no words in ours, one of a kind for a partner, weak ones kept out of sale."""

import math

import pytest
from flask import Flask
from sqlalchemy.exc import DBAPIError

from marketplace import codes
from marketplace.codes import NewCode, rules, wording
from marketplace.core import vault
from marketplace.core.db import broken_rule, execute, transaction
from marketplace.core.problems import FileRefused, Problems
from marketplace.partners import Brand
from tests.builders.catalogue import an_offer, denominations
from tests.builders.codes import NOW, TODAY
from tests.builders.functions import function_changed
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
    brand: Brand,
    denomination_id: int,
    *given: str,
    pin: str = "",
    apply: bool = True,
    told: list[str] | None = None,
    hits: dict[int, int] | None = None,
    named: list[str] | None = None,
) -> codes.Loaded:
    """Load codes as a file, which is another one for other codes (of `named`)."""
    digest = vault.digest(repr(tuple(named or given)).encode())
    problems = Problems("f")
    rows = [NewCode(row, denomination_id, code, pin, None) for row, code in enumerate(given, 1)]
    with transaction():
        loaded = codes.load(
            brand.programme_id, brand.id, rows, name="f", file_digest=digest, problems=problems, today=TODAY,
            apply=apply, now=NOW, hits_milli=hits,
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


def test_codes_of_a_weak_batch_without_a_pin_are_named_and_wait_with_one_they_are_sold(brand: Brand) -> None:
    of, told = of_300(brand), list[str]()
    load(brand, of, "1234", "5678", apply=False, told=told)
    assert told == ["codes that are easily guessed and have no PIN: 2; they are kept and never sold"]
    assert load(brand, of, "1234", "5678").weak == 2
    waiting = execute("SELECT max(id) FROM batches").scalar_one()
    found = codes.batch(waiting, programme_id=brand.programme_id, partner_id=None, today=TODAY)
    assert (found.state, found.sold) == ("held", 0)
    assert load(brand, of, "9012", pin="77").weak == 0
    with transaction():
        assert codes.stock([of], today=TODAY) == {of: 1}
        assert codes.waiting(brand.programme_id) == 2
        assert codes.invariants() == []


def test_a_batch_keeps_how_guessable_its_whole_file_looked_however_it_is_loaded(brand: Brand) -> None:
    of = of_300(brand)
    numbered = [f"{4_276_000_000_000_000 + n}" for n in range(rules.LEARNT_FROM * 2)]
    whole = load(brand, of, *numbered, apply=False)
    assert rules.is_weak(whole.hits_milli[of])
    first = load(brand, of, *numbered[:1], hits=whole.hits_milli)
    assert (first.weak, first.hits_milli) == (1, whole.hits_milli), "one code alone looks strong, its file does not"
    again = load(brand, of, *numbered[:1], *numbered[1:], named=numbered[:1])
    assert (again.weak, again.hits_milli) == (39, whole.hits_milli), "what is loaded on is judged as its batch"
    batch = execute("SELECT expected_hits_milli, without_pin, code_count FROM batches").one()
    assert tuple(batch) == (whole.hits_milli[of], 40, 40)
    with transaction():
        assert codes.stock([of], today=TODAY) == {of: 0}
        assert codes.invariants() == []


def test_strong_codes_without_a_pin_are_sold(brand: Brand) -> None:
    of = of_300(brand)
    assert load(brand, of, "4276918240519237", "4276550183920172").weak == 0
    with transaction():
        assert codes.stock([of], today=TODAY) == {of: 2}


def test_a_code_without_a_pin_of_a_weak_batch_comes_on_sale_for_nobody_and_one_with_a_pin_does(brand: Brand) -> None:
    of = of_300(brand)
    load(brand, of, "1234", "5678")
    [return_id, _] = execute("SELECT id FROM code_returns ORDER BY id").scalars()
    with transaction(), pytest.raises(codes.CodeWeak):
        codes.restock(codes.returned(return_id, programme_id=brand.programme_id, partner_id=None), now=NOW)
    on_sale = """INSERT INTO free_codes (denomination_id, expires_on, code_id, batch_id)
                 SELECT denomination_id, 'infinity', id, batch_id FROM codes WHERE id = %(id)s"""
    code_id = execute("SELECT min(id) FROM codes").scalar_one()
    with pytest.raises(DBAPIError) as refused, transaction():
        execute(on_sale, {"id": code_id})
    assert broken_rule(refused.value) == "batch_weak"
    assert load(brand, of, "9012", pin="77").weak == 0
    with transaction():
        assert codes.stock([of], today=TODAY) == {of: 1}


def test_control_without_the_guard_of_the_database_a_weak_code_is_sold_and_the_books_say_so(
    brand: Brand, owner_url: str
) -> None:
    of = of_300(brand)
    load(brand, of, "1234", "5678")
    code_id = execute("SELECT min(id) FROM codes").scalar_one()
    with function_changed(owner_url, "free_codes_check", "AND NOT c.with_pin", "AND false"), transaction():
        execute(
            """INSERT INTO free_codes (denomination_id, expires_on, code_id, batch_id)
               SELECT denomination_id, 'infinity', id, batch_id FROM codes WHERE id = %(id)s""",
            {"id": code_id},
        )
        assert "of an easily guessed batch no code without a PIN is for sale" in {
            one.rule for one in codes.invariants()
        }
