"""Lists of the console: members and letters as each role may see them, and what leaves the house as a file."""

import csv
import io
import re
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from werkzeug.test import TestResponse

from marketplace import identity, ledger, reports
from marketplace.core import audit, clock, outbox, vault
from marketplace.core.db import execute, transaction
from marketplace.jobs import exports, housekeeping
from tests.builders import orders as shop
from tests.builders.ledger import give
from tests.builders.members import a_member
from tests.web.console.house import House, at

MEMBERS, FILE = "/console/members", "/console/members/exports"
EVIL = ["=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "\tx", "\rx", "＝1"]


@pytest.fixture
def house(app: Flask) -> House:
    house = House(app)
    with app.app_context(), transaction():
        a_member(
            house.first,
            user=None,
            first_name="Алёна",
            last_name="Белова",
            phone="+7 916 123-45-67",
            email="alena@mail.ru",
            number="1234567890",
            points=450,
        )
        a_member(
            house.first,
            user=None,
            first_name="Борис",
            last_name="Ким",
            email="boris@mail.ru",
            city=None,
            number="7700018422",
        )
        a_member(
            house.second, user=None, first_name="Алёна", last_name="Чужая", email="alena@mail.ru", number="1234567891"
        )
    return house


def names(page: str) -> set[str]:
    return {name for name in ("Алёна Белова", "Борис Ким", "Алёна Чужая") if name in page}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", {"Алёна Белова", "Борис Ким"}), ("q=ален", {"Алёна Белова"}), ("q=Белова+алёна", {"Алёна Белова"}), ("q=1234-567", {"Алёна Белова"}),
        ("q=alena@mail.ru", {"Алёна Белова"}), ("q=alena@", set()), ("q=79161234567", {"Алёна Белова"}), ("q=7916123", set()),
        ("q=77000", {"Борис Ким"}), ("q=чужая", set()), ("joined_from=2026-11-22", set()), ("joined_to=2026-11-21", {"Алёна Белова", "Борис Ким"}),
    ],
)  # fmt: skip
def test_support_finds_members_of_its_programme_alone(house: House, asked: str, found: set[str]) -> None:
    assert names(at(house.of("support"), f"{MEMBERS}?{asked}")[1]) == found


def test_address_and_phone_are_whole_for_those_who_may_see_them_and_search_them_by_parts(house: House) -> None:
    seen = {who: at(house.of(who), MEMBERS)[1] for who in ("support", "admin")}
    assert "alena@mail.ru" not in seen["support"]
    assert "a…a@mail.ru" in seen["support"]
    assert "123-45-67" not in seen["support"]
    assert "alena@mail.ru" in seen["admin"]
    assert names(at(house.of("admin"), f"{MEMBERS}?q=alena@")[1]) == {"Алёна Белова"}


def test_a_members_page_says_when_which_points_end_and_leads_to_all_cards_and_older_orders(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("marketplace.web.console.members.SHOWN_MAX", 1)
    with house.app.app_context(), transaction():
        lots = [(1_000, date(2099, 1, 31)), (700, date(2099, 2, 28)), (300, date(2099, 2, 28))]
        member, shelf = shop.a_member(house.first, lots=lots), shop.a_shelf(house.first)
        first, second = (shop.an_order(member, shelf).number for _ in range(2))
    client, path = house.of("support"), f"{MEMBERS}/{member.number}"
    page = at(client, path)[1]
    dated = page[page.index("Points by last day") :].partition("</details>")[0].replace("\u00a0", " ")
    assert re.findall(r"(2099)|>([\d,]+ points)<", dated) == [
        ("2099", ""),
        ("", "100 points"),
        ("2099", ""),
        ("", "1,000 points"),
    ]
    assert f"/console/cards?q={member.number}" in page
    [older] = re.findall(r'href="([^"]+[?]orders=[^"]+)"', page)
    further = at(client, older)[1]
    table = further[further.index('id="orders"') : further.index('id="story"')]
    assert (f"/orders/{first}" in table, f"/orders/{second}" in table, "orders=" in table) == (True, False, False)


def test_each_list_says_what_it_is_for_while_it_is_empty(house: House) -> None:
    client = house.of("operator")
    for path, words in (("/console/promises", "Every task is done"), ("/console/letters", "No emails yet")):
        page = at(client, path)[1]
        assert words in page
        assert "<table" not in page
        assert "exports" not in page, "there is nothing to take along"


def test_a_letter_that_could_not_be_sent_is_shown_as_such(house: House) -> None:
    house.letter(house.first)
    with house.app.app_context(), transaction():
        execute("UPDATE outbox SET dead_at = now(), last_error = 'MailNotSent: refused' WHERE ref = 'card:1'")
    page = at(house.of("support"), "/console/letters?state=failed")[1]
    assert "Not sent" in page
    assert "MailNotSent: refused" in page
    assert "Nothing found" in at(house.of("support"), "/console/letters?state=sent")[1]


def take(client: FlaskClient, path: str = FILE, **asked: str) -> TestResponse:
    data = {"csrf_token": client.token, "kind": "csv"} | asked  # type: ignore[attr-defined]
    return client.post(path, data=data, base_url="http://first.test")


def table(answer: TestResponse) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))


