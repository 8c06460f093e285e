"""Reloadly's product list (JSON, a page of it or all) as brands and offers of ours.

One product is one offer, bought from the supplier when it is ordered; fixed denominations can be sold from loaded codes, too. Prices in points come from a rate for each currency. Amounts are read as decimals, never as floats, and become exact minor units.
Pictures are not taken. Texts are data: their character references are resolved, tags stay as they were written.
"""

import html
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from babel import Locale

from marketplace.catalogue import OfferFacts, range_price
from marketplace.core import cells, texts
from marketplace.core.bounds import COLUMN_MAX
from marketplace.core.cells import CellError
from marketplace.core.money import minor_digits
from marketplace.core.problems import FileRefused, Problem, Problems
from marketplace.partners import BrandFacts, PartnerFacts

SOURCE = "reloadly"
PARTNER = PartnerFacts(slug="reloadly", name_ru="Reloadly", name_en="Reloadly")
BYTES_MAX = 32 * 2**20
# A value of three characters takes a hundred bytes of memory. Each begins after one of these; a product has about forty.
BEGINNINGS, VALUES_MAX = (b",", b"[", b"{"), 1_000_000
RANK = 5000
DENOMINATIONS_MAX = 500
VALUE_MAX, PRICE_MAX = COLUMN_MAX["denominations.value"], COLUMN_MAX["denominations.price_points"]
RANGE_MAX, RATE_MAX = COLUMN_MAX["offers.value_max"], COLUMN_MAX["offers.rate_points"]
_NO_LIST = f"this is not JSON of up to {BYTES_MAX} bytes and {VALUES_MAX} values"
_TERRITORIES = {language: Locale(language).territories for language in ("ru", "en")}


@dataclass(frozen=True, slots=True)
class Pricing:
    """How a programme prices a supplier's cards: whole points for one unit of each currency, and how long cards last."""

    rates: Mapping[str, Decimal]
    decimals: int
    validity_days: int = 365
    category: str = "international"


@dataclass(frozen=True, slots=True)
class SupplierCatalogue:
    """What a file offers. `left_out` says which products cannot be taken, and why.

    `whole` says whether the file says of itself that it is the whole list: one page of several withdraws nothing.
    """

    brands: list[BrandFacts]
    offers: list[OfferFacts]
    left_out: list[Problem]
    left_out_total: int
    whole: bool


