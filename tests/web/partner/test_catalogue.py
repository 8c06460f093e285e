"""A partner's people bring a catalogue, see what it does to members, and the programme agrees; both see what was published."""

import io
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace import catalogue, partners, runs, settlements
from marketplace.core import clock, uploads
from marketplace.core.db import execute, transaction
from marketplace.jobs.catalogue import tell
from marketplace.jobs.runs import carry_on, check_file
from marketplace.web.shared import catalogue_pages
from tests.builders import settlements as deals
from tests.builders.approvals import a_rule
from tests.builders.identity import csrf, sign_in, staff
from tests.builders.partners import a_brand
from tests.builders.programmes import a_programme, set_of

HEAD = "offer;brand;title_ru;title_en;fulfilment;value;price_points\n"


class House:
    """A programme with two partners and people at both, and at its console."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with app.app_context(), transaction():
            self.programme = a_programme()
            self.slugs = {}
            self.people = {"manager": staff(self.programme, "manager").id}
            for brand in ("lenta", "magnit"):
                partner = partners.partner(a_brand(self.programme, slug=brand).partner_id)
                self.slugs[brand] = partner.slug
                self.people[brand] = staff(self.programme, "catalogue", partner_id=partner.id).id

    def of(self, who: str) -> FlaskClient:
        client = self.app.test_client()
        client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
        sign_in(client, self.people[who], fresh=True)
        return client

    def at(self, brand: str, path: str) -> str:
        return f"/partner/{self.slugs[brand]}/{path}"

    def ref(self) -> str:
        """A fresh one, as a form would carry it."""
        return clock.now().strftime("%f").rjust(26, "A")

    def send(self, client: FlaskClient, rows: str, **said: str) -> str:
        form = {
            "csrf_token": csrf(client),
            "ref": self.ref(),
            "file": (io.BytesIO((HEAD + rows).encode()), "f.csv"),
            **said,
        }
        answer = client.post(self.at("lenta", "uploads/new?kind=catalogue"), data=form)
        assert answer.status_code == 303, answer.text
        self.work()
        return str(answer.location)

    def work(self) -> None:
        """What the worker would do by now."""
        with self.app.app_context():
            for row in execute("SELECT id FROM runs ORDER BY id").all():
                check_file(row.id)
                carry_on(row.id)


@pytest.fixture
def house(app: Flask) -> House:
    return House(app)


def press(client: FlaskClient, path: str, **said: str) -> int:
    return client.post(path, data={"csrf_token": csrf(client), **said}).status_code


def agree(house: House) -> str:
    """The programme's manager agrees to what waits for him; the page that he has seen."""
    manager = house.of("manager")
    proposal = re.search(r"/console/approvals/[0-9A-Z]{26}", manager.get("/console/approvals").text)
    assert proposal is not None
    seen = re.search(r'name="seen"[^>]*value="([0-9a-f]{64})"', manager.get(f"{proposal[0]}/approval").text)
    assert seen is not None
    shown = manager.get(proposal[0]).text
    title = re.search(r"<h1[^>]*>(.*?)</h1>", shown, re.DOTALL)
    assert title is not None
    assert title[1].strip() in manager.get("/console/approvals").text, "the inbox names it as its page does"
    assert press(manager, f"{proposal[0]}/approval", seen=seen[1], note="") == 303
    house.work()
    return shown


def published(house: House, prices: str = "card;lenta;Карта;Card;own;300;450\n") -> tuple[FlaskClient, str]:
    """A catalogue of a partner that the programme's manager has agreed to."""
    editor = house.of("lenta")
    page = house.send(editor, prices)
    assert press(editor, f"{page}/application") == 303
    awaited = f"It waits for the programme’s consent: somebody of {house.programme.name_en} has to approve it."
    assert awaited in editor.get(page).text
    assert press(editor, f"{page}/notes", body="Dearer since October") == 303
    shown = agree(house)
    assert "Dearer since October" in shown
    with house.app.app_context():
        partner = partners.partner_by_slug(house.programme.id, house.slugs["lenta"])
    assert f"{partner.name_en} · Catalogue from the file f.csv" in shown
    assert "Brands new to the shop" in shown
    return editor, page


