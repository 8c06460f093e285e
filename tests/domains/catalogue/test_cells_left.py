"""A blank or absent cell leaves what the shop has, a mark clears it; a reference belongs to the partner that gave it."""

import io
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import xlsxwriter
from flask import Flask

from marketplace import catalogue, partners
from marketplace.catalogue import OfferFacts, sheet
from marketplace.core.db import transaction
from marketplace.core.problems import FileRefused, Problems
from marketplace.programmes import Programme
from marketplace.runs import Given
from tests.builders.catalogue import NOW
from tests.builders.partners import a_brand
from tests.builders.programmes import a_programme
from tests.builders.runs import checked

CARD = """offer;brand;title_ru;title_en;fulfilment;min_points;money_per_point;per_member_limit;ends_on;value;price_points;old_price_points
card;lenta;Карта;Card;own;100;0,8;3;31.12.2027;300;450;500
card;lenta;;;;;;;;1000;1400;
"""
RANGE = """offer;brand;title_ru;title_en;fulfilment;value_min;value_max;value_step;points_per_100
any;lenta;Любая;Any;own;500;5000;100;150
"""


@pytest.fixture
def programme(ctx: Flask) -> Programme:
    with transaction():
        made = a_programme()
        for slug in ("lenta", "magnit"):
            a_brand(made, slug=slug)
    return made


def load(programme: Programme, text: str) -> None:
    with transaction():
        catalogue.load_file(programme, "offers.csv", text.encode(), apply=True, now=NOW)


def in_shop(programme: Programme, brand: str = "lenta") -> list[OfferFacts]:
    partner = partners.brand_by_slug(programme.id, brand).partner_id
    return catalogue.in_shop(programme.id, partner_id=partner, source=catalogue.SOURCE)


def test_same_moment_in_another_zone_is_no_change() -> None:
    base = OfferFacts(1, "card", "lenta", "gift_card", "К", "C", "own", "RUB")
    ends = datetime(2027, 12, 31, 21, tzinfo=UTC)
    moscow = ends.astimezone(ZoneInfo("Europe/Moscow"))
    assert base._replace(ends_at=ends).fingerprint() == base._replace(ends_at=moscow).fingerprint()
    assert base._replace(ends_at=ends).fingerprint() != base._replace(starts_at=ends).fingerprint()


@pytest.mark.parametrize("text", [CARD, RANGE])
def test_file_of_references_alone_changes_nothing(programme: Programme, text: str) -> None:
    load(programme, text)
    before = [one._replace(row=0) for one in in_shop(programme)]
    load(programme, "offer;title_ru\n" + text.splitlines()[1].partition(";")[0] + ";\n")
    assert [one._replace(row=0) for one in in_shop(programme)] == before


def test_absent_and_blank_cells_leave_what_is_there(programme: Programme) -> None:
    load(programme, CARD)
    load(programme, "offer;title_en;value;price_points\ncard;A card;300;460\ncard;;1000;\n")
    (card,) = in_shop(programme)
    assert (card.title_ru, card.title_en, card.min_points, card.money_rate) == ("Карта", "A card", 100, 80)
    assert (card.fulfilment, card.per_member_limit, card.ends_at is None) == ("own", 3, False)
    assert card.denominations == ((30_000, 460, 500), (100_000, 1400, None))


def test_title_that_was_emptied_stays_and_the_preview_says_so_once(programme: Programme) -> None:
    load(programme, CARD)
    told = checked(programme, "catalogue", "offer;title_ru;value\ncard;;300\ncard;;1000\n").preview["told"]
    said = [one["reason"] % one["facts"] for one in told]
    assert said == ["offers whose title_ru is empty, so that it stays as it is in the shop: 1"]


def test_mark_clears_what_is_there(programme: Programme) -> None:
    load(programme, CARD)
    cleared = "offer;min_points;money_per_point;per_member_limit;ends_on;value;price_points;old_price_points\n"
    load(programme, cleared + "card;-;—;–;-;300;;-\ncard;;;;;1000;;\n")
    (card,) = in_shop(programme)
    assert (card.min_points, card.money_rate, card.per_member_limit, card.ends_at) == (None, None, None, None)
    assert card.denominations == ((30_000, 450, None), (100_000, 1400, None))


def test_range_gives_way_to_denominations_once_it_is_cleared(programme: Programme) -> None:
    load(programme, RANGE)
    with pytest.raises(FileRefused) as refused:
        load(programme, "offer;value;price_points\nany;300;450\n")
    assert [str(one.reason) for one in refused.value.problems] == ["an offer has denominations or a range, not both"]
    load(programme, "offer;value_min;value_max;value_step;points_per_100;value;price_points\nany;-;-;-;-;300;450\n")
    assert [one.denominations for one in in_shop(programme)] == [((30_000, 450, None),)]


def test_new_offer_still_needs_its_names_and_its_brand(programme: Programme) -> None:
    with pytest.raises(FileRefused) as refused:
        load(programme, "offer;value;price_points\ncard;300;450\n")
    assert {one.column for one in refused.value.problems} == {"brand", "title_ru", "title_en"}


