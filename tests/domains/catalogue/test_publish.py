"""A catalogue file: previewed, published, published again, changed, refused."""

import csv
import io
from datetime import UTC, datetime
from typing import Any

import pytest
import xlsxwriter
from flask import Flask

from marketplace import catalogue, partners, shop
from marketplace.catalogue import sheet
from marketplace.core.changes import Comparison
from marketplace.core.db import execute, transaction
from marketplace.core.problems import FileRefused
from marketplace.core.uploads import UploadRefused
from marketplace.programmes import Programme
from tests.builders.catalogue import NOW, an_offer, denominations, some_facts
from tests.builders.partners import a_brand
from tests.builders.programmes import a_programme

CARD = {"offer": "card", "brand": "detsky-mir", "title_ru": "Подарочная карта", "title_en": "Gift card"}
ROWS: list[dict[str, str]] = [
    CARD | {"value": "300", "price_points": "450", "old_price_points": "500", "min_points": "100", "money_per_point": "0,80"},
    CARD | {"value": "1 000", "price_points": "1350", "min_points": "100", "money_per_point": "0,80"},
    {
        "offer": "any", "brand": "lenta", "title_ru": "Сертификат", "title_en": "Certificate", "kind": "certificate",
        "fulfilment": "own", "value_min": "500", "value_max": "5000", "value_step": "100", "points_per_100": "150",
        "validity_days": "180", "per_member_limit": "3", "total_limit": "100", "tier": "gold", "starts_on": "2026-12-01",
        "ends_on": "31.12.2026",
    },
]  # fmt: skip


@pytest.fixture
def programme(ctx: Flask) -> Programme:
    """A programme with two brands and no offers."""
    with transaction():
        made = a_programme()
        for slug in ("detsky-mir", "lenta"):
            a_brand(made, slug=slug)
    return made


def as_csv(rows: list[dict[str, str]], delimiter: str = ";") -> bytes:
    names = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, names, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def load(
    programme: Programme, rows: list[dict[str, str]] | bytes, *, apply: bool = True, whole: bool = True
) -> Comparison:
    content = rows if isinstance(rows, bytes) else as_csv(rows)
    with transaction():
        return catalogue.load_file(programme, "offers.csv", content, whole=whole, apply=apply, now=NOW)


def counts(comparison: Comparison) -> tuple[int, int, int, int]:
    return comparison.new, comparison.changed, comparison.unchanged, comparison.withdrawn


def stored(ref: str) -> Any:
    return execute("SELECT * FROM offers WHERE external_ref = %(ref)s", {"ref": ref}).one()


def prices(ref: str) -> list[tuple[int, int, int | None]]:
    rows = execute(
        """SELECT d.value, d.price_points, d.old_price_points FROM denominations d JOIN offers o ON o.id = d.offer_id
           WHERE o.external_ref = %(ref)s AND d.active ORDER BY d.value""",
        {"ref": ref},
    )
    return [tuple(row) for row in rows]


def test_file_becomes_offers_in_minor_units_and_the_programmes_days(programme: Programme) -> None:
    assert counts(load(programme, ROWS)) == (2, 0, 0, 0)
    assert prices("card") == [(30_000, 450, 500), (100_000, 1350, None)]
    card, ranged = stored("card"), stored("any")
    assert (card.kind, card.fulfilment, card.currency, card.validity_days, card.published) == (
        "gift_card", "stock", "RUB", 365, True,
    )  # fmt: skip
    assert (card.min_points, card.money_rate) == (100, 80)
    assert (ranged.value_min, ranged.value_max, ranged.value_step) == (50_000, 500_000, 10_000)
    assert catalogue.range_price(100_000, ranged.rate_points, ranged.rate_value) == 1500
    assert (ranged.validity_days, ranged.per_member_limit, ranged.total_limit, ranged.tier) == (180, 3, 100, "gold")
    assert ranged.starts_at == datetime(2026, 11, 30, 21, tzinfo=UTC)  # Moscow
    assert ranged.ends_at == datetime(2026, 12, 31, 21, tzinfo=UTC)


