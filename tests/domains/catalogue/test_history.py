"""What was published can be taken back to the last price, and the shop of any day can be told."""

import io
import re
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace import catalogue, partners, programmes
from marketplace.catalogue import AlreadyTakenBack, NothingToTakeBack, OfferFacts, PublishedSince
from marketplace.catalogue.rules import FULFILMENTS, KINDS, undo_until
from marketplace.core.db import execute, transaction
from marketplace.core.problems import Problems
from marketplace.partners import Brand
from marketplace.runs import Given
from tests.builders.catalogue import NOW, RANGE, some_facts
from tests.builders.ledger import a_member_account
from tests.builders.partners import a_brand
from tests.builders.programmes import a_programme

SOURCE = "partner"


@pytest.fixture
def brand(ctx: Flask) -> Brand:
    with transaction():
        return a_brand(a_programme(), slug="lenta")


def publish(brand: Brand, offers: list[OfferFacts], days: int = 0) -> None:
    with transaction():
        catalogue.publish(brand.programme_id, SOURCE, offers, whole=True, now=NOW + timedelta(days=days))


def last(brand: Brand) -> int:
    return int(
        execute(
            "SELECT coalesce(max(id), 0) FROM catalogue_publications WHERE partner_id = %(id)s",
            {"id": brand.partner_id},
        ).scalar_one()
    )


def take_back(brand: Brand, publication: int, days: int = 0) -> None:
    with transaction():
        programme = programmes.get(brand.programme_id)
        at = NOW + timedelta(days=days)
        assert catalogue.take_back(programme, publication, partner_id=brand.partner_id, now=at) is None


def the_shop(brand: Brand) -> list[Any]:
    """Everything that is on offer, to the last column."""
    return [tuple(row) for row in execute(
        """SELECT o.*, d.value, d.price_points, d.old_price_points FROM offers o LEFT JOIN denominations d ON d.offer_id = o.id AND d.active
            WHERE o.brand_id IN (SELECT id FROM brands WHERE partner_id = %(partner)s) AND o.published ORDER BY o.id, d.value""",
        {"partner": brand.partner_id},
    )]  # fmt: skip


def an_offer(ref: str, prices: dict[int, int], brand: Brand, **over: Any) -> OfferFacts:
    values = tuple((value, price, None) for value, price in sorted(prices.items()))
    return some_facts(brand, external_ref=ref, denominations=values, **over)


MAYBE = st.none() | st.integers(1, 900)
DAYS = st.none() | st.integers(-3, 3).map(lambda days: NOW + timedelta(days=days))
PRICES = st.dictionaries(st.sampled_from((10_000, 30_000, 50_000)), st.tuples(st.integers(1, 900), MAYBE), min_size=1)
FIXED = st.builds(
    lambda prices, fulfilment: {
        "denominations": tuple((value, price, price + more if more else None) for value, (price, more) in sorted(prices.items())),
        "fulfilment": fulfilment,
    },
    PRICES, st.sampled_from(FULFILMENTS),
)  # fmt: skip
RANGED = st.builds(
    lambda least, more, step, points, per, fulfilment: RANGE | {
        "value_min": least, "value_max": least + more, "value_step": step, "rate_points": points, "rate_value": per, "fulfilment": fulfilment,
    },
    st.integers(1, 90_000), st.integers(0, 90_000), st.integers(1, 9_000), st.integers(1, 900), st.integers(1, 900), st.sampled_from(("own", "supplier")),
)  # fmt: skip
MIXED = st.builds(lambda points, rate: {"min_points": points and rate, "money_rate": rate and points}, MAYBE, MAYBE)
DATED = st.tuples(DAYS, DAYS).filter(lambda both: None in both or both[0] < both[1])
PLAIN = {
    "brand": st.sampled_from(("lenta", "magnit")), "kind": st.sampled_from(KINDS), "title_ru": st.sampled_from(("Карта", "Другая")),
    "title_en": st.sampled_from(("Card", "Another")), "currency": st.sampled_from(("RUB", "USD")), "validity_days": st.integers(1, 3650),
    "per_member_limit": MAYBE, "total_limit": MAYBE, "tier": st.sampled_from(("", "gold")),
}  # fmt: skip
OFFERS = st.builds(
    lambda plain, values, mixed, dated: {**values, **plain, **mixed, "starts_at": dated[0], "ends_at": dated[1]},
    st.fixed_dictionaries(PLAIN), FIXED | RANGED, MIXED, DATED,
)  # fmt: skip
STATES = st.lists(st.dictionaries(st.sampled_from("abc"), OFFERS, min_size=1), min_size=1, max_size=5)


@pytest.fixture
def two_brands(brand: Brand) -> Brand:
    """The brand, and beside it another of its partner's."""
    with transaction():
        a_brand(programmes.get(brand.programme_id), partner=partners.partner(brand.partner_id), slug="magnit")
    return brand


