"""What of a catalogue takes the programme's consent: each column that could make an offer dearer, fewer's, shorter or another's."""

import pytest
from flask import Flask

from marketplace import catalogue, partners, programmes, runs
from marketplace.catalogue.columns import Shared
from marketplace.core.db import transaction
from marketplace.partners import Brand
from tests.builders.catalogue import NOW, RANGE, some_facts
from tests.builders.ledger import a_member_account
from tests.builders.partners import a_brand
from tests.builders.programmes import a_programme
from tests.builders.runs import checked

ANY = {
    "offer": "any", "brand": "lenta", "kind": "certificate", "title_ru": "Сертификат", "title_en": "Certificate", "fulfilment": "own",
    "currency": "RUB", "value_min": "500", "value_max": "5000", "value_step": "100", "points_per_100": "150", "min_points": "100",
    "money_per_point": "0,80", "validity_days": "180", "per_member_limit": "3", "total_limit": "100", "tier": "gold", "starts_on": "2026-12-01",
    "ends_on": "2026-12-31",
}  # fmt: skip
CONSENT = catalogue.RISE_OF_WITHDRAWN
CASES = [
    ("brand", "magnit", CONSENT), ("kind", "gift_card", CONSENT), ("title_ru", "Другой", 0), ("title_en", "Another", 0),
    ("fulfilment", "supplier", CONSENT), ("currency", "USD", CONSENT),
    ("value_min", "600", CONSENT), ("value_min", "400", 0), ("value_max", "4000", CONSENT), ("value_max", "6000", 0),
    ("value_step", "500", CONSENT), ("value_step", "50", 0), ("points_per_100", "300", 100), ("points_per_100", "75", 50),
    ("min_points", "200", 100), ("min_points", "50", 0), ("money_per_point", "1,60", 100), ("money_per_point", "0,08", 90),
    ("validity_days", "90", CONSENT), ("validity_days", "365", 0), ("per_member_limit", "2", CONSENT), ("per_member_limit", "-", 0),
    ("total_limit", "99", CONSENT), ("total_limit", "101", 0), ("tier", "silver", CONSENT), ("tier", "-", 0),
    ("starts_on", "2026-12-02", CONSENT), ("starts_on", "-", 0), ("ends_on", "2026-12-30", CONSENT), ("ends_on", "-", 0),
]  # fmt: skip
# What such an offer is without, and gets.
ADDED = [
    ("per_member_limit", "9", CONSENT), ("total_limit", "9", CONSENT), ("tier", "gold", CONSENT), ("starts_on", "2026-12-01", CONSENT),
    ("ends_on", "2026-12-31", CONSENT),
]  # fmt: skip
BARE = ANY | {name: "-" for name, _, _ in ADDED}


def as_csv(cells: dict[str, str]) -> str:
    return f"{';'.join(cells)}\n{';'.join(cells.values())}\n"


@pytest.fixture
def lenta(ctx: Flask) -> Brand:
    """A brand, and another of its partner's that is in the shop."""
    with transaction():
        made = a_brand(a_programme(), slug="lenta")
        beside = a_brand(programmes.get(made.programme_id), partner=partners.partner(made.partner_id), slug="magnit")
        catalogue.publish(made.programme_id, catalogue.SOURCE, [some_facts(beside)], now=NOW)
    return made


def test_every_column_is_tried() -> None:
    assert {column for column, _, _ in CASES} == set(Shared._fields) - {"offer"}


@pytest.mark.parametrize(
    ("before", "column", "cell", "size"), [(ANY, *one) for one in CASES] + [(BARE, *one) for one in ADDED]
)
def test_a_column_that_takes_something_away_needs_consent(
    lenta: Brand, before: dict[str, str], column: str, cell: str, size: int
) -> None:
    programme = programmes.get(lenta.programme_id)
    with transaction():
        catalogue.load_file(programme, "f.csv", as_csv(before).encode(), apply=True, now=NOW)
    run = checked(programme, "catalogue", as_csv(before | {column: cell}))
    assert (run.to_apply, run.wrong, run.size) == (1, 0, size)


def test_sale_that_would_end_in_the_past_is_a_slip_unless_the_shop_has_it_so(lenta: Brand) -> None:
    programme, past = programmes.get(lenta.programme_id), ANY | {"starts_on": "-", "ends_on": "2020-01-01"}
    run = checked(programme, "catalogue", as_csv(past))
    assert [(one.row, one.column, one.reason) for one in runs.errors(run.id)] == [
        (2, "ends_on", "is in the past: the sale would have ended")
    ]
    with transaction():
        catalogue.load_file(programme, "f.csv", as_csv(past).encode(), apply=True, now=NOW)
    renamed = checked(programme, "catalogue", as_csv(past | {"title_en": "Another"}))
    assert (renamed.to_apply, renamed.wrong) == (1, 0)


def test_a_range_is_compared_by_its_rate_and_its_ends(lenta: Brand) -> None:
    was = some_facts(
        lenta, external_ref="a", **RANGE | {"value_min": 100_000, "rate_points": 150, "rate_value": 10_000}
    )
    with transaction():
        catalogue.publish(lenta.programme_id, "partner", [was], now=NOW)
        for points in (1_400, 1_600, 8_000):
            a_member_account(programmes.get(lenta.programme_id), points)
    with transaction():
        will = was._replace(value_min=50_000, rate_points=300)  # what the least of it costs stays the same
        _, dearer = catalogue.preview(lenta.programme_id, "partner", [will])
    with transaction():
        _, cut = catalogue.preview(lenta.programme_id, "partner", [was._replace(value_max=400_000)])
    assert (dearer.risen, dearer.rise_percent, dearer.gone, dearer.members) == (1, 100, 0, 2)
    assert (cut.risen, cut.gone, cut.members, cut.size) == (0, 1, 1, CONSENT)


def test_money_that_may_be_paid_counts_for_whom_an_offer_shuts_out(lenta: Brand) -> None:
    was = some_facts(lenta, external_ref="a", denominations=((50_000, 700, None),), min_points=100, money_rate=80)
    with transaction():
        catalogue.publish(lenta.programme_id, "partner", [was], now=NOW)
        for points in (90, 150, 650, 900):
            a_member_account(programmes.get(lenta.programme_id), points)

    def means(**over: object) -> catalogue.Impact:
        with transaction():
            return catalogue.preview(lenta.programme_id, "partner", [was._replace(**over)])[1]  # type: ignore[arg-type]

    dearer = means(denominations=((50_000, 770, None),))
    assert (dearer.rise_percent, dearer.members) == (10, 0), "whoever has the least of it pays the rest in money"
    points_alone = means(min_points=None, money_rate=None)
    assert (points_alone.rise_percent, points_alone.members) == (600, 2)
    with transaction():
        catalogue.publish(lenta.programme_id, "partner", [was._replace(min_points=None, money_rate=None)], now=NOW)
        _, mixed = catalogue.preview(lenta.programme_id, "partner", [was])
    assert (mixed.restricted, mixed.size) == (1, CONSENT), "a price in money that nobody has agreed to"
