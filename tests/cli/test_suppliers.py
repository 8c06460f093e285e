"""`vitrina suppliers`: the operator connects a programme, sees how it stands, fetches what is sold there, and ends it."""

import json
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from marketplace import partners
from marketplace.cli.imports import group as imports
from marketplace.cli.suppliers import suppliers
from marketplace.core.db import execute, transaction
from marketplace.integrations.suppliers.adapters import ADAPTERS
from marketplace.integrations.suppliers.practice import app
from marketplace.integrations.suppliers.reloadly_api import Reloadly
from marketplace.jobs.runs import carry_on
from tests.builders.orders import codes_in_stock
from tests.builders.programmes import a_programme
from tests.builders.runs import checked, started
from tests.builders.suppliers import FIXED, PRODUCT, SOURCE, connected, practice

SECRET = "a-secret-of-theirs"


def test_an_operator_connects_a_supplier_fetches_its_catalogue_and_closes_it(
    ctx: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with transaction():
        programme = a_programme()
    slug, file = programme.slug, tmp_path / "products.json"

    def vitrina(*arguments: str) -> Result:
        return ctx.test_cli_runner().invoke(suppliers, [*arguments])

    def connect(url: str) -> Result:
        return vitrina(
            "connect", "reloadly", "--programme", slug, "--name", "Reloadly", "--url", url, "--client-id", "us", "--secret", SECRET
        )  # fmt: skip

    assert "begin with https://" in connect("http://giftcards.example").output
    assert execute("SELECT count(*) FROM supplier_connections").scalar_one() == 0
    made = connect("https://giftcards.example")
    assert (made.exit_code, made.output) == (0, "Reloadly: well\n")
    assert SECRET not in str(execute("SELECT to_jsonb(s) FROM supplier_connections s").scalar_one())
    with practice(monkeypatch) as (_, url):
        with transaction():
            connected(programme, url)
        monkeypatch.setitem(ADAPTERS, "reloadly", Reloadly)  # an operator waits as long as the product does
        fetched = vitrina("catalogue", SOURCE, str(file), "--programme", slug)
    assert fetched.exit_code == 0, fetched.output
    products = json.loads(file.read_text(encoding="utf-8"))["content"]
    assert PRODUCT in {str(one["productId"]) for one in products}
    assert f"{len(products)} products" in fetched.output
    silent = vitrina("catalogue", SOURCE, str(file), "--programme", slug)
    assert silent.exit_code == 1, "nobody is there any more"
    assert vitrina("close", SOURCE, "--programme", slug).output == "closed\n"
    listed = [line.split()[1:] for line in vitrina("list").output.splitlines()]
    assert listed == [["reloadly", "Reloadly", "well"], [SOURCE, "Practice", "closed"]]
    unknown = vitrina("close", "nobody", "--programme", slug)
    assert unknown.exit_code == 1
    assert "no connection for nobody" in unknown.output


def test_what_the_supplier_has_dropped_leaves_the_shop_with_its_next_list(
    ctx: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with transaction():
        programme = a_programme()
    file = tmp_path / "products.json"

    def taken(products: tuple[dict[str, object], ...]) -> list[tuple[str, str, bool]]:
        """What is in the shop after the list of these products was fetched and imported."""
        monkeypatch.setattr(app, "PRODUCTS", products)
        with practice(monkeypatch) as (_, url):
            with transaction():
                connected(programme, url, source="reloadly")
            monkeypatch.setitem(ADAPTERS, "reloadly", Reloadly)
            for group, asked in (
                (suppliers, ("catalogue", "reloadly", str(file))),
                (imports, ("reloadly", str(file), "--rate", "RUB=2", "--apply")),
            ):
                done = ctx.test_cli_runner().invoke(group, [*asked, "--programme", programme.slug])
                assert done.exit_code == 0, done.output
        rows = execute("SELECT external_ref, fulfilment, published FROM offers ORDER BY external_ref")
        return [(row.external_ref, row.fulfilment, row.published) for row in rows]

    every = app.PRODUCTS
    assert taken(every) == [(PRODUCT, "supplier", True), (FIXED, "supplier", True)]
    assert taken(every[:1]) == [(PRODUCT, "supplier", True), (FIXED, "supplier", False)]
    assert taken(every) == [(PRODUCT, "supplier", True), (FIXED, "supplier", True)]


def test_codes_that_are_loaded_for_a_product_are_sold_before_any_is_bought(ctx: Flask) -> None:
    with transaction():
        programme = a_programme()
    product = dict(app.PRODUCTS[1])

    def sold_from() -> str:
        run = started(checked(programme, "reloadly", json.dumps([product]), rates="RUB=2"))
        assert carry_on(run.id).state in ("applied", "checked")
        return str(execute("SELECT fulfilment FROM offers").scalar_one())

    assert sold_from() == "stock", "nothing is bought without a connection"
    with transaction():
        connected(programme, "http://127.0.0.1:9", source="reloadly")
        row = execute("SELECT id, brand_id FROM denominations ORDER BY value LIMIT 1").one()
        codes_in_stock(partners.brand(row.brand_id), row.id, 1)
    product["productName"] = "Полярная ночь, карта"
    assert sold_from() == "stock"
    with transaction():
        execute("DELETE FROM free_codes")
    product["productName"] = "Полярная ночь"
    assert sold_from() == "supplier"