def test_everything_that_an_offer_has_is_varied() -> None:
    same = {"row", "external_ref"}
    assert {*PLAIN, *RANGE, "min_points", "money_rate", "starts_at", "ends_at"} == set(OfferFacts._fields) - same


@given(states=STATES)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_taking_back_restores_the_shop_to_the_last_price(
    two_brands: Brand, states: list[dict[str, dict[str, Any]]]
) -> None:
    brand = two_brands
    shops, publications = [the_shop(brand)], []
    for state in states:
        before = last(brand)
        publish(brand, [some_facts(brand, external_ref=ref)._replace(**facts) for ref, facts in state.items()])
        if last(brand) != before:
            shops.append(the_shop(brand))
            publications.append(last(brand))
    while publications:
        assert the_shop(brand) == shops.pop()
        take_back(brand, publications.pop())
    assert the_shop(brand) == shops.pop()


def test_only_what_was_published_last_is_taken_back_and_once(brand: Brand) -> None:
    publish(brand, [an_offer("a", {10_000: 100}, brand)])
    first = last(brand)
    publish(brand, [an_offer("a", {10_000: 120}, brand)])
    second = last(brand)
    with pytest.raises(PublishedSince):
        take_back(brand, first)
    take_back(brand, second)
    with pytest.raises(AlreadyTakenBack):
        take_back(brand, second)
    with pytest.raises(NothingToTakeBack), transaction():
        catalogue.take_back(programmes.get(brand.programme_id), first, partner_id=brand.partner_id + 1, now=NOW)
    take_back(brand, first)
    assert the_shop(brand) == []


def test_time_to_take_back_at_once_ends_to_the_second() -> None:
    ends = NOW + timedelta(minutes=60)
    assert undo_until(NOW, 60, now=ends - timedelta(seconds=1)) == ends
    assert undo_until(NOW, 60, now=ends) is None
    assert undo_until(NOW, 0, now=NOW) is None


def test_the_shop_of_a_day_is_told(brand: Brand) -> None:
    publish(brand, [an_offer("a", {10_000: 100}, brand), an_offer("b", {10_000: 90}, brand)])
    publish(brand, [an_offer("a", {10_000: 120}, brand)], days=2)
    take_back(brand, last(brand), days=4)

    def prices(days: int) -> dict[str, int]:
        shown = catalogue.shop_on(brand.programme_id, NOW + timedelta(days=days), brand="lenta")
        return {one.facts.external_ref: one.facts.denominations[0][1] for one in shown.shown}

    assert prices(-1) == {}
    assert prices(1) == {"a": 100, "b": 90}
    assert prices(3) == {"a": 120}
    assert prices(5) == {"a": 100, "b": 90}
    with transaction():
        owner = partners.partner(brand.partner_id)
        partners.suspend(owner, why="Tills were shut.", now=NOW + timedelta(days=6))
        partners.reinstate(owner, why="They are open.", now=NOW + timedelta(days=8))
    assert [prices(days) for days in (5, 7, 9)] == [{"a": 100, "b": 90}, {}, {"a": 100, "b": 90}]
    assert [partners.hidden_on(brand.partner_id, NOW + timedelta(days=days)) for days in (5, 7)] == ["", "suspended"]


