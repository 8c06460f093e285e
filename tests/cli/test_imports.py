"""`vitrina import`: what the operator sees, and what is done only when they say so."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from marketplace import partners, shop
from marketplace.cli.imports import group
from marketplace.core.db import execute, transaction
from marketplace.programmes import Programme
from tests.builders.catalogue import NOW, an_offer
from tests.builders.codes import TODAY
from tests.builders.partners import a_brand, the_shelves
from tests.builders.programmes import a_programme

Run = Callable[..., Result]
RATES = ["USD=140", "EUR=155.5", "CAD=100", "AED=38", "GBP=180", "SAR=37"]
BRANDS = """brand;partner;partner_name_ru;partner_name_en;name_ru;name_en;category;cities;online;keywords
detsky-mir;veresk;Вереск;Veresk;Детский мир;Detsky Mir;kids;;yes;дм
lenta;veresk;;;Лента;Lenta;home;moscow, omsk;no;
"""
OFFERS = """offer;brand;title_ru;title_en;value;price_points
card;detsky-mir;Подарочная карта;Gift card;300;450
card;detsky-mir;Подарочная карта;Gift card;500;700
"""


@pytest.fixture
def programme(ctx: Flask) -> Programme:
    """A programme, shelves and two cities."""
    with transaction():
        the_shelves()
        execute("INSERT INTO cities (slug, name_ru, name_en) VALUES ('moscow', 'М', 'M'), ('omsk', 'О', 'O')")
        return a_programme()


@pytest.fixture
def run(ctx: Flask, programme: Programme, tmp_path: Path) -> Run:
    """Runs an import of a file with this text."""

    def run(command: str, content: str | bytes | Path, *options: str, name: str = "file.csv") -> Result:
        path = content if isinstance(content, Path) else tmp_path / name
        if not isinstance(content, Path):
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return ctx.test_cli_runner().invoke(group, [command, str(path), "--programme", programme.slug, *options])

    return run


def count(table: str) -> int:
    return int(execute(f"SELECT count(*) AS n FROM {table}").one().n)


def test_brands_offers_and_codes_one_after_the_other(run: Run, programme: Programme) -> None:
    preview = run("brands", BRANDS)
    assert (preview.exit_code, count("brands")) == (0, 0)
    assert "+ row 2: detsky-mir (Детский мир)" in preview.output
    assert "Brands: 2 new, 0 changed, 0 unchanged, 0 withdrawn." in preview.output
    assert "--apply does it" in preview.output
    assert run("brands", BRANDS, "--apply").output.endswith("Done.\n")
    happened = execute("SELECT DISTINCT what, actor, why FROM partner_events").all()
    assert [tuple(one) for one in happened] == [("approved", "operator", "file.csv")], (
        "whoever came with it is approved, once"
    )
    assert partners.brand_by_slug(programme.id, "lenta").city_slugs == ["moscow", "omsk"]
    assert run("catalogue", OFFERS, "--apply").exit_code == 0
    assert shop.total(programme.id, now=NOW) == 0
    codes = "code;pin\n219E01BE;0042\n0000777;\n"
    loaded = run("codes", codes, "--brand", "detsky-mir", "--value", "300", "--apply")
    assert "+ card, ₽300: 2 codes" in loaded.output
    assert shop.total(programme.id, now=NOW) == 1
    again = run("codes", codes, "--brand", "detsky-mir", "--value", "300", "--apply")
    assert "2 codes are there already: row 2, 3" in again.output
    assert "Nothing to do" in again.output
    for command, text in (("brands", BRANDS), ("catalogue", OFFERS)):
        assert "Nothing to do" in run(command, text, "--apply").output


def test_brand_shows_what_changes(run: Run, programme: Programme) -> None:
    run("brands", BRANDS, "--apply")
    moved = run("brands", BRANDS.replace("Детский мир", "Детмир").replace(";no;", ";yes;"), "--apply")
    assert "name_ru: Детский мир → Детмир" in moved.output
    assert "online: False → True" in moved.output
    assert "Brands: 0 new, 2 changed, 0 unchanged, 0 withdrawn." in moved.output
    assert partners.brand_by_slug(programme.id, "detsky-mir").name_ru == "Детмир"


def test_wrong_brands_are_named_and_nothing_is_changed(run: Run) -> None:
    text = BRANDS + "lenta;other;;;Лента;Lenta;nowhere;tomsk;perhaps;\nBig;veresk;;;Б;B;kids;;;\n"
    refused = run("brands", text, "--apply")
    assert (refused.exit_code, count("brands"), count("partners")) == (1, 0, 0)
    for said in (
        "file.csv, row 4, column online: is neither yes nor no",
        "file.csv, row 5, column brand: is not a short name: up to 80 small Latin letters, digits and hyphens",
        "Nothing was changed.",
    ):
        assert said in refused.output
    refused = run("brands", text.replace("perhaps", "да").replace("Big", "big"), "--apply")
    for said in (
        "row 4, column brand: the same brand as in row 3",
        "row 4, column category: there is no such category",
        "row 4, column cities: names an unknown city",
        "row 4, column partner: is not known: fill in partner_name_ru and partner_name_en too",
    ):
        assert said in refused.output


def test_codes_are_never_shown(run: Run) -> None:
    run("brands", BRANDS, "--apply")
    run("catalogue", OFFERS, "--apply")
    for text in ("code\nCANARY-ONE\ncanary one\n", "code\nCANARY-TWO\n", "code;expires_on\nCANARY-3;2020-01-01\n"):
        for options in (("--value", "300"), ("--value", "301"), ()):
            done = run("codes", text, "--brand", "detsky-mir", *options)
            assert "CANARY" not in done.output.upper()
    assert count("codes") == 0


@pytest.mark.parametrize(
    ("command", "options", "said"),
    [
        ("codes", ("--brand", "nobody", "--value", "1"), "not known: brand nobody"),
        ("catalogue", ("--programme", "nobody"), "not known"),
        ("catalogue", (), "the file is empty"),
        ("reloadly", ("--rate", "USD"), "enter points above 0"),
        ("reloadly", ("--rate", "USD=-1"), "enter points above 0"),
        ("reloadly", ("--rate", "DOLLAR=1"), "three-letter currency"),
        ("reloadly", (), "this is not JSON"),
    ],
)
def test_what_is_not_known_is_said_in_one_line(run: Run, command: str, options: tuple[str, ...], said: str) -> None:
    done = run(command, "", *options)
    assert done.exit_code in (1, 2)
    assert said in done.output
    assert "Traceback" not in done.output


def test_real_supplier_catalogue_is_taken_whole(run: Run, programme: Programme, real_data: Path) -> None:
    file = real_data / "giftcards" / "reloadly_products_paged.json"
    options = [part for rate in RATES for part in ("--rate", rate)]
    preview = run("reloadly", file, *options)
    assert preview.exit_code == 0, preview.output
    assert "Offers: 200 new, 0 changed, 0 unchanged, 0 withdrawn." in preview.output
    assert "… and" not in preview.stderr
    assert count("offers") == count("brands") == 0
    assert run("reloadly", file, *options, "--apply").exit_code == 0
    assert (count("offers"), count("brands"), count("partners")) == (200, 8, 1)
    assert count("publication_runs") == 1, "it is known who brought it"
    anghami = execute(
        """SELECT o.title_ru, o.currency, d.value, d.price_points FROM offers o JOIN denominations d ON d.offer_id = o.id
           WHERE o.external_ref = '14154' ORDER BY d.value"""
    ).all()
    assert ("SAR", 6499, 2405) in [
        (row.currency, row.value, row.price_points) for row in anghami
    ]  # 64.99 × 37, rounded up
    assert anghami[0].title_ru == "Anghami KSA, Саудовская Аравия"
    assert execute("SELECT min(price_points) AS least FROM denominations").one().least >= 1
    assert count("denominations") == sum(
        len(set(product["fixedRecipientDenominations"])) for product in json.loads(file.read_bytes())["content"]
    )
    assert "Nothing to do" in run("reloadly", file, *options, "--apply").output
    dearer = run("reloadly", file, *[o.replace("USD=140", "USD=141") for o in options])
    assert "0 new, " in dearer.output
    assert "0 withdrawn" in dearer.output
    assert shop.total(programme.id, now=NOW) == 0  # no codes yet


def test_supplier_currency_without_a_rate_is_named_once(run: Run, real_data: Path) -> None:
    done = run("reloadly", real_data / "giftcards" / "reloadly_products_paged.json", "--rate", "USD=140", "--apply")
    assert (done.exit_code, count("offers")) == (1, 0)
    assert done.output.count("no rate is given for EUR") == 1


def test_codes_of_a_day_long_past_are_refused(run: Run, programme: Programme) -> None:
    with transaction():
        an_offer(a_brand(programme, slug="brand"), stock=0)
    done = run("codes", f"code;expires_on\nAAAA1111;{TODAY.replace(year=2020)}\n", "--brand", "brand", "--value", "300")
    assert "row 2, column expires_on: the code has expired" in done.output


def test_supplier_list_is_previewed_and_its_odd_products_are_named(run: Run) -> None:
    product = {
        "productId": 1, "productName": "Shop", "denominationType": "FIXED", "recipientCurrencyCode": "USD",
        "fixedRecipientDenominations": [64.99], "brand": {"brandId": 7, "brandName": "Shop"},
    }  # fmt: skip
    text = json.dumps([product, product | {"productId": 2, "denominationType": "ODD"}])
    preview = run("reloadly", text, "--rate", "USD=140")
    assert "Offers: 1 new, 0 changed, 0 unchanged, 0 withdrawn." in preview.output
    assert "file.csv, row 2, column denominationType: is neither FIXED nor RANGE" in preview.stderr
    assert count("offers") == count("brands") == count("partners") == 0
    done = run("reloadly", text, "--rate", "USD=140", "--apply", "--category", "games")
    assert (done.exit_code, count("offers"), count("brands")) == (0, 1, 1)
    assert [shelf.slug for shelf in partners.categories()][-1] == "games"


def test_a_page_of_a_supplier_withdraws_nothing_and_a_whole_list_does(run: Run) -> None:
    product = {
        "productId": 1, "productName": "Shop", "denominationType": "FIXED", "recipientCurrencyCode": "USD",
        "fixedRecipientDenominations": [64.99], "brand": {"brandId": 7, "brandName": "Shop"},
    }  # fmt: skip
    both = [product, product | {"productId": 2}]
    assert run("reloadly", json.dumps(both), "--rate", "USD=140", "--apply").exit_code == 0
    assert "0 withdrawn" in run("reloadly", json.dumps(both[:1]), "--rate", "USD=140").output
    page = {"content": both[:1], "first": True, "last": False, "totalElements": 2}
    assert "0 withdrawn" in run("reloadly", json.dumps(page), "--rate", "USD=140").output
    whole = page | {"last": True, "totalElements": 1}
    assert "1 withdrawn" in run("reloadly", json.dumps(whole), "--rate", "USD=140").output


@pytest.mark.parametrize("rate", ["USD=1e3", "USD=١٤٠", "USD=1_40", "USD=1,400"])
def test_rate_is_read_by_the_one_parser_of_numbers(run: Run, rate: str) -> None:
    done = run("reloadly", "[]", "--rate", rate)
    assert (done.exit_code, "enter points above 0" in done.output) == (2, True)


def odd(name: str) -> Path:
    """A file that somebody's program really wrote; skips where the shared files are not beside the checkout."""
    path = Path(__file__).parents[3] / "shared" / "data" / "odd" / name
    if not path.exists():
        pytest.skip("the folder of odd files is not here")
    return path


