"""The page of points: its numbers agree with the books, its picture with its numbers, its file with its page."""

import csv
import html
import io
import itertools
import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from marketplace import earning, giftcards, ledger, members, orders
from marketplace.core import clock, sheets
from marketplace.core.db import execute, transaction
from marketplace.earning import Operation
from marketplace.jobs import expiry
from marketplace.web.shared import movements
from marketplace.web.shared.pictures import frames, line
from tests.builders.api import Caller, a_caller
from tests.builders.cardholders import Holder, a_holder
from tests.builders.codes import in_the_clear
from tests.builders.identity import sign_in, staff
from tests.builders.ledger import give
from tests.builders.orders import a_shelf, an_order, wrong
from tests.builders.statements import watched

ZONE = ZoneInfo("Europe/Moscow")
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def said(page: str) -> str:
    """The text of a page, without its tags."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).replace("\u00a0", " ").split())


def said_of(holder: Holder, language: str) -> list[tuple[str, str]]:
    """The holder's movements in words, newest first."""
    with holder.app.test_request_context():
        told = movements.say(ledger.history(account(holder), limit=100).items, language)
    return [(said(one.title), said(one.detail)) for one in told]


def account(holder: Holder) -> int:
    return ledger.account(holder.member.programme_id, "member", owner_id=holder.member.id)


def earn(
    holder: Holder,
    points: int,
    expires_on: date | None,
    memo: ledger.Memo | None = None,
    *,
    days_ago: int = 0,
    title: str = "Полёт",
) -> None:
    """Accrue points to the holder."""
    at = clock.now() - timedelta(days=days_ago)
    programme = holder.shelf.programme
    with holder.app.app_context(), transaction():
        give(programme, account(holder), [(points, expires_on)], at=at, memo=memo or {"note": title})


@pytest.fixture
def anna(app: Flask) -> Holder:
    """300 that end in a month, 900 that end in two years; then a card for 450."""
    holder = a_holder(app, points=0, cards=0)
    today = clock.now().astimezone(ZONE).date()
    earn(holder, 900, today + timedelta(days=700))
    earn(holder, 300, today + timedelta(days=30))
    holder.buy()
    return holder


def test_four_numbers_agree_with_the_books(anna: Holder) -> None:
    text = said(anna.get("/points").text)
    assert "Сейчас 750 баллов" in text
    assert "Сгорят первыми 750" in text
    assert "Начислено за год +1 200 в том числе 1 200 за" in text
    assert "Потрачено за год −450 1 карта" in text


def test_between_midnight_and_the_sweep_every_place_says_the_same_balance(app: Flask) -> None:
    holder = a_holder(app, points=0, cards=0)
    today = clock.now().astimezone(ZONE).date()
    earn(holder, 300, today - timedelta(days=1), days_ago=40)
    earn(holder, 400, today + timedelta(days=700), days_ago=1)
    number = holder.member.number
    caller = a_caller(app, beside=Caller(holder.http, "", holder.shelf, holder.member))
    with app.app_context(), transaction():
        people = [staff(holder.shelf.programme, role).id for role in ("support", "admin")]
    desk, admin = (app.test_client() for _ in people)
    for client, user_id in zip((desk, admin), people, strict=True):
        sign_in(client, user_id, fresh=True)
    wanted, [brand] = caller.order(member=number), holder.rows("SELECT slug FROM brands")

    def balances() -> dict[str, object]:
        """What each place says; of a page whether it says 400 and never what the books still hold."""
        looked = (
            f"/console/members/{number}/seen?on={today}&hour={clock.now().astimezone(ZONE):%H:%M}&brand={brand.slug}"
        )
        pages = {
            path.partition("?")[0]: said(client.get(path).text)
            for client, path in (
                (holder.http, "/"), (holder.http, f"/brands/{brand.slug}"), (holder.http, "/wishes"), (holder.http, "/account/erasure"),
                (desk, f"/console/members/{number}"), (admin, looked),
            )
        }  # fmt: skip
        quote = caller.get("/quotes", member=number, denomination_id=holder.shelf.denomination_id).json
        refused = caller.post("/orders", wanted).json
        return {
            **{path: ("400 баллов" in text, "700 баллов" in text) for path, text in pages.items()},
            "points": "Сейчас 400 баллов" in said(holder.get("/points").text),
            "member": caller.get(f"/members/{number}").json["balance"],
            "lots": caller.get(f"/members/{number}/lots").json["balance"],
            "quote": (quote["balance"], quote["missing"]),
            "order": refused["facts"]["available"],
        }

    before = balances()
    assert set(before.values()) == {(True, False), True, 400, (400, 50)}, before
    with app.app_context():
        assert expiry.expire_all(clock.now()) == 1
    assert balances() == before, "the sweep changes nothing that is said"


