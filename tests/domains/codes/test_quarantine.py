"""Stock in quarantine: what the database does not know to be handed out is not sold, not loaded again, and waits when it comes back."""

from pathlib import Path
from typing import Any, cast

import pytest
from flask import Flask

from marketplace import codes, giftcards, orders, settlements
from marketplace.core import audit, clock, handed_out, ids, vault
from marketplace.core.db import execute, transaction
from marketplace.core.handed_out import Line
from tests.builders.cardholders import Holder, a_holder
from tests.builders.codes import codes_in_stock
from tests.builders.identity import a_user
from tests.builders.members import a_member
from tests.builders.orders import NOW, Shelf, a_shelf, an_order


@pytest.fixture
def shelf(ctx: Flask) -> Shelf:
    with transaction():
        return a_shelf(stock=3)


def in_quarantine() -> codes.Quarantine:
    with transaction():
        execute("SELECT stock_quarantine('journal', %(at)s)", {"at": NOW})
    with transaction():
        held = codes.quarantine()
    assert held is not None
    return held


def reconcile(*lines: Line) -> codes.Reconciled:
    with transaction():
        held = codes.quarantine()
        assert held is not None
        return codes.reconcile(held, lines, why="looked at both journals", apply=True, now=NOW)


def blind_of_the_next() -> bytes:
    with transaction():
        row = execute("SELECT c.blind FROM free_codes f JOIN codes c ON c.id = f.code_id ORDER BY c.id LIMIT 1").one()
    return bytes(row.blind)


def test_nothing_loaded_is_sold_in_quarantine_and_points_stay(shelf: Shelf) -> None:
    in_quarantine()
    with transaction():
        member = a_member(shelf.programme, points=450)
    with pytest.raises(codes.StockQuarantined), transaction():
        an_order(member, shelf)
    with pytest.raises(codes.StockQuarantined), transaction():
        codes.claim(shelf.denomination_id or 0, today=NOW.date())
    with transaction():
        sale = orders.quote(member, denomination_id=shelf.denomination_id, now=NOW).sale
    with pytest.raises(codes.StockQuarantined), transaction():
        orders.must_be_left(member, sale, now=NOW)
    with transaction():
        assert execute("SELECT count(*) FROM orders").scalar_one() == 0


def test_nothing_is_paid_out_in_quarantine_for_it_may_have_been(shelf: Shelf) -> None:
    in_quarantine()
    with transaction():
        wanted: Any = {"ref": ids.new_ref(), "currency": "RUB", "pays_on": NOW.date(), "by": a_user().id, "now": NOW}
    with pytest.raises(settlements.PaidMaybe), transaction():
        settlements.draft_run(shelf.programme.id, [shelf.brand.partner_id], **wanted)
    before = cast(settlements.Run, None)  # whatever of a run the backup knows
    steps = (
        lambda: settlements.approve_run(before, proposal_id=1, now=NOW),
        lambda: settlements.keep_file(before, kind="1c", name="a.txt", content=b"x", now=NOW),
        lambda: settlements.send_run(before, now=NOW),
        lambda: settlements.send_through_provider(before, now=NOW),
    )
    for step in steps:
        with pytest.raises(settlements.PaidMaybe), transaction():
            step()
    reconcile()
    with pytest.raises(settlements.NothingToPay), transaction():
        settlements.draft_run(shelf.programme.id, [shelf.brand.partner_id], **wanted)


def test_two_that_find_it_behind_make_one_quarantine_and_one_record(shelf: Shelf) -> None:
    assert in_quarantine() == in_quarantine()
    with transaction():
        assert [r.action for r in audit.of_subject("installation:stock", limit=9)] == ["codes.quarantine"]


def test_code_that_a_journal_knows_leaves_the_stock_and_the_others_are_sold(shelf: Shelf) -> None:
    in_quarantine()
    known = blind_of_the_next()

    found = reconcile(Line(NOW, "C1", known, "shown"), Line(NOW, "C2", bytes(16), "sold"))

    assert (found.lines, found.withdrawn, found.unloaded) == (2, 1, 1)
    with transaction():
        assert codes.quarantine() is None
        assert codes.waiting(shelf.programme.id) == 1
        record = audit.of_subject("installation:stock", limit=1)[0]
        assert (record.action, record.why) == ("codes.reconcile", "looked at both journals")
        an_order(a_member(shelf.programme, points=450), shelf)
        assert codes.stock([shelf.denomination_id or 0], today=NOW.date()) == {shelf.denomination_id: 1}
        assert bytes(execute("SELECT c.blind FROM giftcards g JOIN codes c ON c.id = g.code_id").scalar_one()) != known


def test_code_that_was_loaded_and_sold_after_the_backup_is_not_loaded_again(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_quarantine()
    reconcile(Line(NOW, "C1", vault.blind("MARKLOSTCODE42"), "sold"))
    before = blind_of_the_next()
    monkeypatch.setattr("tests.builders.codes.ids.random_symbols", lambda _: "LOSTCODE42")
    with transaction():
        codes_in_stock(shelf.brand, shelf.denomination_id or 0, 1)
        assert codes.stock([shelf.denomination_id or 0], today=NOW.date()) == {shelf.denomination_id: 3}
    assert blind_of_the_next() == before


def test_card_that_was_shown_after_the_backup_comes_back_as_known_to_somebody(shelf: Shelf) -> None:
    with transaction():
        order = an_order(a_member(shelf.programme, points=450), shelf)
        blind = bytes(execute("SELECT c.blind FROM giftcards g JOIN codes c ON c.id = g.code_id").scalar_one())
    held = in_quarantine()
    reconcile(Line(clock.now() if held.at < clock.now() else held.at, "C1", blind, "shown"))
    with transaction():
        orders.cancel(order, why="", now=NOW)
        assert execute("SELECT why FROM code_returns").scalar_one() == "handed_out"


def test_code_is_noted_when_it_is_sold_and_on_the_disk_before_it_is_seen(app: Flask) -> None:
    holder: Holder = a_holder(app)
    assert [line.what for line in handed_out.newest()] == ["sold"]
    with app.app_context(), transaction():
        giftcards.reveal(
            holder.card.public_id,
            programme_id=holder.member.programme_id,
            member_id=holder.member.id,
            now=clock.now(),
            fresh_factor=True,
        )
    sold, shown = handed_out.newest()
    assert (shown.what, shown.blind, shown.card) == ("shown", sold.blind, holder.card.public_id)


def test_code_is_not_shown_while_the_journal_cannot_be_written(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    holder: Holder = a_holder(app)
    (tmp_path / "file").touch()
    monkeypatch.setattr(handed_out, "_folder", tmp_path / "file")
    answer = holder.post(f"{holder.page}/reveals")
    assert answer.status_code == 503
    assert holder.rows("SELECT revealed_at FROM giftcards") == [(None,)]
    assert holder.buy().state == "active", "orders go on: nobody has seen their codes"
