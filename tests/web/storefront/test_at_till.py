"""A card shown at a till: the code as a pass where tills take it offline, what is left as it moves; and what its owner says he has used."""

from typing import Any

import pytest
from flask import Flask

from marketplace import tills
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.tills.offline import passes
from tests.builders.cardholders import Holder, a_holder
from tests.builders.identity import csrf
from tests.builders.orders import a_shelf
from tests.builders.programmes import set_of
from tests.builders.tills import a_card, a_terminal, goes_offline, on_sale
from tests.web.storefront.test_cards import code_of, read_back, said


@pytest.fixture
def anna(app: Flask) -> Holder:
    return a_holder(app)


def without_pin(holder: Holder) -> None:
    """Her first card is one whose code has no PIN."""
    with holder.app.app_context(), transaction():
        shelf = a_shelf(holder.shelf.programme, stock=0)
        on_sale(shelf, "NOPIN-3F9T-W8QD", pin="")
        holder.cards.insert(0, a_card(shelf, holder.member)[0])
        goes_offline(a_terminal(shelf.brand.partner_id))


def shown(holder: Holder) -> set[str]:
    page = holder.post(f"{holder.page}/till")
    assert page.status_code == 200
    return read_back(page.text.replace("qr qr-large", "qr qr-open"))


def test_the_code_is_shown_large_with_its_record_and_as_it_was_where_no_till_takes_it_offline(anna: Holder) -> None:
    page = anna.post(f"{anna.page}/till")
    assert page.headers["Cache-Control"] == "no-store"
    assert "Остаток сейчас" in said(page.text)
    assert 'class="bright"' in page.text
    assert shown(anna) == {code_of(anna)}
    assert len(anna.rows("SELECT 1 FROM audit_records WHERE action = 'giftcards.reveal'")) == 2
    assert anna.get(f"{anna.page}/till").location == anna.page


def test_where_a_till_takes_it_offline_the_symbol_is_a_pass_and_a_card_with_a_pin_has_none(anna: Holder) -> None:
    partner = _partner(anna)
    with anna.app.app_context(), transaction():
        goes_offline(a_terminal(partner))
    assert shown(anna) == {code_of(anna)}
    without_pin(anna)
    [text] = shown(anna)
    partner = _partner(anna)
    with anna.app.app_context():
        said_by_it = passes.read(text)
        terminal = tills.terminal(partner, tills.all_terms(partner)[0].terminal_id)
        with transaction():
            found = tills.find(terminal, text, now=clock.now())
    assert (said_by_it.value, found.card_id) == (anna.card.remaining, anna.card.id)
    assert "NOPIN" not in text


def _partner(holder: Holder) -> int:
    [row] = holder.rows("SELECT partner_id FROM brands WHERE id = %(id)s", id=holder.card.brand_id)
    return int(row.partner_id)


def test_what_is_left_moves_and_is_told_once(anna: Holder) -> None:
    address = f"{anna.page}/left"
    assert anna.get(f"{address}?seen={anna.card.remaining}").status_code == 204
    anna.use(18_490)
    moved = anna.get(f"{address}?seen={anna.card.remaining}")
    assert "касса списала 184,90" in said(moved.text).replace("\u00a0", " ")
    assert "115,10" in said(moved.text)
    assert anna.get(f"{address}?seen=11510").status_code == 204
    anna.use(11_510)
    over = anna.get(f"{address}?seen=11510")
    assert "Использована полностью" in said(over.text)
    assert "−184,90" in said(over.text).replace("\u00a0", " ")
    anna.buy()
    anna.cards.pop(0)
    anna.change(state="frozen")
    assert anna.get(f"{anna.page}/left?seen={anna.card.remaining}").status_code == 205


def mark(holder: Holder, **form: str) -> Any:
    return holder.http.post(f"{holder.page}/mark", data={"csrf_token": csrf(holder.http)} | form)


def test_what_its_owner_says_he_has_used_orders_his_shelf_and_moves_no_value(anna: Holder) -> None:
    assert mark(anna, how="part", left="100").status_code in (302, 303)
    assert "осталось 100" in said(anna.get(anna.page).text).replace("\u00a0", " ")
    assert anna.card.public_id in anna.get("/cards").text
    mark(anna, how="all")
    mark(anna, how="all")
    assert anna.card.public_id not in anna.get("/cards").text
    assert anna.card.public_id in anna.get("/cards?show=used").text
    assert anna.rows("SELECT rest FROM giftcard_marks ORDER BY id") == [(10_000,), (0,)]
    assert anna.rows("SELECT 1 FROM giftcard_movements") == []
    [card] = anna.rows("SELECT remaining, state FROM giftcards WHERE id = %(id)s", id=anna.card.id)
    assert tuple(card) == (anna.card.value, "active")
    mark(anna, how="none")
    assert anna.card.public_id in anna.get("/cards").text
    for left in ("-1", "much", "300,01"):
        assert mark(anna, how="part", left=left).status_code == 422


def test_a_card_that_asks_for_a_factor_says_that_it_is_not_kept_without_a_connection(app: Flask) -> None:
    holder = a_holder(app, reveal_limit=29_999, fresh=True)
    for limit, asks in ((29_999, True), (30_000, False)):
        with app.app_context(), transaction():
            set_of(holder.shelf.programme, reveal_limit=limit)
        page = holder.post(f"{holder.page}/till").text
        assert ("Для этой карты нужна связь" in page) is asks
        assert ("data-keep=" in page) is not asks