def test_a_returned_card_is_neither_earned_nor_spent(anna: Holder) -> None:
    with anna.app.app_context(), transaction():
        orders.cancel(orders.order(anna.card.order_id, anna.member.id), why="test", now=clock.now())
    text = said(anna.get("/points").text)
    assert "Сейчас 1 200" in text
    assert "Начислено за год +1 200" in text
    assert "Возврат: Детский мир, 300 ₽" in text
    assert re.search(r"Потрачено за год 0 (?!0)", text), "no line says that there are no cards"


def test_facts_are_said_in_the_readers_language_with_the_names_of_today(anna: Holder) -> None:
    with anna.app.app_context(), transaction():
        execute("UPDATE brands SET name_ru = 'Мир', name_en = 'World' WHERE id = %(id)s", {"id": anna.card.brand_id})
        execute("INSERT INTO cities (slug, name_ru, name_en) VALUES ('kazan', 'Казань', 'Kazan')")
        members.bind_card(anna.member, "220220******1186", clock.now())
        paid = Operation(1, "op-1", "220220******1186", clock.now(), "purchase", 537_410, "RUB", "5411", "AZBUKA", "")
        earning.take_in(anna.shelf.programme, [paid], source="test", file="1.csv", now=clock.now())
    number = str(20_000 + anna.card.order_id)
    earn(anna, 9, None, {"what": "flight", "from": "kazan", "to": "perm", "flights": "5N 115", "cabin": "economy"})
    earn(anna, 2, None, {"what": "hotel", "city": "kazan", "nights": 3})
    earn(anna, 1, None, {"what": "of another year", "note": "as they wrote it"})
    assert said_of(anna, "ru")[:5] == [
        ("Исправление", "as they wrote it"), ("Отель, Казань", "3 ночи"), ("Полёт Казань — perm", "5N 115, эконом"),
        ("Оплата картой •• 1186", "0,5 % от 5 374,10 ₽, AZBUKA"), ("Мир, 300 ₽", f"заказ {number}"),
    ]  # fmt: skip
    assert said_of(anna, "en")[:5] == [
        ("Correction", "as they wrote it"), ("Hotel, Kazan", "3 nights"), ("Flight Kazan – perm", "5N 115, economy"),
        ("Card payment •• 1186", "0.5% of ₽5,374.10, AZBUKA"), ("World, ₽300", f"order {number}"),
    ]  # fmt: skip


def test_a_long_history_is_worded_with_as_few_looks_as_a_short_one(anna: Holder) -> None:
    def looks() -> int:
        asked: list[str] = []
        with anna.app.test_request_context():
            page = ledger.history(account(anna), limit=100).items
            with watched(lambda sql, _connection: asked.append(sql)):
                movements.say(page, "en")
        return len(asked)

    looks()  # the cities of the installation are remembered from now on
    few = looks()
    for number in range(8):
        memo = {"what": "order", "order_id": number, "brand_id": anna.card.brand_id + number}
        earn(
            anna,
            1,
            None,
            memo | {"offer_id": anna.card.offer_id + number, "value": 1, "currency": "RUB"},
            title=str(number),
        )
    assert looks() == few


def test_history_says_which_lots_paid_and_until_when_they_were_good(anna: Holder) -> None:
    page = anna.get("/points").text
    with anna.app.app_context():
        moves = ledger.history(account(anna)).items
    assert [move.amount for move in moves] == [-450, 300, 900]
    spent = re.search(r'<li class="entry" data-way="out">.*?</li>\s*</ul></details>.*?</li>', page, re.S)
    assert spent is not None
    assert re.findall(r'<span class="num">([^<]+)</span>', spent[0]) == ["−300", "−150"]
    assert sum(lot.amount for lot in moves[0].lots) == -450
    assert anna.card.public_id in spent[0]


def test_balances_in_history_lots_and_bar_add_up(anna: Holder) -> None:
    with anna.app.app_context():
        moves = ledger.history(account(anna)).items
        lots = ledger.lots_by_day(account(anna), anna.shelf.programme.day(clock.now()))
    assert moves[0].balance_after == sum(move.amount for move in moves) == sum(lot.remaining for lot in lots) == 750
    assert [(lot.remaining, lot.amount) for lot in lots] == [(750, 900)]
    meters = re.findall(r'<meter min="0" max="(\d+)" value="(\d+)"', anna.get("/points").text)
    assert meters == [("900", "750")]


