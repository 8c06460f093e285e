"""Taking codes, giving them back, making our own."""

from datetime import date, timedelta

import psycopg
import pytest
from flask import Flask

from marketplace import codes
from marketplace.core import vault
from marketplace.core.db import transaction
from marketplace.partners import Brand
from tests.builders.catalogue import an_offer, denominations
from tests.builders.codes import NOW, TODAY, codes_in_stock, in_the_clear
from tests.builders.partners import a_brand
from tests.builders.programmes import a_programme


@pytest.fixture
def shelf(ctx: Flask) -> tuple[Brand, int]:
    """A brand with an offer of 300 ₽ and 500 ₽, and no codes yet."""
    with transaction():
        brand = a_brand(a_programme())
        offer_id = an_offer(brand, stock=0)
        return brand, denominations(offer_id)[30_000]


def test_codes_are_taken_soonest_to_expire_first_and_expired_ones_never(shelf: tuple[Brand, int]) -> None:
    brand, denomination_id = shelf
    with transaction():
        lasting = codes_in_stock(brand, denomination_id, 1)
        later = codes_in_stock(brand, denomination_id, 1, expires_on=TODAY + timedelta(days=90))
        soon = codes_in_stock(brand, denomination_id, 2, expires_on=TODAY + timedelta(days=1))
    with transaction():
        assert codes.stock([denomination_id, 77], today=TODAY) == {denomination_id: 4, 77: 0}
        taken = [codes.claim(denomination_id, today=TODAY) for _ in range(4)]
        assert [in_the_clear(one.code_id).code for one in taken] == [*soon, *later, *lasting]
        assert [one.expires_on for one in taken] == [date(2026, 11, 22)] * 2 + [date(2027, 2, 19), None]
        assert taken[0].last4 == soon[0][-4:]
        assert in_the_clear(taken[0].code_id).pin == "0417"
        with pytest.raises(codes.OutOfStock) as refused:
            codes.claim(denomination_id, today=TODAY)
        assert refused.value.facts == {"denomination_id": denomination_id}


def test_code_that_expires_today_is_sold_today_and_not_tomorrow(shelf: tuple[Brand, int]) -> None:
    brand, denomination_id = shelf
    with transaction():
        codes_in_stock(brand, denomination_id, 1, expires_on=TODAY)
        with pytest.raises(codes.OutOfStock):
            codes.claim(denomination_id, today=TODAY + timedelta(days=1))
        assert codes.stock([denomination_id], today=TODAY + timedelta(days=1)) == {denomination_id: 0}
        assert codes.claim(denomination_id, today=TODAY).expires_on == TODAY


def test_certificate_of_our_own_is_well_formed_and_never_goes_on_sale(shelf: tuple[Brand, int]) -> None:
    brand, denomination_id = shelf
    with transaction():
        made = codes.mint(brand.id)
        secret = in_the_clear(made.code_id)
        assert codes.well_formed(secret.code)
        assert len(secret.code) == 16
        assert (made.last4, secret.pin, made.expires_on) == (secret.code[-4:], "", None)
        codes.take_back(made.code_id, ref="order:1", now=NOW)
        assert codes.waiting(brand.programme_id) == 0
        assert codes.stock([denomination_id], today=TODAY) == {denomination_id: 0}


def test_ciphertext_moved_to_another_row_does_not_open(shelf: tuple[Brand, int], owner_url: str) -> None:
    brand, _ = shelf
    with transaction():
        one, two = codes.mint(brand.id), codes.mint(brand.id)
    with psycopg.connect(owner_url) as owner:  # the application itself may not change a code
        owner.execute(
            "UPDATE codes SET ciphertext = (SELECT ciphertext FROM codes WHERE id = %(one)s) WHERE id = %(two)s",
            {"one": one.code_id, "two": two.code_id},
        )
    with pytest.raises(vault.Unreadable):
        in_the_clear(two.code_id)


def test_secret_shows_nothing_when_printed(shelf: tuple[Brand, int]) -> None:
    brand, _ = shelf
    with transaction():
        secret = in_the_clear(codes.mint(brand.id).code_id)
        assert secret.code not in f"{secret!r} {secret}"