def cheaper(house: House, editor: FlaskClient, price: int) -> None:
    """The card costs a little less from now on, which takes nobody's consent."""
    page = house.send(editor, f"card;lenta;Карта;Card;own;300;{price}\n")
    assert press(editor, f"{page}/application") == 303
    house.work()
    assert prices(house) == [price]


def prices(house: House) -> list[int]:
    with house.app.app_context():
        shown = execute(
            "SELECT d.price_points FROM denominations d JOIN offers o ON o.id = d.offer_id WHERE o.published AND d.active"
        )
        return list(shown.scalars())


def test_partner_brings_a_catalogue_and_the_programme_agrees(house: House) -> None:
    editor, page = published(house)
    assert "Published 1 of 1 offers" in editor.get(page).text
    assert "1 offer in the shop" in editor.get(house.at("lenta", "catalogue")).text


def test_a_change_says_what_it_means_and_all_changes_are_a_list_and_a_file(house: House) -> None:
    editor, _ = published(house)
    rows = "card;lenta;Карта;Card;own;300;504\nnew;lenta;=1+1;=2+5;own;300;1\n"
    page = house.send(editor, rows)
    shown = editor.get(page).text
    assert "Price +12 %" in shown
    assert "450</del>" in shown
    assert "504\u00a0points" in shown
    assert "none is touched" in shown
    assert f"{page}/changes" in shown
    listed = editor.get(f"{page}/changes?topic=price").text
    assert "Price up 12 %" in listed
    assert "₽300" in listed
    assert "=2+5" not in listed
    taken = editor.post(f"{page}/changes/exports", data={"csrf_token": csrf(editor), "kind": "csv"})
    assert taken.status_code == 200
    assert "'=1+1" in taken.text
    assert ",=1+1" not in taken.text
    other = house.of("magnit")
    assert other.get(f"{page}/changes").status_code == 404
    assert other.get(house.at("magnit", f"uploads/{page.rpartition('/')[2]}/changes")).status_code == 404


def test_the_template_carries_the_publication_that_it_was_made_after(house: House) -> None:
    editor, _ = published(house)
    taken = editor.get(house.at("lenta", "uploads/template?kind=catalogue")).data
    head, first = (row.cells for row in list(uploads.rows("t.xlsx", taken))[:2])
    with house.app.app_context():
        seen = execute(
            "SELECT count(*) FROM catalogue_publications p JOIN partners ON partners.id = p.partner_id WHERE slug = %(slug)s",
            {"slug": house.slugs["lenta"]},
        ).scalar_one()
    assert first[head.index("version")] == str(seen)


def test_partner_reads_the_programmes_name_and_staff_the_address_of_who_agreed(house: House) -> None:
    editor, _ = published(house)
    manager = house.of("manager")
    with house.app.app_context():
        partner = partners.partner_by_slug(house.programme.id, house.slugs["lenta"])
        who = execute(
            "SELECT u.email FROM catalogue_publications p JOIN users u ON p.actor = 'user:' || u.id"
        ).scalar_one()
    link = re.search(r'href="(/console/catalogues/[^"]+)"', manager.get(f"/console/partners/{partner.id}").text)
    assert link is not None
    assert who in manager.get(link[1]).text
    shown = editor.get(house.at("lenta", "catalogue")).text
    assert who not in shown
    assert house.programme.name_en in shown


def test_price_that_falls_far_is_said_first_and_takes_the_programmes_consent(house: House) -> None:
    editor, _ = published(house)
    page = house.send(editor, "card;lenta;Карта;Card;own;300;45\n")
    shown = editor.get(page).text
    assert "A price falls by 90 %." in shown
    assert shown.index("A price falls by 90 %") < shown.index("Price increases")
    assert "Somebody of the programme has to approve it: a price falls by 90 %." in shown
    assert press(editor, f"{page}/application") == 303
    house.work()
    assert prices(house) == [450], "nothing moves before the programme agrees"
    assert "A price falls by 90 %" in agree(house)
    assert prices(house) == [45]