def test_lots_of_one_day_stand_as_one(anna: Holder) -> None:
    earn(anna, 100, clock.now().astimezone(ZONE).date() + timedelta(days=700), title="Отель")
    meters = re.findall(r'<meter min="0" max="(\d+)" value="(\d+)"', anna.get("/points").text)
    assert meters == [("1000", "850")]


def test_points_held_for_a_certificate_and_then_taken_are_one_line(app: Flask) -> None:
    holder = a_holder(app, cards=0)
    with app.app_context(), transaction():
        shelf = a_shelf(holder.shelf.programme, fulfilment="own", price=700)
        order = an_order(holder.member, shelf, now=clock.now())
    assert len(re.findall(r'<li class="entry"', holder.get("/points?way=out").text)) == 1
    assert "Готовится" in holder.get("/cards").text
    with app.app_context(), transaction():
        orders.fulfil(order.id, now=clock.now())
    page = holder.get("/points?way=out").text
    assert len(re.findall(r'<li class="entry"', page)) == 1
    assert "−700" in said(page)
    assert "Готовится" not in holder.get("/cards").text
    with app.app_context():
        card = giftcards.of_orders([order.id])[order.id]
        assert in_the_clear(holder.rows("SELECT code_id FROM giftcards")[0].code_id)
        assert card.public_id in page
        assert wrong() == []


def test_history_can_be_narrowed_and_turned_with_script_and_without(app: Flask) -> None:
    holder = a_holder(app, points=0, cards=0)
    for number in range(30):
        earn(holder, 10 + number, None, title=f"Полёт {number}", days_ago=30 - number)
    seen: list[str] = []
    path = "/points?way=in"
    for _ in range(3):
        page = holder.get(path)
        part = holder.http.get(path, headers={"HX-Request": "true", "HX-Target": "history"}).text
        assert part.lstrip().startswith("<section")
        assert "<html" not in part
        found = re.findall(r"· (Полёт \d+)", page.text)
        assert re.findall(r"· (Полёт \d+)", part) == found
        seen += found
        onward = re.search(r'rel="next" href="([^"]+)"', page.text)
        path = html.unescape(onward[1]) if onward else ""
    assert seen == [f"Полёт {number}" for number in reversed(range(30))]
    assert path == ""
    assert "Здесь пусто" in holder.get("/points?way=out").text


@pytest.mark.parametrize("query", ["before=nonsense", "before=" + "A" * 600, "before=WyJhIl0", "before=%00"])
def test_a_cursor_that_is_none_of_ours_is_refused(anna: Holder, query: str) -> None:
    assert 400 <= anna.get(f"/points?{query}").status_code < 500


def test_an_unknown_way_shows_everything(anna: Holder) -> None:
    assert len(re.findall(r'<li class="entry"', anna.get("/points?way=sideways").text)) == 3


def test_a_new_member_sees_why_it_is_empty_and_the_way_on(app: Flask) -> None:
    text = said(a_holder(app, points=0, cards=0).get("/points").text)
    assert "Сейчас 0 баллов" in text
    assert "Здесь пока ничего не было" in text
    assert "Сгорать нечему" in text


def test_what_to_spend_on_asks_for_what_expires_next(anna: Holder) -> None:
    assert 'href="/?to=750"' in anna.get("/points").text


def test_another_member_sees_nothing_of_it(app: Flask, anna: Holder) -> None:
    page = a_holder(app, beside=anna, points=5, cards=0).get("/points").text
    assert "Сейчас 5 баллов" in said(page)
    assert anna.card.public_id not in page


