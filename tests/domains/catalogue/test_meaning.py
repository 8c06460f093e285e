"""What a change of an offer or a brand means is named part by part; what it does to wishes is counted."""

import tracemalloc
from collections.abc import Iterator

import pytest
from flask import Flask, g

from marketplace import catalogue, partners, programmes, wishes
from marketplace.catalogue import OfferFacts
from marketplace.core.changes import SHOWN_MAX, Change, Difference, Packed
from marketplace.core.db import execute, transaction
from marketplace.core.listing import Asker, Locale, ask, page
from marketplace.partners import Brand
from marketplace.runs import CHANGES
from marketplace.web.shared.runs import change_words
from tests.builders.catalogue import NOW, RANGE, denominations, some_facts
from tests.builders.members import a_member
from tests.builders.partners import a_brand
from tests.builders.programmes import a_programme
from tests.builders.runs import checked

SOURCE = "own"


@pytest.fixture
def brand(ctx: Flask) -> Brand:
    with transaction():
        return a_brand(a_programme(), slug="lenta")


def changed(*differences: tuple[str, str, str]) -> Change:
    return Change("changed", "card", "Карта", 2, tuple(Difference(*one) for one in differences))


@pytest.mark.parametrize(
    ("difference", "words"),
    [
        (("price of 300 RUB", "450", "504"), [("price_up", 12)]),
        (("price of 300 RUB", "450", "451"), [("price_up", 1)]),  # rounded up, as a rule's cap counts it
        (("price of 300 RUB", "450", "440"), [("price_down", 3)]),
        (("price of 700 RUB", "700", ""), [("denomination_gone", None)]),
        (("price of 1000 RUB", "", "1350"), [("denomination_new", None)]),
        (("old price of 300 RUB", "500", "480"), [("old_price", None)]),
        (("ends_at", "2026-12-31 21:00:00+00:00", "2026-11-30 21:00:00+00:00"), [("ends_earlier", None)]),
        (("ends_at", "", "2026-11-30 21:00:00+00:00"), [("ends", None)]),
        (("starts_at", "2026-11-30 21:00:00+00:00", ""), [("starts_at_once", None)]),
        (("total_limit", "100", ""), [("limit_lifted", None)]),
        (("validity_days", "365", "90"), [("lasts_shorter", None)]),
        (("title_en", "Card", "Gift card"), [("renamed", None)]),
        (("rate_points", "150", "165"), [("price_up", 10)]),
        (("published", "no", "yes"), [("shown", None)]),
    ],
)
def test_each_difference_of_an_offer_has_its_name(
    difference: tuple[str, str, str], words: list[tuple[str, int | None]]
) -> None:
    assert [(one.word, one.percent) for one in catalogue.meanings(changed(difference))] == words


def test_badge_names_the_greatest_change_of_a_price(ctx: Flask) -> None:
    of = changed(("price of 300 RUB", "450", "451"), ("price of 500 RUB", "1000", "770"))
    with transaction():
        programme = a_programme()
    with ctx.test_request_context():
        g.programme = programme
        assert change_words.said("catalogue", of).badge[0] == "Цена −23 %"


def test_a_change_begins_with_what_members_feel_most() -> None:
    parts = catalogue.meanings(
        changed(
            ("title_ru", "Карта", "Карточка"), ("price of 300 RUB", "450", "440"), ("price of 500 RUB", "700", ""), ("old price of 500 RUB", "800", ""),
        )
    )  # fmt: skip
    assert [one.word for one in parts] == ["denomination_gone", "price_down", "renamed"]


def test_cities_of_a_brand_are_lost_and_added_one_by_one() -> None:
    parts = partners.meanings(changed(("name_en", "Lenta", "Lenta Ltd"), ("city_slugs", "msk;spb", "pskov;spb")))
    assert [(one.word, one.was, one.will) for one in parts[:2]] == [
        ("city_lost", "msk", ""),
        ("city_added", "", "pskov"),
    ]
    assert [one.word for one in partners.meanings(changed(("city_slugs", "", "spb")))] == ["cities_limited"]
    assert [one.word for one in partners.meanings(changed(("online", "True", "False")))] == ["online_lost"]