class _Odd(ValueError):
    """A product that cannot be taken: its field and the reason."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field


def read(
    name: str, content: bytes, pricing: Pricing, *, loaded: Collection[str] | None = frozenset()
) -> SupplierCatalogue:
    """Read a product list. A product that makes no sense is left out and named by its place; the others are taken.

    Args:
        loaded: products of fixed denominations that are sold from loaded codes; None: all of these, for nothing is bought.

    Raises:
        FileRefused: this is no product list, or a currency has no rate.
    """
    products, whole = _products(name, content)
    odd, refused = Problems(name), Problems(name)
    brands: dict[str, BrandFacts] = {}
    offers: dict[str, OfferFacts] = {}
    unpriced: set[str] = set()
    for row, product in enumerate(products, 1):
        try:
            currency = _currency(product)
            if currency not in pricing.rates:
                if currency not in unpriced:
                    refused.add(row, "recipientCurrencyCode", f"no rate is given for {currency}")
                unpriced.add(currency)
                continue
            brand = _brand(product, pricing)
            offer = _offer(row, product, brand.slug, currency, pricing)
            if offer.denominations and (loaded is None or offer.external_ref in loaded):
                offer = offer._replace(fulfilment="stock")
        except _Odd as error:
            odd.add(row, error.field, str(error))
            continue
        if offer.external_ref in offers:
            odd.add(row, "productId", f"the same product as in row {offers[offer.external_ref].row}")
            continue
        offers[offer.external_ref] = offer
        brands.setdefault(brand.slug, brand)
    refused.refuse()
    return SupplierCatalogue(list(brands.values()), list(offers.values()), odd.found, odd.total, whole)


def _products(name: str, content: bytes) -> tuple[list[Any], bool]:
    """The products of a file, and whether the file says that there are no others."""
    try:
        if len(content) > BYTES_MAX or sum(map(content.count, BEGINNINGS)) > VALUES_MAX:
            raise ValueError
        document = json.loads(content, parse_float=Decimal, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise FileRefused([Problem(name, None, "", _NO_LIST)], 1) from None
    products = document.get("content") if isinstance(document, dict) else document
    if not isinstance(products, list) or not products:
        raise FileRefused([Problem(name, None, "content", "this is not a list of products")], 1)
    return products, isinstance(document, dict) and _is_whole(document, len(products))


def _is_whole(page: dict[str, Any], count: int) -> bool:
    """Whether a page is the first and the last one, and holds as many products as there are in all."""
    return page.get("first") is True and page.get("last") is True and page.get("totalElements") in (None, count)


def _no_number(_word: str) -> Decimal:
    raise ValueError


def _brand(product: dict[str, Any], pricing: Pricing) -> BrandFacts:
    given = product.get("brand")
    if not isinstance(given, dict):
        raise _Odd("brand", "is missing")
    number = _number(given.get("brandId"), "brand.brandId")
    title = _text(given.get("brandName"), "brand.brandName", 120)
    how = product.get("redeemInstruction")
    parts = [how.get("concise"), how.get("verbose")] if isinstance(how, dict) else []
    told = "\n\n".join(_clean(part) for part in parts if isinstance(part, str) and part.strip())[:4000]
    return BrandFacts(
        slug=f"reloadly-{number}", name_ru=title, name_en=title, category_slug=pricing.category, how_ru=told, how_en=told,
        rank=RANK,
    )  # fmt: skip


def _offer(row: int, product: dict[str, Any], brand: str, currency: str, pricing: Pricing) -> OfferFacts:
    number = _number(product.get("productId"), "productId")
    rate = Fraction(pricing.rates[currency]) * 10**pricing.decimals / 10 ** minor_digits(currency)
    kind = product.get("denominationType")
    common = OfferFacts(
        row, str(number), brand, "gift_card", _title(product, "ru"), _title(product, "en"), "supplier", currency,
        validity_days=pricing.validity_days,
    )  # fmt: skip
    if kind == "FIXED":
        return common._replace(denominations=_fixed(product, currency, rate))
    if kind == "RANGE":
        return _ranged(common, product, currency, rate)
    raise _Odd("denominationType", "is neither FIXED nor RANGE")


def _fixed(product: dict[str, Any], currency: str, rate: Fraction) -> tuple[tuple[int, int, int | None], ...]:
    values = product.get("fixedRecipientDenominations")
    if not isinstance(values, list) or not 0 < len(values) <= DENOMINATIONS_MAX:
        raise _Odd("fixedRecipientDenominations", f"is not a list of 1 to {DENOMINATIONS_MAX} amounts")
    worth = {_minor(value, "fixedRecipientDenominations", currency, VALUE_MAX) for value in values}
    return tuple((value, _price(value, rate), None) for value in sorted(worth))


def _ranged(offer: OfferFacts, product: dict[str, Any], currency: str, rate: Fraction) -> OfferFacts:
    least = _minor(product.get("minRecipientDenomination"), "minRecipientDenomination", currency, RANGE_MAX)
    most = _minor(product.get("maxRecipientDenomination"), "maxRecipientDenomination", currency, RANGE_MAX)
    if least > most:
        raise _Odd("maxRecipientDenomination", "is below the least")
    if rate.numerator > RATE_MAX or rate.denominator > COLUMN_MAX["offers.rate_value"]:
        raise _Odd("recipientCurrencyCode", "has a rate that is too fine or too large")
    return offer._replace(
        value_min=least, value_max=most, value_step=10 ** minor_digits(currency),
        rate_points=rate.numerator, rate_value=rate.denominator,
    )  # fmt: skip


def _price(value: int, rate: Fraction) -> int:
    """Points for a value, both in minor units: rounded up, so never below 1."""
    price = range_price(value, rate.numerator, rate.denominator)
    if price > PRICE_MAX:
        raise _Odd("fixedRecipientDenominations", "costs more points than can be written")
    return price


def _currency(product: Any) -> str:
    if not isinstance(product, dict):
        raise _Odd("", "is not a product")
    code = product.get("recipientCurrencyCode")
    if not isinstance(code, str) or len(code) != 3 or not code.isascii() or not code.isupper() or not code.isalpha():
        raise _Odd("recipientCurrencyCode", "is not a currency")
    return code


def _minor(amount: Any, field: str, currency: str, most: int) -> int:
    """An amount of JSON in exact minor units."""
    if isinstance(amount, bool) or not isinstance(amount, int | Decimal):
        raise _Odd(field, "is not an amount")
    if not 0 < amount <= VALUE_MAX:
        raise _Odd(field, "is not above zero, or too large")
    try:
        return cells.minor_units(Decimal(amount), minor_digits(currency), most)
    except CellError as error:
        raise _Odd(field, str(error)) from None


def _number(value: Any, field: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 2**63:
        raise _Odd(field, "is not a whole number above zero")
    return value


def _title(product: dict[str, Any], language: str) -> str:
    """The product's name, and the country unless it holds all over the world or is in the name already."""
    title = _text(product.get("productName"), "productName", 140)
    country = product.get("country")
    code = country.get("isoName") if isinstance(country, dict) else None
    given = country.get("name") if isinstance(country, dict) else None
    place = _TERRITORIES[language].get(code) if isinstance(code, str) else None
    if not place or (isinstance(given, str) and given in title) or title.endswith(f" {code}"):
        return title
    return f"{title}, {place}"[:200]


def _text(value: Any, field: str, longest: int) -> str:
    try:
        text = texts.one_line(" ".join(html.unescape(value).split())) if isinstance(value, str) else ""
    except texts.Unfit as unfit:
        raise _Odd(field, str(unfit)) from None
    if not 0 < len(text) <= longest:
        raise _Odd(field, f"is not a text of 1 to {longest} characters")
    return text


def _clean(text: str) -> str:
    """Character references resolved, line ends made one, invisible characters left out."""
    plain = html.unescape(text).replace("\r\n", "\n").replace("\r", "\n")
    return "\n".join("".join(c for c in line if c.isprintable()).strip() for line in plain.split("\n")).strip()
