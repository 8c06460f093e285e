"""Codes at a partner's desk: what is in stock, how long it lasts, and a batch that is taken off the shelf."""

import csv
import io
import re
from datetime import timedelta

import pytest
from flask import Flask

from marketplace import orders, partners
from marketplace.core import clock, formats
from marketplace.core.db import transaction
from marketplace.jobs.stock import look_at
from tests.builders.orders import a_member, an_order, codes_in_stock
from tests.builders.tills import a_card, use
from tests.web.partner.desk import Desk


def batch_of(desk: Desk, slug: str) -> int:
    [row] = desk.rows(
        "SELECT t.id FROM batches t JOIN brands b ON b.id = t.brand_id WHERE b.slug = %(slug)s", slug=slug
    )
    return int(row.id)


@pytest.fixture
def batch(desk: Desk) -> int:
    """The batch of the desk's own brand."""
    return batch_of(desk, desk.brand)


def load(desk: Desk, count: int) -> list[str]:
    """More codes of the desk's own brand; needs a transaction."""
    brand = partners.brand_by_slug(desk.programme_id, desk.brand)
    return codes_in_stock(brand, desk.shelf.denomination_id or 0, count)


def test_partner_sees_own_batches_with_what_is_left_and_nobody_elses(app: Flask, desk: Desk, batch: int) -> None:
    theirs = batch_of(desk, desk.their_brand)
    editor = desk.of("catalogue")
    page = editor.get(f"{desk.home}/codes")
    assert page.status_code == 200
    assert desk.at(f"codes/batches/{batch}") in page.text
    assert desk.at(f"codes/batches/{theirs}") not in page.text
    assert "few left" not in page.text, "nobody has bought one"
    own = editor.get(f"{desk.home}/codes/batches/{batch}")
    assert own.status_code == 200
    other = desk.of("competitor").get(f"{desk.away}/codes/batches/{theirs}")
    for shown in (own, other):
        number = re.search(r"Number</dt>\s*<dd[^>]*>\s*(\d+)", shown.text)
        assert number is not None
        assert number[1] == "1", "each partner counts its own"
    for path in (
        f"{desk.home}/codes/batches/{theirs}",
        f"{desk.away}/codes",
        f"{desk.home}/codes/batches/{theirs}/withdrawal",
    ):
        assert editor.get(path).status_code == 404, path
    assert desk.of("cashier").get(f"{desk.home}/codes").status_code == 404


def test_page_says_on_which_day_codes_are_sold_out(app: Flask, desk: Desk) -> None:
    shelf = desk.shelf
    with app.app_context(), transaction():
        load(desk, 60)
        member = a_member(desk.programme, points=100_000)
        for day in range(1, 15):
            an_order(member, shelf, now=clock.now() - timedelta(days=day))
            an_order(member, shelf, now=clock.now() - timedelta(days=day))
    page = desk.of("owner").get(f"{desk.home}/codes").text
    assert "lasts until" in page  # 35 left, two a day
    with app.app_context(), transaction():
        for _ in range(30):
            an_order(member, shelf)
    page = desk.of("owner").get(f"{desk.home}/codes").text
    assert "sold out on" in page
    assert "Show as a table" in page
    [picture] = re.findall(
        r'<svg class="chart chart-slim"[^>]*aria-label="Stock and sales">(.*?)</svg>', page, re.DOTALL
    )
    names = re.findall(r'<text[^>]*text-anchor="middle">([^<]+)</text>', picture)
    today = clock.local_day(clock.now(), desk.programme.time_zone)
    assert formats.day(today, "en", today) in names, "days are named, and today is the last"
    [left] = re.findall(
        r'<svg class="chart chart-slim"[^>]*aria-label="Codes left by value">(.*?)</svg>',
        desk.of("owner").get(f"{desk.home}/").text, re.DOTALL,
    )  # fmt: skip
    assert left.count("<rect") == left.count('class="note"') == 1, "a name for each bar"