def test_a_run_keeps_all_its_changes_and_they_are_narrowed_to_those_of_prices(brand: Brand) -> None:
    programme, many = brand.programme_id, SHOWN_MAX + 5
    head = "offer;brand;title_ru;title_en;fulfilment;value;price_points\n"
    with transaction():
        first = some_facts(brand, external_ref="dear", fulfilment="own", denominations=((30_000, 450, None),))
        catalogue.publish(programme, SOURCE, [first], now=NOW)
    rows = "dear;lenta;Подарочная карта;Gift card;own;300;504\n" + "".join(
        f"o{n};lenta;Карта;Card;own;300;{n + 1}\n" for n in range(many)
    )
    run = checked(programmes.get(brand.programme_id), "catalogue", head + rows)
    assert len(run.preview["changes"]) == SHOWN_MAX
    asker = Asker({"programme": programme, "partner": None, "run": run.id})
    found = page(CHANGES, ask(CHANGES, {"topic": "price"}, Locale()), asker).items
    assert [(one["name"], one["meaning"], one["percent"], one["will"]) for one in found] == [
        ("dear", "price_up", 12, "504")
    ]
    assert execute("SELECT count(*) FROM run_changes WHERE run_id = %(run)s", {"run": run.id}).scalar_one() == many + 1
    strange = Asker({"programme": programme + 1, "partner": None, "run": run.id})
    assert page(CHANGES, ask(CHANGES, {}, Locale()), strange).items == []


def test_a_change_counts_the_wishes_that_it_takes_away_or_puts_out_of_reach(brand: Brand) -> None:
    shown = [
        some_facts(brand, external_ref="card", fulfilment="own", denominations=((30_000, 450, None), (50_000, 700, None))),
        some_facts(brand, external_ref="any", **RANGE),  # 3 points for 200 kopecks: 1,000 roubles cost 1,500
    ]  # fmt: skip
    with transaction():
        catalogue.publish(brand.programme_id, SOURCE, shown, now=NOW)
    offers = {row.external_ref: row.id for row in execute("SELECT external_ref, id FROM offers")}
    of = denominations(offers["card"])
    with transaction():
        for points in (440, 460, 520):  # never enough; enough until now; enough even then
            member = a_member(programmes.get(brand.programme_id), points=points)
            wishes.add(member, denomination_id=of[30_000], now=NOW)
        wishes.add(member, denomination_id=of[50_000], now=NOW)
        rich = a_member(programmes.get(brand.programme_id), points=1_500)
        wishes.add(rich, offer_id=offers["any"], value=100_000, now=NOW)
        wishes.add(rich, offer_id=offers["any"], value=500_000, now=NOW)

    def touched(*offers: OfferFacts) -> tuple[int, int]:
        with transaction():
            _, means = catalogue.preview(brand.programme_id, SOURCE, offers, whole=True)
        return means.wishes_gone, means.wishes_beyond

    assert touched(*shown) == (0, 0)
    dearer = shown[0]._replace(denominations=((30_000, 500, None), (50_000, 700, None)))
    assert touched(dearer, shown[1]) == (0, 1)
    assert touched(shown[0]._replace(denominations=((30_000, 450, None),)), shown[1]) == (1, 0)
    assert touched(shown[0], shown[1]._replace(value_max=200_000)) == (1, 0)
    assert touched(shown[0], shown[1]._replace(rate_points=4)) == (0, 1)
    assert touched(shown[1]) == (4, 0)


def test_changes_that_all_differ_stand_in_little_memory_and_read_as_they_were() -> None:
    def many() -> Iterator[Change]:
        for number in range(20_500):
            prices = Difference(f"price of {number} RUB", str(number), str(number + 1))
            yield Change("changed", f"o-{number}", "Карта", number, (prices,), "Card")

    tracemalloc.start()
    packed = Packed(many())
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held < 2**20, "as a list they take more than ten times as much"
    assert list(packed) == list(many())
    assert (len(packed), packed[20_400].row, packed[-1].row, [one.row for one in packed[1:3]]) == (
        20_500,
        20_400,
        20_499,
        [1, 2],
    )
    with pytest.raises(IndexError):
        packed[20_500]