def test_what_the_shop_has_moved_under_is_checked_and_proposed_again_before_anybody_agrees(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor, _ = published(house)
    same = house.send(editor, "card;lenta;Карта;Card;own;300;450\n")
    page = house.send(editor, "card;lenta;Карта;Card;own;300;520\n")
    assert press(editor, f"{page}/application") == 303
    cheaper(house, editor, 440)
    seen = editor.get(same).text
    assert "The shop has changed since this was checked." in seen, "what changed nothing may do so now"
    assert "Nothing to do" not in seen
    assert "The shop has changed since this was checked." in editor.get(page).text
    manager = house.of("manager")
    proposal = re.search(r"/console/approvals/[0-9A-Z]{26}", manager.get("/console/approvals").text)
    assert proposal is not None
    assert "so it cannot be approved as it is" in manager.get(proposal[0]).text
    assert press(editor, f"{page}/application") == 303
    house.work()
    shown = editor.get(page).text
    assert "The shop had changed, so this was checked again." in shown
    assert "Price +19 %" in shown
    assert prices(house) == [440]
    assert press(editor, f"{page}/application") == 303
    assert "version 2" in agree(house)
    assert prices(house) == [520]
    monkeypatch.setattr(catalogue_pages, "LIMIT", 2)
    first = editor.get(house.at("lenta", "catalogue")).text
    following = re.search(r'rel="next" href="([^"]+)"', first)
    assert following is not None
    second = editor.get(following[1]).text
    assert ["/taking-back" in one for one in (first, second)] == [True, False]
    assert "Back to the start" in second
    theirs = following[1].replace(house.slugs["lenta"], house.slugs["magnit"])
    assert house.of("magnit").get(theirs).status_code == 422, "it names nothing of another partner's"


def test_last_publication_is_taken_back_by_one_press(house: House) -> None:
    editor, _ = published(house)
    cheaper(house, editor, 440)
    back = re.search(r'href="([^"]+/taking-back)"', editor.get(house.at("lenta", "catalogue")).text)
    assert back is not None
    asked = editor.get(back[1]).text
    assert "back exactly to what" in asked
    assert "by up to 3 %" in asked
    assert press(editor, back[1]) == 303
    assert prices(house) == [450]
    assert press(editor, back[1]) == 409


def test_publication_just_made_is_taken_back_in_one_press_and_what_was_checked_against_it_is_not_sold_by(
    house: House,
) -> None:
    with house.app.app_context():  # a rule of the programme's own: its people ask, too
        a_rule(house.programme, runs.act("catalogue"), cap=10, now=clock.now())
    editor, _ = published(house)
    low = house.send(editor, "card;lenta;Карта;Card;own;300;200\n")
    assert press(editor, f"{low}/application") == 303
    agree(house)
    assert prices(house) == [200]
    lower = house.send(editor, "card;lenta;Карта;Card;own;300;195\n")
    catalogue_page, manager = house.at("lenta", "catalogue"), house.of("manager")
    back = re.search(r'href="([^"]+/taking-back)"', editor.get(catalogue_page).text)
    assert back is not None
    assert "you can take it back without asking anybody" in editor.get(catalogue_page).text
    theirs = manager.get(f"/console/catalogues/{house.slugs['lenta']}").text
    assert "without asking anybody" not in theirs, "who did not publish it asks as ever"
    theirs_back = re.search(r'href="([^"]+/taking-back)"', theirs)
    assert theirs_back is not None
    assert "a price rises by 125 %" in manager.get(theirs_back[1]).text
    asked = editor.get(back[1]).text
    assert "It happens at once, and nobody has to agree" in asked
    assert "Somebody of the programme has to approve it" not in asked
    assert press(editor, back[1]) == 303
    assert prices(house) == [450]
    assert "taken back at once by No." in editor.get(catalogue_page).text
    assert press(editor, f"{lower}/application") == 303
    house.work()
    assert prices(house) == [450], "a fall of 57 % was never agreed to"
    assert "The shop had changed, so this was checked again." in editor.get(lower).text
    first = re.search(r'href="([^"]+/taking-back)"', editor.get(catalogue_page).text)
    assert first is not None
    assert "It happens at once" not in editor.get(first[1]).text, "something was published after it"
    with house.app.app_context():
        ref = execute("SELECT ref FROM outbox WHERE topic = 'catalogue.undone'").scalar_one()
        tell(ref)
        tell(ref)
        told = execute("SELECT email FROM users WHERE id = %(id)s", {"id": house.people["manager"]}).scalar_one()
        recipients = list(execute("SELECT recipient FROM mails WHERE ref LIKE 'undone:%%'").scalars())
        assert told in recipients
        assert len(recipients) == len(set(recipients)), "each of the programme's people once"
        assert catalogue.invariants() == []


def test_what_would_take_the_programmes_consent_takes_it_when_a_publication_is_taken_back_too(house: House) -> None:
    with house.app.app_context(), transaction():
        set_of(house.programme, undo_minutes=0)
    editor, _ = published(house)
    cheaper(house, editor, 405)
    for expected, why in (([450], "a price rises by 12 %"), ([], "1 thing can no longer be had")):
        before = prices(house)
        back = re.search(r'href="([^"]+/taking-back)"', editor.get(house.at("lenta", "catalogue")).text)
        assert back is not None
        assert why in editor.get(back[1]).text
        waits = editor.post(back[1], data={"csrf_token": csrf(editor)}).location
        assert editor.post(back[1], data={"csrf_token": csrf(editor)}).location == waits, "pressed twice it is one"
        house.work()
        page = editor.get(waits).text
        assert "A publication taken back" in page
        assert why in page
        assert "Continue in the editor" not in page
        assert press(editor, f"{waits}/application") == 303
        assert prices(house) == before, "nothing moves before the programme agrees"
        assert "a publication taken back" in agree(house)
        assert prices(house) == expected
    assert "taken back by No." in editor.get(house.at("lenta", "catalogue")).text


def test_staff_find_the_catalogue_on_the_partners_page_and_take_back_too(house: House) -> None:
    editor, _ = published(house)
    cheaper(house, editor, 440)
    manager = house.of("manager")
    with house.app.app_context():
        partner = partners.partner_by_slug(house.programme.id, house.slugs["lenta"])
    link = re.search(r'href="(/console/catalogues/[^"]+)"', manager.get(f"/console/partners/{partner.id}").text)
    assert link is not None
    back = re.search(r'href="([^"]+/taking-back)"', manager.get(link[1]).text)
    assert back is not None
    assert press(manager, back[1]) == 303
    assert prices(house) == [450]


def test_shop_of_a_day_and_its_file_are_there(house: House) -> None:
    editor, _ = published(house)
    shown = house.at("lenta", "catalogue")
    today = datetime.now(ZoneInfo("Europe/Moscow")).strftime("%Y-%m-%d")  # as the programme has it
    day = editor.get(f"{shown}/day?on={today}&brand=lenta").text
    assert "Card" in day
    assert "what was sold out then is listed, too" in day
    assert "more offers" not in day
    assert "Nothing was on offer" in editor.get(f"{shown}/day?on=2020-01-01&brand=lenta").text
    to_come = editor.get(f"{shown}/day?on={clock.now() + timedelta(days=2):%Y-%m-%d}&brand=lenta")
    assert (to_come.status_code, "This day is still to come" in to_come.text) == (422, True)
    assert b"card" in editor.get(f"{shown}/file.csv").data
    assert editor.get(f"{shown}/file.exe").status_code == 404
    with house.app.app_context(), transaction():
        partner = partners.partner_by_slug(house.programme.id, house.slugs["lenta"])
        partners.suspend(partner, why="Tills are shut.", now=clock.now())
    assert "The partner was suspended then" in editor.get(f"{shown}/day?on={today}&brand=lenta").text


def test_nothing_of_another_partner_is_there(house: House) -> None:
    editor, page = published(house)
    other = house.of("magnit")
    mine = house.at("magnit", "uploads/" + page.rpartition("/")[2])
    for path in (page, mine, house.at("lenta", "catalogue"), house.at("lenta", "uploads")):
        assert other.get(path).status_code == 404, path
    assert "f.csv" not in other.get(house.at("magnit", "uploads")).text
    assert "f.csv" in editor.get(house.at("lenta", "uploads")).text
    assert "No. " in editor.get(house.at("lenta", "catalogue")).text
    assert "No. " not in other.get(house.at("magnit", "catalogue")).text


def test_price_change_that_touches_a_joint_promotion_says_so(house: House) -> None:
    editor, _page = published(house)
    with house.app.app_context(), transaction():
        partner = partners.partner_by_slug(house.programme.id, house.slugs["lenta"])
        deals.a_contract(house.programme, partner.id)
        today = clock.now().date()
        deal = settlements.Deal(
            offer_id=settlements.promotable([partner.id])[0].offer_id, name="Warm days", from_day=today + timedelta(3),
            to_day=today + timedelta(9), discount_bp=1_000, partner_bp=5_000,
        )  # fmt: skip
        made = {
            settlements.propose_promotion(deal, [partner.id], side="programme", by=house.people["manager"], ref="R1", now=clock.now()).id
            for _ in range(2)
        }  # fmt: skip
        assert len(made) == 1, "sent twice it stands once"
        (deal_id,) = made
        deal_made = settlements.promotion(deal_id, [partner.id])
        settlements.sign_promotion(deal_made, side="partner", by=house.people["lenta"], now=clock.now())
    listed = house.of("manager").get("/console/promotions").text
    assert "Agreed" in listed
    assert "Price not in the shop" in listed, "agreed is not yet sold"
    touching = house.send(editor, "card;lenta;Карта;Card;own;300;460\n")
    said = editor.get(touching).text
    assert "1 joint promotion is touched by this change." in said
    assert "Warm days" in said
    beside = house.send(editor, "card;lenta;Карта;The card;own;300;450\nother;lenta;Х;X;own;500;700\n")
    assert "joint promotion" not in editor.get(beside).text


def test_promotion_is_proposed_after_its_cost_was_told_and_not_for_days_that_have_passed(house: House) -> None:
    published(house)
    with house.app.app_context(), transaction():
        partner = partners.partner_by_slug(house.programme.id, house.slugs["lenta"])
        deals.a_contract(house.programme, partner.id)
        mine = [partner.id]
        offer = settlements.promotable(mine)[0].offer_id
    manager, today = house.of("manager"), clock.now().date()
    deal = {
        "csrf_token": csrf(manager), "offer": offer, "name": "Free days", "from_day": today + timedelta(3), "last_day": today + timedelta(9),
        "discount": "100", "share": "50", "ref": "R" * 26,
    }  # fmt: skip
    for more in ({"look": "1"}, {}, {"sure": "1"}):
        passed = manager.post("/console/promotions", data=deal | more | {"from_day": today - timedelta(3)})
        assert passed.status_code == 422
        assert "This day has passed." in passed.text
    asked = manager.post("/console/promotions", data=deal).text
    for said in (
        "Propose “Free days”?",
        "It would cost the partner",
        "gives the cards away for nothing",
        'name="discount" value="100"',
    ):
        assert said in asked
    with house.app.app_context():
        assert settlements.promotions(mine) == [], "nothing is signed by one press"
    assert manager.post("/console/promotions", data=deal | {"sure": "1"}).status_code == 303
    with house.app.app_context():
        (made,) = settlements.promotions(mine)
    assert (
        "gives the cards away for nothing" in house.of("manager").get(f"/console/promotions/{made.id}/signature").text
    )