def test_withdrawal_asks_for_a_reason_stops_the_sale_and_can_be_taken_back(desk: Desk, batch: int) -> None:
    owner, path = desk.of("owner"), f"{desk.home}/codes/batches/{batch}"
    assert "are no longer sold" in owner.get(f"{path}/withdrawal").text
    assert owner.post(f"{path}/withdrawal", why="").status_code == 422
    assert owner.post(f"{path}/withdrawal", why="The list leaked").status_code == 303
    assert desk.rows("SELECT FROM free_codes WHERE denomination_id = %(of)s", of=desk.shelf.denomination_id) == []
    assert "The list leaked" in owner.get(path).text
    assert owner.post(f"{path}/withdrawal", why="Again").status_code == 409
    assert owner.post(f"{path}/release", why="It did not").status_code == 303
    assert len(desk.rows("SELECT FROM free_codes WHERE denomination_id = %(of)s", of=desk.shelf.denomination_id)) == 3
    [record] = desk.rows("SELECT actor_id FROM audit_records WHERE action = 'codes.release'")
    assert record.actor_id == desk.ids["owner"]


def test_export_names_batches_and_never_a_code(desk: Desk) -> None:
    with desk.app.app_context(), transaction():
        [secret, *_] = load(desk, 2)
    two = desk.rows("SELECT max(id) AS id FROM batches")[0].id
    assert "a batch of fewer than 3 codes has none" in desk.of("owner").get(f"{desk.home}/codes/batches/{two}").text
    answer = desk.of("owner").post(f"{desk.home}/codes/exports", kind="csv")
    assert answer.status_code == 200
    text = answer.get_data().decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(text)))) == 3
    assert secret not in text
    assert secret[-4:] not in text


def test_staff_sees_the_batches_of_all_partners(desk: Desk, batch: int) -> None:
    theirs = batch_of(desk, desk.their_brand)
    page = desk.of("manager").get("/console/codes").text
    assert f"/console/codes/batches/{batch}" in page
    assert f"/console/codes/batches/{theirs}" in page
    assert desk.of("manager").get(f"/console/codes?brand={desk.brand}").status_code == 200


def test_partner_says_when_a_value_runs_low_and_today_says_that_it_does(app: Flask, desk: Desk) -> None:
    owner, of = desk.of("owner"), desk.shelf.denomination_id
    path = f"{desk.home}/codes/values/{of}/threshold"
    assert "by sales" in owner.get(f"{desk.home}/codes").text
    assert "runs low" not in owner.get(f"{desk.home}/").text
    assert "fewer than 3 codes, or when" in owner.get(path).text
    assert owner.post(path, codes="many").status_code == 422
    assert owner.post(path, codes="4").status_code == 303
    assert "below 4" in owner.get(f"{desk.home}/codes").text
    today = owner.get(f"{desk.home}/").text
    assert "1 value runs low." in today, "as the page of codes says it, before anything was noted and told"
    with app.app_context():
        look_at(clock.now())
    [brand] = desk.rows(
        f"SELECT b.name_en AS name FROM denominations d JOIN offers o ON o.id = d.offer_id JOIN brands b ON b.id = o.brand_id WHERE d.id = {of}"
    )
    assert f">{brand.name}: " in today, "with the name of its brand"
    assert "Load codes: 1 value runs low" in today
    assert owner.post(path, codes="").status_code == 303
    assert desk.rows("SELECT FROM stock_thresholds") == []
    assert "runs low" not in owner.get(f"{desk.home}/").text, "and no longer"
    theirs = desk.beside.denomination_id
    assert owner.post(f"{desk.home}/codes/values/{theirs}/threshold", codes="4").status_code == 404
    [record] = desk.rows(
        "SELECT before, after FROM audit_records WHERE action = 'codes.set_threshold' ORDER BY id LIMIT 1"
    )
    assert (record.before["codes"], record.after["codes"]) == (None, 4)