def test_of_more_offers_than_are_told_of_a_day_it_is_said(brand: Brand, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(brand, [an_offer(ref, {10_000: 100}, brand) for ref in "abc"])
    for most, told in ((2, (2, True)), (3, (3, False))):
        monkeypatch.setattr("marketplace.catalogue.history.DAY_MAX", most)
        day = catalogue.shop_on(brand.programme_id, NOW, brand="lenta")
        assert (len(day.shown), day.cut) == told


def test_publications_are_paged_through_and_what_may_be_taken_back_is_known_on_every_page(brand: Brand) -> None:
    for days in range(5):
        publish(brand, [an_offer("a", {10_000: 100 + days}, brand)], days=days)
    take_back(brand, last(brand), days=5)
    found, before = [], None
    while page := catalogue.publications(brand.programme_id, partner_id=brand.partner_id, before=before, limit=4):
        found += [one.number for one in page]
        before = page[-1].id
    assert found == [6, 5, 4, 3, 2, 1]
    standing = catalogue.last_standing(brand.partner_id)
    assert [one.number for one in catalogue.publications(brand.programme_id) if one.id == standing] == [4]


@pytest.mark.parametrize(
    ("will", "risen", "percent", "gone", "members", "fallen"),
    [
        ({10_000: 110, 50_000: 700}, 1, 10, 0, 1, (0, 0)),  # 100 becomes 110: one member has 105
        ({10_000: 100, 50_000: 650}, 0, 0, 0, 0, (1, 8)),
        ({10_000: 301, 50_000: 701}, 2, 201, 0, 2, (0, 0)),
        ({10_000: 102, 50_000: 7}, 1, 2, 0, 0, (1, 99)),  # two digits are missing
        ({10_000: 100}, 0, 0, 1, 1, (0, 0)),  # what cost 700 is gone: one member has 1,000
    ],
)
def test_a_change_tells_whom_it_shuts_out(
    brand: Brand, will: dict[int, int], risen: int, percent: int, gone: int, members: int, fallen: tuple[int, int]
) -> None:
    publish(brand, [an_offer("a", {10_000: 100, 50_000: 700}, brand)])
    with transaction():
        for points in (99, 105, 300, 1_000):
            a_member_account(programmes.get(brand.programme_id), points)
    with transaction():
        _, means = catalogue.preview(brand.programme_id, SOURCE, [an_offer("a", will, brand)])
    assert (means.risen, means.rise_percent, means.gone, means.members) == (risen, percent, gone, members)
    assert (means.fallen, means.fall_percent) == fallen
    assert means.size == (catalogue.RISE_OF_WITHDRAWN if gone else max(percent, fallen[1]))


def test_what_is_in_the_shop_comes_back_as_a_file_and_changes_nothing(brand: Brand) -> None:
    programme = programmes.get(brand.programme_id)
    offers = [
        an_offer("a", {10_050: 100, 50_000: 700}, brand, min_points=50, money_rate=80, per_member_limit=3, tier="gold",
                 starts_at=datetime(2026, 11, 30, 21, 0, tzinfo=ZoneInfo("UTC")), ends_at=datetime(2026, 12, 31, 21, 0, tzinfo=ZoneInfo("UTC"))),
        some_facts(brand, external_ref="b", **RANGE | {"rate_points": 150, "rate_value": 10_000}),
    ]  # fmt: skip
    with transaction():
        catalogue.publish(brand.programme_id, catalogue.SOURCE, offers, now=NOW)
    shown = catalogue.in_shop(programme.id, partner_id=brand.partner_id, source=catalogue.SOURCE)
    assert [one._replace(row=0) for one in shown] == [one._replace(row=0) for one in offers]
    for kind in ("csv", "xlsx"):
        file = io.BytesIO()
        catalogue.write_file(programme, partner_id=brand.partner_id, kind=kind, file=file)
        with transaction():
            found = catalogue.load_file(programme, f"f.{kind}", file.getvalue(), apply=True, now=NOW)
        assert (found.nothing, found.unchanged) == (True, 2), found.changes


def test_who_edits_a_file_that_was_taken_before_another_change_is_told(brand: Brand) -> None:
    programme = programmes.get(brand.programme_id)
    with transaction():  # another partner publishes, too, and counts for itself
        catalogue.publish(programme.id, SOURCE, [some_facts(a_brand(programme))], whole=True, now=NOW)

    def edited(**prices: str) -> bytes:
        file = io.BytesIO()
        catalogue.write_file(programme, partner_id=brand.partner_id, kind="csv", file=file)
        text = file.getvalue().decode("utf-8-sig")
        for old, new in prices.items():
            text = text.replace(f",{old[1:]},", f",{new},")
        return text.encode()

    def told(content: bytes) -> list[str]:
        given = Given(programme.id, brand.partner_id, "f.csv", content, b"", {})
        problems = Problems("f.csv")
        with transaction():
            catalogue.RUN.check(given, problems, NOW)
        return [str(one) for one in problems.told]

    with transaction():
        first = [an_offer("a", {10_000: 101}, brand), an_offer("b", {10_000: 102}, brand)]
        catalogue.publish(programme.id, catalogue.SOURCE, first, now=NOW)
    hers = edited(p101="111")
    assert told(hers) == []
    with transaction():
        catalogue.publish(programme.id, catalogue.SOURCE, [an_offer("a", {10_000: 121}, brand), first[1]], now=NOW)
    assert told(edited(p121="131")) == []
    assert told(re.sub(rb",1(\r?\n)", rb",\1", hers)) == [], "a file without it is taken as it is"
    early = told(re.sub(rb",1(\r?\n)", rb",9\1", hers))
    assert early == [
        "the file names publication 9, and the last one is 2: what has changed since it was made cannot be told"
    ]
    newest = catalogue.publications(programme.id, partner_id=brand.partner_id)[0]
    assert newest.id == last(brand)
    assert catalogue.version(brand.partner_id) == newest.number == 2
    assert told(hers) == [
        "the file was made from publication 1, and the shop is at 2; offers changed since: 1",
        f"row 2: the offer has changed in the shop since this file was taken (publication {newest.number}); the file would undo that",
    ]