def test_odd_names_are_kept_for_reading_or_refused_by_row_and_doubtful_numbers_are_refused(
    run: Run, programme: Programme
) -> None:
    assert run("brands", BRANDS, "--apply").exit_code == 0
    for file, rows in (("brands_odd_names.csv", (2, 5)), ("offers_odd_names.csv", range(2, 9))):
        refused = run("catalogue" if "offers" in file else "brands", odd(file), "--apply")
        assert {int(row) for row in re.findall(r"row (\d+)", refused.output)} == set(rows), refused.output
    head, *lines = odd("brands_odd_names.csv").read_bytes().split(b"\r\n")
    good = [line for line in lines if not line.startswith((b"alt-enter", b"tab-name"))]
    assert run("brands", b"\r\n".join([head, *good]), "--apply").exit_code == 0
    kept = {row.slug: row.name_ru for row in execute("SELECT slug, name_ru FROM brands")}
    assert "\N{SOFT HYPHEN}" not in kept["soft-hyphen"]
    assert kept["nbsp-name"] == "Л’Этуаль\N{NO-BREAK SPACE}Про", "good typography stays"
    assert (kept["emoji-name"], kept["rtl-name"]) == ("Подарки 🎁 Кавказа", "سوق الهدايا")
    assert kept["quote-name"] == '"Ромашка", ООО; филиал'
    assert run("brands", odd("brands_nbsp_name.csv"), "--apply").exit_code == 0, "said again, alone"
    with transaction():
        an_offer(partners.brand_by_slug(programme.id, "nbsp-name"), stock=1)
    found = shop.tiles(programme.id, q="летуаль про", now=NOW).items
    assert [tile.slug for tile in found][:1] == ["nbsp-name"], "found by a plain space"
    doubtful = run("catalogue", odd("catalogue_thousands_dot.csv"), "--apply")
    assert doubtful.output.count("could be a thousand or a fraction") == 2
