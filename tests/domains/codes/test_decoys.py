"""Decoys: in the shape of their batch, never sold and never counted, and told from other codes by nobody who only reads tables."""

import random

import pytest
from flask import Flask

from marketplace import codes, giftcards
from marketplace.codes import imitating, rules
from marketplace.core import clock
from marketplace.core.db import execute, transaction
from marketplace.core.problems import FileRefused
from marketplace.core.vault import normal
from marketplace.partners import Brand
from tests.builders.catalogue import an_offer
from tests.builders.codes import TODAY, codes_in_stock, in_the_clear
from tests.builders.partners import a_brand
from tests.builders.programmes import a_programme

CODES = 420  # so many codes have two decoys


@pytest.fixture
def brand(ctx: Flask) -> Brand:
    with transaction():
        made = a_brand(a_programme())
        an_offer(made, stock=0)
    return made


def load(brand: Brand, many: int = CODES) -> list[str]:
    with transaction():
        return codes_in_stock(brand, denomination(), many)


def denomination() -> int:
    """Of 300 ₽."""
    return int(execute("SELECT id FROM denominations WHERE value = 30000").scalar_one())


def decoys() -> list[int]:
    """Which rows of codes are decoys, as only somebody with the vault's keys can tell."""
    marks = set(execute("SELECT mark FROM code_canaries").scalars())
    return [
        row.id for row in execute("SELECT id, blind FROM codes ORDER BY id") if codes.decoy_mark(row.blind) in marks
    ]


def test_decoys_look_like_the_batch_and_are_neither_sold_nor_counted(brand: Brand) -> None:
    made = load(brand)
    found = decoys()
    assert len(found) == 2
    for one in map(in_the_clear, found):
        assert one.code.startswith("MARK")
        assert (len(one.code), one.pin) == (16, "0417")
        assert one.code not in made
    batch = execute("SELECT id, code_count, programme_id FROM batches").one()
    stands = codes.batch(batch.id, programme_id=batch.programme_id, partner_id=None, today=TODAY)
    assert (stands.loaded, stands.left, stands.sold) == (CODES, CODES, 0)
    with transaction():
        sold = {codes.claim(denomination(), today=TODAY).code_id for _ in range(CODES)}
        with pytest.raises(codes.OutOfStock):
            codes.claim(denomination(), today=TODAY)
    assert not sold & set(found)


def test_tables_alone_do_not_tell_which_rows_are_decoys(brand: Brand) -> None:
    load(brand)
    rows = execute("SELECT id, blind FROM codes ORDER BY id").all()
    marks = set(execute("SELECT mark FROM code_canaries").scalars())
    assert not marks & {row.blind for row in rows}
    assert [row.id for row in rows[-2:]] != decoys(), "they stand anywhere among the others"


def test_books_find_a_code_that_was_lost_beside_decoys(brand: Brand, owner_url: str) -> None:
    load(brand)
    assert codes.invariants() == giftcards.invariants() == []
    with transaction():
        codes.claim(denomination(), today=TODAY)  # taken for nobody
        assert [one.rule for one in giftcards.invariants()] == ["a partner's code is unsold or was handed over"]


@pytest.mark.parametrize("codes_of", [
    [f"{number:012d}" for number in range(500_000, 500_400)],  # every number is, or will be, a code
    [f"GC-{number:06d}" for number in range(100, 160, 7)],
    ["ABCD1234", "EFGH5678"],
], ids=["a range", "few of a range", "two codes"])  # fmt: skip
def test_no_decoy_is_planted_where_it_could_be_somebodys_code(brand: Brand, codes_of: list[str]) -> None:
    text = "code;pin\n" + "".join(f"{code};1\n" for code in codes_of)
    with transaction():
        codes.load_file(
            brand.programme_id, brand.slug, "codes.csv", text.encode(), value="300", apply=True, now=clock.now()
        )
    assert decoys() == []


def test_checks_and_separators_of_a_partners_codes_hold_for_its_decoys() -> None:
    chance = random.Random(7)
    numbers = [f"{chance.randrange(10**15):015d}" for _ in range(60)]
    luhn = [f"{one[:4]} {one[4:8]} {one[8:12]} {one[12:]}{_luhn(one)}" for one in numbers]
    ours = [rules.new_code() for _ in range(60)]
    for known in (luhn, ours):
        [made] = imitating.imitations(known, 1, chance=chance)
        assert made not in known
    assert made == normal(made)
    assert rules.well_formed(made)
    [card] = imitating.imitations(luhn, 1, chance=chance)
    assert [at for at, sign in enumerate(card) if sign == " "] == [4, 9, 14]
    assert _luhn(card.replace(" ", "")[:-1]) == card[-1]


def test_a_file_with_a_code_that_looks_like_a_decoy_says_so_and_takes_the_rest(brand: Brand) -> None:
    load(brand)
    same = in_the_clear(decoys()[0]).code
    text = f"code\n{same}\nMOCKANOTHERCODE1\n".encode()
    with transaction(), pytest.raises(FileRefused, match="'problems': 1"):
        codes.load_file(brand.programme_id, brand.slug, "more.csv", text, value="300", apply=False, now=clock.now())


def _luhn(digits: str) -> str:
    doubled = [sum(divmod(int(d) * (1 if at % 2 else 2), 10)) for at, d in enumerate(reversed(digits))]
    return str(-sum(doubled) % 10)