def test_the_statement_as_csv_holds_every_movement(anna: Holder) -> None:
    file = anna.get("/points/statement.csv")
    assert file.mimetype == "text/csv"
    assert file.headers["Cache-Control"] == "no-store"
    rows = list(csv.reader(io.StringIO(file.data.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][4:7] == ["Пришло", "Ушло", "Остаток"]
    assert [(row[4], row[5], row[6]) for row in rows[1:]] == [
        ("", "450", "750"),
        ("300", "", "1200"),
        ("900", "", "900"),
    ]
    assert sum(int(row[4] or 0) - int(row[5] or 0) for row in rows[1:]) == 750


def test_the_statement_as_xlsx_holds_the_same_as_numbers(anna: Holder) -> None:
    file = anna.get("/points/statement.xlsx")
    [sheet] = CalamineWorkbook.from_filelike(io.BytesIO(file.data)).sheet_names
    rows = CalamineWorkbook.from_filelike(io.BytesIO(file.data)).get_sheet_by_name(sheet).to_python()
    assert [(row[4], row[5], row[6]) for row in rows[1:]] == [("", 450, 750), (300, "", 1200), (900, "", 900)]


@pytest.mark.parametrize("begins", [*list("=+-@−＝"), "\t", "\r", "\n"])
def test_no_cell_of_a_statement_is_a_formula(app: Flask, begins: str) -> None:
    holder = a_holder(app, points=0, cards=0)
    earn(holder, 100, None, title=f"{begins}HYPERLINK(1)")
    text = holder.get("/points/statement.csv").data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert rows[1][3] == f"'{begins}HYPERLINK(1)"
    for row in rows:
        assert not any(cell.startswith(sheets.DANGEROUS) for cell in row)


def test_a_statement_of_another_kind_is_not_there(anna: Holder) -> None:
    assert anna.get("/points/statement.pdf").status_code == 404


def draw(
    curve: list[tuple[datetime, int]], balance: int, ends: list[line.End], frame: frames.Frame = frames.WIDE
) -> line.Chart:
    """A picture with plain words."""
    words = line.Words(
        number=str, month=lambda day, new: f"{day:%b}", now=f"now {balance}", end=lambda end: f"-{end.points}"
    )
    return line.draw(frame, curve=curve, balance=balance, ends=ends, now=NOW, zone=ZONE, words=words)


def corners(path: str) -> list[float]:
    """The heights of a path, in order."""
    return [float(y) for y in re.findall(r"V([\d.]+)", path)]


def test_the_picture_stands_and_jumps_where_the_balance_does() -> None:
    curve = [(NOW - timedelta(days=200), 1000), (NOW - timedelta(days=100), 3000), (NOW - timedelta(days=1), 2000)]
    drawn = draw(curve, 2000, [line.End(date(2026, 12, 31), 500)])
    span = frames.WIDE.bottom - frames.WIDE.top
    top = 3000
    heights = [frames.WIDE.bottom - span * held / top for held in (1000, 3000, 2000, 2000)]
    assert corners(drawn.line) == pytest.approx(heights, abs=0.1)
    assert corners(drawn.ahead) == pytest.approx([frames.WIDE.bottom - span * 1500 / top], abs=0.1)
    assert [label.text for label in drawn.grid] == ["0", "1000", "2000", "3000"]
    assert [label.text for label in drawn.end_labels] == ["-500"]


@pytest.mark.parametrize(
    ("most", "step", "count"), [(0, 1, 1), (5270, 2000, 3), (60_000, 20_000, 3), (1, 1, 1), (151_605, 100_000, 2)]
)
def test_the_scale_is_round(most: int, step: int, count: int) -> None:
    assert frames.scale(most) == (step, count)


lots = st.lists(st.tuples(st.integers(0, 900), st.integers(1, 10**12)), max_size=12, unique_by=lambda lot: lot[0])
past = st.lists(st.tuples(st.integers(0, 364 * 24), st.integers(0, 10**12)), max_size=30)


@settings(max_examples=50, deadline=None)
@given(past, lots, st.sampled_from([frames.WIDE, frames.MIDDLE, frames.SLIM]))
def test_whatever_happened_the_picture_stays_in_its_frame(
    moves: list[tuple[int, int]], lots: list[tuple[int, int]], frame: frames.Frame
) -> None:
    curve = sorted((NOW - timedelta(hours=hours), held) for hours, held in moves)
    ends = [line.End(NOW.date() + timedelta(days=days), points) for days, points in sorted(lots)]
    drawn = draw(curve, sum(end.points for end in ends), ends, frame)
    for path in (drawn.line, drawn.ahead):
        assert all(frame.top - 0.1 <= y <= frame.bottom + 0.1 for y in corners(path))
        xs = [float(x) for x in re.findall(r"[MH]([\d.]+)", path)]
        assert xs == sorted(xs)
        assert all(drawn.left - 0.1 <= x <= frame.right + 0.1 for x in xs)
    labels = [*drawn.end_labels, drawn.now_label]
    boxes = [frames.text_box(label) for label in labels]
    assert not any(one.meets(other) for at, one in enumerate(boxes) for other in boxes[at + 1 :])
    spans = [(label.x, label.x + len(label.text) * frames.LETTER) for label in drawn.months]
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))