def test_preview_changes_nothing(programme: Programme) -> None:
    comparison = load(programme, ROWS, apply=False)
    assert counts(comparison) == (2, 0, 0, 0)
    assert [(change.kind, change.name, change.row) for change in comparison.changes] == [
        ("new", "card", 2),
        ("new", "any", 4),
    ]
    assert execute("SELECT count(*) AS n FROM offers").one().n == 0


def test_same_file_twice_changes_nothing_whatever_its_form(programme: Programme) -> None:
    load(programme, ROWS)
    before = execute("SELECT array_agg(o::text ORDER BY id) AS all_of_it FROM offers o").one()
    assert counts(load(programme, ROWS)) == (0, 0, 2, 0)
    assert counts(load(programme, as_csv([ROWS[2], ROWS[1], ROWS[0]], ","))) == (0, 0, 2, 0)
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        names = list(dict.fromkeys(name for row in ROWS for name in row))
        for at, row in enumerate([dict(zip(names, names, strict=True)), *ROWS]):
            for column, name in enumerate(names):
                sheet.write_string(at, column, row.get(name, ""))
    assert counts(load(programme, file.getvalue())) == (0, 0, 2, 0)
    assert execute("SELECT array_agg(o::text ORDER BY id) AS all_of_it FROM offers o").one() == before
    assert execute("SELECT count(*) AS n FROM audit_records WHERE action = 'catalogue.publish'").one().n == 1


def test_changes_are_shown_as_they_were_and_will_be_and_the_offer_keeps_its_id(programme: Programme) -> None:
    load(programme, ROWS)
    before = stored("card").id
    changed = [ROWS[0] | {"price_points": "440"}, CARD | {"value": "2000", "price_points": "2700"}, ROWS[2]]
    changed[1] |= {"min_points": "100", "money_per_point": "0.80"}
    for apply in (False, True):
        comparison = load(programme, changed, apply=apply)
        assert counts(comparison) == (0, 1, 1, 0)
        (change,) = comparison.changes
        assert [tuple(difference) for difference in change.differences] == [
            ("price of 300 RUB", "450", "440"),
            ("price of 1000 RUB", "1350", ""),
            ("price of 2000 RUB", "", "2700"),
        ]
    assert prices("card") == [(30_000, 440, 500), (200_000, 2700, None)]
    assert stored("card").id == before
    load(programme, ROWS)
    assert prices("card") == [(30_000, 450, 500), (100_000, 1350, None)]


def test_offer_left_out_stays_unless_the_file_is_said_to_be_whole(programme: Programme) -> None:
    second = CARD | {"offer": "second", "value": "500", "price_points": "700"}
    load(programme, [*ROWS, second])
    comparison = load(programme, [*ROWS[:2], ROWS[2] | {"validity_days": "90"}], whole=False)
    assert (counts(comparison), comparison.stay) == ((0, 1, 1, 0), 1)
    assert stored("second").published
    assert load(programme, ROWS, apply=False).withdrawn == 1


def test_offer_left_out_of_a_whole_file_is_withdrawn_and_comes_back_with_its_row(programme: Programme) -> None:
    second = CARD | {"offer": "second", "value": "500", "price_points": "700"}
    load(programme, [*ROWS, second])
    comparison = load(programme, ROWS)
    assert counts(comparison) == (0, 0, 2, 1)
    assert [(change.kind, change.name, change.row) for change in comparison.changes] == [("withdrawn", "second", None)]
    assert not stored("second").published
    assert counts(load(programme, ROWS)) == (0, 0, 2, 0)
    back = load(programme, [*ROWS, second])
    assert counts(back) == (0, 1, 2, 0)
    assert [tuple(difference) for difference in back.changes[0].differences] == [("published", "no", "yes")]
    assert stored("second").published


