"""A supplier's product list: exact amounts, odd products, hostile text."""

import json
from decimal import Decimal
from typing import Any

import pytest

from marketplace.core.problems import FileRefused
from marketplace.integrations.suppliers import reloadly
from marketplace.integrations.suppliers.reloadly import Pricing, SupplierCatalogue

RATES = {"USD": Decimal(140), "JPY": Decimal("0.9"), "KWD": Decimal(450)}
FIXED: dict[str, Any] = {
    "productId": 5, "productName": "Shop US", "global": False, "denominationType": "FIXED", "recipientCurrencyCode": "USD",
    "fixedRecipientDenominations": [25.0, 64.99, 25.00], "brand": {"brandId": 2, "brandName": "Shop"},
    "country": {"isoName": "US", "name": "United States"},
    "redeemInstruction": {"concise": "Go to shop.example", "verbose": "First line.&#13;Second &amp; last."},
}  # fmt: skip
RANGE = FIXED | {
    "productId": 6, "denominationType": "RANGE", "minRecipientDenomination": 5, "maxRecipientDenomination": 250.5,
    "fixedRecipientDenominations": [],
}  # fmt: skip


def read(*products: Any, decimals: int = 0, rates: dict[str, Decimal] = RATES) -> SupplierCatalogue:
    return reloadly.read("list.json", json.dumps({"content": list(products)}).encode(), Pricing(rates, decimals))


def odd(product: Any) -> str:
    """Why a product is left out beside a good one."""
    found = read(FIXED | {"productId": 99}, product)
    assert [offer.external_ref for offer in found.offers] == ["99"]
    (problem,) = found.left_out
    assert problem.row == 2
    return f"{problem.column} {problem.reason}"


def test_floats_of_json_become_exact_minor_units_and_prices_are_rounded_up() -> None:
    (offer,) = read(FIXED).offers
    assert offer.denominations == ((2500, 3500, None), (6499, 9099, None))  # 64.99 × 140 = 9098.6
    assert (offer.external_ref, offer.fulfilment, offer.currency, offer.brand) == ("5", "supplier", "USD", "reloadly-2")
    assert read(FIXED, decimals=2).offers[0].denominations[1] == (6499, 909_860, None)


def test_price_is_never_below_one() -> None:
    (offer,) = read(FIXED | {"fixedRecipientDenominations": [0.01]}, rates={"USD": Decimal("0.0001")}).offers
    assert offer.denominations == ((1, 1, None),)


def test_currencies_have_their_own_decimals() -> None:
    yen, dinar = read(
        FIXED | {"recipientCurrencyCode": "JPY", "fixedRecipientDenominations": [1000]},
        FIXED | {"productId": 7, "recipientCurrencyCode": "KWD", "fixedRecipientDenominations": [1.125]},
    ).offers
    assert yen.denominations == ((1000, 900, None),)
    assert dinar.denominations == ((1125, 507, None),)  # 506.25


def test_range_waits_for_the_suppliers_own_fulfilment() -> None:
    (offer,) = read(RANGE).offers
    assert (offer.fulfilment, offer.value_min, offer.value_max, offer.value_step) == ("supplier", 500, 25_050, 100)
    assert (offer.rate_points, offer.rate_value, offer.denominations) == (7, 5, ())


def test_brand_and_title_are_said_in_both_languages_and_text_stays_text() -> None:
    found = read(
        FIXED | {"productName": "  <b>Shop</b>\n&amp; Co ", "country": {"isoName": "KZ", "name": "Kazakhstan"}}
    )
    assert found.offers[0].title_ru == "<b>Shop</b> & Co, Казахстан"
    assert found.offers[0].title_en == "<b>Shop</b> & Co, Kazakhstan"
    assert found.brands[0].how_en == "Go to shop.example\n\nFirst line.\nSecond & last."
    assert read(FIXED).offers[0].title_ru == "Shop US"


@pytest.mark.parametrize(
    ("over", "said"),
    [
        ({"productId": "5"}, "productId is not a whole number above zero"),
        ({"productId": True}, "productId is not a whole number above zero"),
        ({"productName": "  "}, "productName is not a text of 1 to 140 characters"),
        ({"productName": "x" * 141}, "productName is not a text of 1 to 140 characters"),
        ({"productName": None}, "productName is not a text of 1 to 140 characters"),
        ({"brand": None}, "brand is missing"),
        ({"brand": {"brandId": 0, "brandName": "x"}}, "brand.brandId is not a whole number above zero"),
        ({"denominationType": "OTHER"}, "denominationType is neither FIXED nor RANGE"),
        ({"recipientCurrencyCode": "usd"}, "recipientCurrencyCode is not a currency"),
        ({"recipientCurrencyCode": 840}, "recipientCurrencyCode is not a currency"),
        ({"fixedRecipientDenominations": []}, "fixedRecipientDenominations is not a list of 1 to 500 amounts"),
        ({"fixedRecipientDenominations": ["25"]}, "fixedRecipientDenominations is not an amount"),
        ({"fixedRecipientDenominations": [-25]}, "fixedRecipientDenominations is not above zero, or too large"),
        ({"fixedRecipientDenominations": [1e30]}, "fixedRecipientDenominations is not above zero, or too large"),
        ({"fixedRecipientDenominations": [0.125]}, "fixedRecipientDenominations has more than 2 decimals"),
        ({"denominationType": "RANGE"}, "minRecipientDenomination is not an amount"),
    ],
)
def test_odd_product_is_named_and_left_out(over: dict[str, Any], said: str) -> None:
    assert odd(FIXED | over) == said


def test_what_is_no_product_and_what_comes_twice_is_left_out() -> None:
    assert odd("nonsense").endswith("is not a product")
    assert odd(FIXED | {"productId": 99}) == "productId the same product as in row 1"
    assert odd(RANGE | {"maxRecipientDenomination": 1}) == "maxRecipientDenomination is below the least"


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b"[NaN]", b"\xff\xfe", b'{"content": 5}', b"[" * 100_000, b'{"content": []}']
)
def test_what_is_no_list_of_products_is_refused(content: bytes) -> None:
    with pytest.raises(FileRefused):
        reloadly.read("list.json", content, Pricing(RATES, 0))


@pytest.mark.parametrize(
    ("says", "whole"),
    [({}, False), ({"last": True}, False), ({"first": True, "last": False}, False), ({"first": True, "last": True}, True),
     ({"first": True, "last": True, "totalElements": 1}, True), ({"first": True, "last": True, "totalElements": 7}, False)],
)  # fmt: skip
def test_list_is_whole_only_where_it_says_so(says: dict[str, Any], whole: bool) -> None:
    page = json.dumps({"content": [FIXED], **says}).encode()
    assert reloadly.read("list.json", page, Pricing(RATES, 0)).whole is whole