def test_redemptions_of_the_tills_stand_beside_sales_on_today(app: Flask, desk: Desk) -> None:
    with app.app_context(), transaction():
        card, _code = a_card(desk.shelf)
        use(card, 8_000, now=clock.now())
    today = desk.of("owner").get(f"{desk.home}/").text
    assert "Redemptions by day" in today
    assert "₽80" in today


def test_brands_are_called_by_the_name_of_the_pages_language(desk: Desk, batch: int) -> None:
    owner = desk.of("owner")
    for path in ("/codes", "/sales", "/shops"):
        assert "Детский" not in owner.get(f"{desk.home}{path}").text, path
    assert "Detsky Mir" in owner.get(f"{desk.home}/codes").text


def test_partner_decides_which_codes_that_came_back_are_sold_again_and_sees_nobody_elses(
    app: Flask, desk: Desk
) -> None:
    with app.app_context(), transaction():
        member = a_member(desk.programme, points=5_000)
        for shelf in (desk.shelf, desk.shelf, desk.beside):
            orders.cancel(an_order(member, shelf), why="", now=clock.now())
    mine, other, theirs = (row.id for row in desk.rows("SELECT id FROM code_returns ORDER BY id"))
    held, editor = f"{desk.home}/returned-codes", desk.of("catalogue")
    page = editor.get(held).text
    links = [desk.at(f"returned-codes/{one}") for one in (f"{mine}/restocking", f"{other}/retirement")]
    assert [link in page for link in links] == [True, True]
    assert desk.at(f"returned-codes/{theirs}/restocking") not in page
    assert "Decide about 2 held codes" in desk.of("owner").get(f"{desk.home}/").text
    assert "Nobody has been shown this code here." in editor.get(f"{held}/{mine}/restocking").text
    assert "Load a new one to replace it." in editor.get(f"{held}/{other}/retirement").text
    [left] = desk.rows("SELECT count(*) AS codes FROM free_codes")

    assert editor.post(f"{held}/{mine}/restocking").status_code == 303
    unexplained = editor.post(f"{held}/{other}/retirement", why=" ")
    assert (unexplained.status_code, "Say why" in unexplained.text) == (422, True)
    assert editor.post(f"{held}/{other}/retirement", why="blocked by us").status_code == 303
    assert editor.post(f"{held}/{other}/restocking").status_code == 409, "decided already"
    assert desk.rows("SELECT count(*) AS codes FROM free_codes") == [(left.codes + 1,)]
    kept = desk.rows(
        "SELECT action, actor_kind, actor_id, why, before, after FROM audit_records WHERE action IN ('codes.restock', 'codes.retire') ORDER BY id"
    )
    assert [
        (one.action, one.actor_kind, one.actor_id, one.why, one.before["state"], one.after["state"]) for one in kept
    ] == [
        ("codes.restock", "user", desk.ids["catalogue"], "", "waiting", "restocked"),
        ("codes.retire", "user", desk.ids["catalogue"], "blocked by us", "waiting", "retired"),
    ]
    assert "No codes are waiting" in editor.get(held).text

    for deed in ("restocking", "retirement"):
        for path in (f"{held}/{theirs}/{deed}", f"{desk.away}/returned-codes/{theirs}/{deed}"):
            assert (editor.get(path).status_code, editor.post(path, why="mine").status_code) == (404, 404), path
    for person in ("cashier", "accountant"):
        assert desk.of(person).get(held).status_code == 404
    taken = desk.of("competitor").post(f"{desk.away}/returned-codes/exports", kind="csv")
    assert len(list(csv.DictReader(io.StringIO(taken.text.removeprefix("\ufeff")), delimiter=";"))) == 1
    assert desk.rows("SELECT count(*) AS decided FROM code_return_decisions") == [(2,)]