def test_file_says_nothing_of_other_brands_sources_and_programmes(programme: Programme) -> None:
    with transaction():
        other = a_brand(a_programme(), slug="detsky-mir")
        catalogue.publish(other.programme_id, "own", [some_facts(other, external_ref="card")], now=NOW)
        an_offer(partners.brand_by_slug(programme.id, "detsky-mir"), stock=0)
    load(programme, ROWS)
    assert counts(load(programme, ROWS[:2])) == (0, 0, 1, 0)
    assert execute("SELECT count(*) AS n FROM offers WHERE published").one().n == 4


def wrong(programme: Programme, **over: str) -> list[str]:
    """What is said of the first row with these cells."""
    with pytest.raises(FileRefused) as caught:
        load(programme, [ROWS[0] | over, *ROWS[1:]])
    assert execute("SELECT count(*) AS n FROM offers").one().n == 0
    assert all(problem.file == "offers.csv" for problem in caught.value.problems)
    return [f"{problem.row} {problem.column} {problem.reason}" for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"price_points": "0"}, "2 price_points is not an amount above zero"),
        ({"price_points": "-450"}, "2 price_points is not an amount above zero"),
        ({"price_points": "450.5"}, "2 price_points has more than 0 decimals"),
        ({"price_points": "1e3"}, "2 price_points is not an amount above zero"),
        ({"price_points": "٤٥٠"}, "2 price_points is not an amount above zero"),
        ({"price_points": "9" * 18}, "2 price_points is too large"),
        ({"price_points": ""}, "2 price_points is missing"),
        ({"value": "NaN"}, "2 value is not an amount above zero"),
        ({"value": "300,0051"}, "2 value has more than 2 decimals"),
        ({"value": "1.000"}, "2 value could be a thousand or a fraction: write 1000 or 1.00"),
        ({"price_points": "1,000"}, "2 price_points could be a thousand or a fraction: write 1000 or 1.00"),
        ({"value": ""}, "2 value is missing"),
        ({"value": "1000"}, "3 value the offer has this value twice"),
        ({"old_price_points": "450"}, "2 old_price_points is not above the price"),
        ({"value_min": "1"}, "2 value_min a range needs value_min, value_max, value_step and points_per_100"),
        ({"brand": "nobody"}, "2 brand the programme has no such brand"),
        ({"brand": "Детский мир"}, "2 brand is not a short name: up to 80 small Latin letters, digits and hyphens"),
        ({"offer": ""}, "2 offer is missing"),
        ({"offer": "x" * 129}, "2 offer is longer than 128 characters"),
        ({"title_ru": "x" * 201}, "2 title_ru is longer than 200 characters"),
        ({"title_en": "a\u202eb"}, "2 title_en has characters that cannot be printed"),
        ({"money_per_point": "-"}, "3 money_per_point differs from row 2 for the same offer"),
        ({"currency": "USD", "min_points": "-"}, "3 min_points differs from row 2 for the same offer"),
        ({"offer": "alone", "money_per_point": ""}, "2 money_per_point min_points and money_per_point go together"),
    ],
)
def test_wrong_cell_is_named_by_row_and_column(programme: Programme, cells: dict[str, str], said: str) -> None:
    assert said in wrong(programme, **cells)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"kind": "card"}, "kind is none of gift_card, certificate, goods, service"),
        ({"fulfilment": "later"}, "fulfilment is none of stock, own, supplier"),
        ({"fulfilment": "stock"}, "fulfilment a range of values cannot be handed over from stock"),
        ({"currency": "РУБ"}, "currency is not a currency: three letters, such as RUB"),
        ({"value_max": "400"}, "value_max is below value_min"),
        ({"value_max": "200000000"}, "value_max is too large"),
        ({"points_per_100": ""}, "value_min a range needs value_min, value_max, value_step and points_per_100"),
        ({"value": "500", "price_points": "1"}, "value an offer has denominations or a range, not both"),
        ({"validity_days": "0"}, "validity_days is not a whole number from 1 to 3650"),
        ({"validity_days": "3651"}, "validity_days is not a whole number from 1 to 3650"),
        ({"per_member_limit": "x"}, "per_member_limit is not a whole number from 1 to 2147483647"),
        ({"total_limit": "2147483648"}, "total_limit is not a whole number from 1 to 2147483647"),
        ({"tier": "Золото"}, "tier is not a short name: up to 32 small Latin letters, digits and hyphens"),
        ({"starts_on": "31.02.2026"}, "starts_on is not a date: write 2027-12-31"),
        ({"ends_on": "9999-12-31"}, "ends_on is not a date: write 2027-12-31"),
        ({"ends_on": "2026-11-30"}, "ends_on ends before it starts"),
    ],
)
def test_wrong_cell_of_a_range_is_named(programme: Programme, cells: dict[str, str], said: str) -> None:
    with pytest.raises(FileRefused) as caught:
        load(programme, [ROWS[2] | cells])
    assert said in [f"{problem.column} {problem.reason}" for problem in caught.value.problems]


