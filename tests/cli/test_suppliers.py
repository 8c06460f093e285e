"""`vitrina suppliers`: the operator connects a programme, sees how it stands, fetches what is sold there, and ends it."""

import json
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from marketplace.cli.suppliers import suppliers
from marketplace.core.db import execute, transaction
from marketplace.integrations.suppliers.adapters import ADAPTERS
from marketplace.integrations.suppliers.reloadly_api import Reloadly
from tests.builders.programmes import a_programme
from tests.builders.suppliers import PRODUCT, SOURCE, connected, practice

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