def test_a_file_holds_what_the_page_shows_masked_and_is_recorded(house: House) -> None:
    answer = take(house.of("support"), q="белова", joined_from="2026-01-01")
    assert answer.headers["Content-Disposition"].endswith('.csv"')
    assert answer.get_data().startswith(b"\xef\xbb\xbf")
    head, row = table(answer)
    assert head[:3] == ["Number", "First and last name", "Address"]
    assert row[:3] == ["1234567890", "Алёна Белова", "a…a@mail.ru"]
    assert row[-1] == "450"
    with house.app.app_context():
        record = audit.of_subject(f"programme:{house.first.id}", limit=1)[0]
    assert (record.action, record.actor_id) == ("reports.export", house.ids["support"])
    assert record.after == {
        "list": "members", "kind": "csv", "rows": 1, "whole": False, "q": "…", "joined_from": "2026-01-01",
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_cell_of_a_file_is_a_formula(house: House, kind: str) -> None:
    with house.app.app_context(), transaction():
        for n, evil in enumerate(EVIL):
            execute(
                """INSERT INTO members (programme_id, number, first_name, last_name, email, joined_at, tier)
                   VALUES (%(programme)s, %(number)s, 'x', '', 'x@y.ru', now(), %(evil)s)""",
                {"programme": house.first.id, "number": f"90000{n}", "evil": evil},
            )
    answer = take(house.of("support"), kind=kind, q="90000")
    if kind == "csv":
        cells = [cell for row in table(answer)[1:] for cell in row]
    else:
        rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.get_data())).get_sheet_by_index(0).to_python()
        cells = [str(cell) for row in rows[1:] for cell in row]
        assert isinstance(rows[1][0], str), "a number of a member is text"
    assert sum(cell.startswith("'") for cell in cells) == len(EVIL)
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝")) for cell in cells)


def test_a_file_cannot_be_asked_for_without_the_permission_or_of_another_programme(house: House) -> None:
    assert take(house.of("other admin")).status_code == 404
    assert take(house.of("support"), "/console/promises/exports").status_code == 404
    assert take(house.of("support"), kind="exe").status_code == 400
    assert take(house.of("support"), joined_from="x").status_code == 422
    assert (
        len(table(take(house.of("support"), scope_programme=str(house.second.id), programme=str(house.second.id)))) == 3
    )


def made(house: House) -> None:
    """What the worker does with the promise."""
    with house.app.app_context():
        ref = execute("SELECT ref FROM outbox WHERE topic = 'reports.export' ORDER BY id DESC LIMIT 1").scalar_one()
        exports.make(ref)
        exports.make(ref)


def anew(export_id: int, number: int, sealed: bytes) -> None:
    """Put another ciphertext of the same part in its place, as the rotation of keys does."""
    of = reports.CIPHERTEXTS
    place = of.place(export_id, number)
    fresh = vault.encrypt(vault.decrypt(sealed, place), place)
    with transaction():
        values = {"export_id": [export_id], "number": [number], "old": [sealed], "new": [fresh]}
        assert execute(of.exchange, values).scalar_one() == 1


def test_a_long_list_is_made_by_the_worker_and_fetched_by_its_asker_alone_for_a_day(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports, "AT_ONCE", 1)
    client = house.of("admin")
    answer = take(client)
    assert answer.status_code == 303
    page = answer.location
    for _ in range(2):
        assert "Written 0 of 2" in at(client, page)[1]
    assert at(client, f"{page}/file")[0] == 404, "it is not made yet"
    made(house)
    assert "The file is ready" in at(client, page)[1]
    got = client.get(f"{page}/file", base_url="http://first.test")
    assert {row[2] for row in table(got)[1:]} == {"alena@mail.ru", "boris@mail.ru"}
    assert got.headers["Cache-Control"] == "no-store"
    with house.app.app_context():
        parts = execute("SELECT sealed FROM export_parts").scalars()
        assert parts
        assert not any(b"boris" in bytes(part) for part in parts)
        anew(*execute("SELECT export_id, number, sealed FROM export_parts").one())
    for other in ("support", "operator", "other admin"):
        assert at(house.of(other), page)[0] == 404
        assert at(house.of(other), f"{page}/file")[0] == 404
    assert at(client, f"{page}/file", "second.test")[0] == 404


def test_a_file_is_no_longer_given_to_who_has_lost_his_role_and_is_gone_after_a_day(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports, "AT_ONCE", 1)
    client = house.of("support")
    page = take(client).location
    made(house)
    assert at(client, f"{page}/file")[0] == 200
    with house.app.app_context(), transaction():
        execute("UPDATE exports SET permission = %(p)s", {"p": identity.Permission.GRANTS_MANAGE})
    assert at(client, f"{page}/file")[0] == 404
    with house.app.app_context():
        with transaction():
            execute(
                "UPDATE exports SET permission = 'members.read', asked_at = now() - interval '2 days', ends_at = now() - interval '1 minute'"
            )
        assert at(client, page)[0] == 404
        housekeeping.tidy_at(clock.now())
        assert execute("SELECT count(*) FROM exports").scalar_one() == 0
        assert execute("SELECT count(*) FROM export_parts").scalar_one() == 0


def test_a_file_that_could_not_be_made_says_so(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reports, "AT_ONCE", 1)
    client = house.of("support")
    page = take(client).location
    with house.app.app_context(), transaction():
        promise = next(one for one in outbox.due(house.now.replace(year=2030), 50) if one.topic == "reports.export")
        execute("UPDATE outbox SET dead_at = now() WHERE id = %(id)s", {"id": promise.id})
    assert "could not be made" in at(client, page)[1]


def test_between_midnight_and_the_sweep_the_list_says_what_can_be_spent(house: House) -> None:
    with house.app.app_context(), transaction():
        today = house.first.day(clock.now())
        member = a_member(house.first, user=None, first_name="Вера", points=70, expires_on=today - timedelta(days=1))
        account = ledger.account(house.first.id, "member", owner_id=member.id)
        give(house.first, account, [(30, today)])
        assert ledger.balance(account, today) == 30
    assert table(take(house.of("admin"), q="Вера"))[1][-1] == "30"