def test_a_brand_has_no_more_rows_than_somebody_can_choose_from(
    programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet, "BRAND_ROWS_MAX", 2)
    many = [ROWS[0] | {"offer": f"offer-{n}"} for n in range(5)]
    with pytest.raises(FileRefused) as caught:
        load(programme, many)
    assert [str(problem) for problem in caught.value.problems] == [
        "offers.csv, row 4, column brand: a brand has at most 2 rows"
    ]
    assert load(programme, many[:2]).new == 2


def test_rows_of_one_offer_must_agree(programme: Programme) -> None:
    with pytest.raises(FileRefused) as caught:
        load(programme, [ROWS[0], ROWS[1] | {"title_en": "Other"}])
    assert [str(problem) for problem in caught.value.problems] == [
        "offers.csv, row 3, column title_en: differs from row 2 for the same offer"
    ]


def test_everything_wrong_is_listed_up_to_a_hundred(programme: Programme) -> None:
    with pytest.raises(FileRefused) as caught:
        load(programme, [ROWS[0] | {"offer": f"o{n}", "value": "0", "price_points": "x"} for n in range(80)])
    assert (len(caught.value.problems), caught.value.total) == (100, 160) or caught.value.total == 80


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", UploadRefused),
        (b"\x00\x01", UploadRefused),
        (b"brand;title_ru\nx;y\n", FileRefused),
        (b"offer;offer;brand;title_ru;title_en\n", FileRefused),
        (b"PK\x03\x04", UploadRefused),
    ],
)
def test_file_that_is_none_of_ours_is_refused(programme: Programme, content: bytes, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        load(programme, content)


def test_points_have_the_programmes_decimals(programme: Programme) -> None:
    with transaction():
        other = a_programme(decimals=2)
        a_brand(other, slug="detsky-mir")
    load(other, [CARD | {"value": "300", "price_points": "203,15"}])
    assert prices("card") == [(30_000, 20_315, None)]


def test_tags_in_a_title_stay_text(programme: Programme) -> None:
    load(programme, [CARD | {"title_ru": "<b>&amp;</b>", "value": "300", "price_points": "1"}])
    assert stored("card").title_ru == "<b>&amp;</b>"


def test_denomination_that_goes_keeps_its_codes_and_leaves_the_shop(programme: Programme) -> None:
    with transaction():
        brand = partners.brand_by_slug(programme.id, "detsky-mir")
        offer_id = an_offer(brand, external_ref="card", stock=1)
    with transaction():
        facts = some_facts(brand, external_ref="card", denominations=((50_000, 700, None),))
        catalogue.publish(programme.id, "test-card", [facts], now=NOW)
    assert set(denominations(offer_id)) == {30_000, 50_000}
    (view,) = shop.offers(programme.id, now=NOW).items
    assert [price.value for price in view.denominations] == [50_000]