def test_reference_of_another_partner_is_free_and_his_offer_stays(programme: Programme) -> None:
    load(programme, CARD)
    theirs = in_shop(programme)
    load(programme, CARD.replace("lenta", "magnit").replace(";450;", ";1;"))
    assert in_shop(programme) == theirs
    assert [one.denominations[0][1] for one in in_shop(programme, "magnit")] == [1]


def test_a_file_is_read_once_unless_the_shop_has_moved_on_since_it_was_checked(
    programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[str] = []
    read = sheet.read

    def counted(name: str, *rest: Any) -> list[OfferFacts]:
        reads.append(name)
        return read(name, *rest)

    def check(name: str, text: str) -> Given:
        given = Given(programme.id, None, name, text.encode(), name.encode(), {})
        with transaction():
            checked = catalogue.RUN.check(given, Problems(name), NOW)
        assert checked is not None
        return replace(given, preview=checked.preview)

    def publish(given: Given) -> None:
        with transaction():
            for part in catalogue.RUN.parts(given, 0, 1):
                part.apply(NOW)

    monkeypatch.setattr(sheet, "read", counted)
    publish(check("whole", CARD))
    assert reads == ["whole"]
    assert len(in_shop(programme)) == 1
    titles = check("titles", "offer;title_en\ncard;A card\n")
    load(programme, "offer;value;price_points\ncard;300;460\ncard;1000;\n")
    publish(titles)
    assert reads == ["whole", "titles", "offers.csv", "titles"]
    (card,) = in_shop(programme)
    assert (card.title_en, card.denominations[0][1]) == ("A card", 460), "the blank cell leaves the newer price"


def refused(programme: Programme, text: str) -> list[str]:
    """What a file is refused for, by row and column."""
    with pytest.raises(FileRefused) as no:
        load(programme, text)
    return [f"{one.row} {one.column}: {one.reason}" for one in no.value.problems]


def test_reference_that_looks_like_one_on_sale_is_refused_with_its_letter(programme: Programme) -> None:
    load(programme, CARD)
    head, row = CARD.splitlines()[0], CARD.splitlines()[1]
    assert refused(programme, "\n".join((head, row.replace("card", "c\u0430rd")))) == [
        "2 offer: looks like card, which you sell already: character 2 is the Russian letter “а”"
    ]
    load(programme, "\n".join((head, row.replace("card", "CARD"))))  # one in capitals is another, and can be seen to be
    new = row.replace("card", "new"), row.replace("card", "n\u0435w")
    assert refused(programme, "\n".join((head, *new))) == [
        "3 offer: looks like new in row 2: character 2 is the Russian letter “е”"
    ]


def test_wrong_letter_is_shown_with_its_place(programme: Programme) -> None:
    head = "offer;brand;title_ru;title_en;currency;kind;value;price_points"
    assert refused(programme, f"{head}\nx;lent\u0430;Х;X;RU\u0412;gift_card;1\u041e0;4З0\n") == [
        "2 brand: character 5 is the Russian letter “а”",
        "2 currency: character 3 is the Russian letter “В”",
        "2 value: character 2 is the Russian letter “О”",
        "2 price_points: character 2 is the Russian letter “З”",
    ]


def test_new_value_without_a_price_is_refused_whatever_else_is_wrong_with_its_row(programme: Programme) -> None:
    load(programme, CARD)
    assert refused(programme, "offer;value;price_points\ncard;3000;\n") == ["2 price_points: is missing"]
    head = "offer;brand;title_ru;title_en;currency;value;price_points"
    for row, wrong in (
        ("new;lenta;Х;;;500;", ["title_en", "price_points"]),
        ("new;lenta;Х;X;rubles;500;", ["currency", "price_points"]),
        ("card;;;;rubles;300;", ["currency"]),  # its price is known
    ):
        assert [one.split()[1].rstrip(":") for one in refused(programme, f"{head}\n{row}\n")] == wrong


def merged() -> bytes:
    """A spreadsheet with two cells of one column made one, and a price with its unit."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for number, cells in enumerate((
            ["offer", "brand", "title_ru", "title_en", "fulfilment", "value", "prize_points", "colour"],
            ["card", "", "Карта", "Card", "own", "300", "1 450 ₽", "red"],
            ["card", "", "", "", "", "300", "450", ""],
            ["gift", "lentaa", "", "Gift", "own", "руб. 500", "700", ""],
        )):  # fmt: skip
            page.write_row(number, 0, cells)
        page.merge_range("B2:B3", "lenta")
    return out.getvalue()


def test_everything_wrong_with_a_file_is_told_in_one_check(programme: Programme) -> None:
    with pytest.raises(FileRefused) as refused:
        catalogue.load_file(programme, "offers.xlsx", merged(), apply=True, now=NOW)
    told = {(one.row, one.column): str(one.reason) for one in refused.value.problems}
    expected = {
        (1, "7"): "perhaps it should be price_points; there are: offer, brand,",
        (1, "8"): "the column is not known",
        (2, ""): "the cells B2:B3 are merged into one",
        (2, "price_points"): "is more than a number: write 1450 alone",
        (3, "value"): "the offer has this value twice",
        (4, "value"): "is more than a number: write 500 alone",
        (4, "brand"): "the programme has no such brand",
        (4, "title_ru"): "is missing",
    }
    assert {place: said for place, said in expected.items() if said not in told.get(place, "")} == {}, told
    assert told.keys() == expected.keys()
    assert in_shop(programme) == []
