"""The cashier at their till: a card is found, taken from, taken back; the owner's terminals and keys; what another partner does not see."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from marketplace import partners, tills
from marketplace.core import clock
from marketplace.core.db import execute, transaction
from tests.builders.identity import csrf, sign_in, staff
from tests.builders.own import addressed
from tests.builders.partners import a_partner
from tests.builders.programmes import a_programme
from tests.builders.tills import PIN, VALUE, Till, a_till, left


@dataclass
class Person:
    """Somebody of a partner, at their browser."""

    http: FlaskClient
    slug: str

    def at(self, path: str) -> str:
        return path if path.startswith("/") else addressed(self.http.application, f"/partner/{self.slug}/{path}")

    def get(self, path: str) -> TestResponse:
        return self.http.get(self.at(path), headers={"Accept-Language": "en"})

    def post(self, path: str, **form: str) -> TestResponse:
        return self.http.post(
            self.at(path), data={"csrf_token": csrf(self.http)} | form, headers={"Accept-Language": "en"}
        )


@dataclass
class Shop:
    app: Flask
    till: Till
    cashier: Person
    owner: Person
    accountant: Person
    competitor: Person

    @contextmanager
    def work(self) -> Iterator[None]:
        """A transaction beside the browsers."""
        with self.app.app_context(), transaction():
            yield

    def left(self) -> tuple[int, str]:
        with self.app.app_context():
            return left(self.till.card)

    @property
    def path(self) -> str:
        return f"tills/{self.till.terminal.id}"

    def find(self, code: str = "") -> str:
        """The address of the card's page."""
        answer = self.cashier.post(f"{self.path}/checks", code=code or self.till.code)
        assert answer.status_code == 303
        return str(answer.location)

    def after(self, answer: TestResponse) -> str:
        """The page to which a form was answered, never the answer itself: the Back key can show it again."""
        assert answer.status_code == 303
        return self.cashier.http.get(answer.location, headers={"Accept-Language": "en"}).text

    def take(self, **form: str) -> TestResponse:
        address = self.find()
        ref = re.search(r'name="ref"[^>]*value="([^"]+)"', self.cashier.http.get(address).text)
        assert ref
        return self.cashier.post(
            address, **({"ref": ref[1], "seen": str(self.left()[0]), "pin": PIN, "how": "all"} | form)
        )


@pytest.fixture
def shop(app: Flask) -> Shop:
    with app.app_context(), transaction():
        programme = a_programme(hosts=("localhost",))
        till = a_till(programme)
        partner, other = partners.partner(till.terminal.partner_id), a_partner(programme)
        slugs = (partner.slug, partner.slug, partner.slug, other.slug)
        users = [
            staff(programme, role, partner_id=of.id).id
            for role, of in (("cashier", partner), ("owner", partner), ("accountant", partner), ("owner", other))
        ]
    people = []
    for user, slug in zip(users, slugs, strict=True):
        people.append(Person(app.test_client(), slug))
        sign_in(people[-1].http, user, fresh=True)
    return Shop(app, till, *people)


def said(answer: TestResponse) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def test_a_cashier_takes_a_part_sees_the_answer_and_takes_it_back(shop: Shop) -> None:
    assert shop.cashier.get("tills").location == shop.cashier.at(shop.path)
    page = shop.cashier.http.get(shop.find(shop.till.code.lower()), headers={"Accept-Language": "en"})
    assert "₽100" in said(page)
    assert shop.till.code not in page.text
    done = shop.take(how="part", sum="84,90", receipt="004518")
    assert done.status_code == 303
    with shop.work():
        execute(
            "UPDATE users SET name = 'Egor T.' WHERE id = (SELECT actor_id FROM audit_records WHERE action = 'tills.redeem')"
        )
    answer = shop.cashier.http.get(done.location, headers={"Accept-Language": "en"})
    assert "Taken ₽84.90" in said(answer)
    assert "Left on the card: ₽15.10" in said(answer)
    slip = " ".join(
        unescape(re.sub(r"<[^>]+>", " ", answer.text.partition('class="slip"')[2].partition("</section>")[0])).split()
    )
    ref = done.location.rpartition("/")[2]
    assert re.fullmatch(
        rf".+ {re.escape(shop.till.terminal.name)}.* Card Detsky Mir •••• {shop.till.card.last4} When .+ "
        rf"Receipt 004518 Cashier Egor T\. Taken ₽84\.90 Left on the card ₽15\.10 {ref}", slip,
    ), slip  # fmt: skip
    assert shop.left() == (1_510, "active")
    assert "₽84.90" in said(shop.cashier.get(f"{shop.path}"))
    back = shop.cashier.post(f"{done.location}/reversal")
    assert "Reversed" in said(shop.cashier.http.get(back.location, headers={"Accept-Language": "en"}))
    assert shop.left() == (VALUE, "active")


def test_a_purchase_above_what_is_left_takes_that_and_says_what_is_still_to_pay(shop: Shop) -> None:
    """The cashier is told before, and once by the page without script; with it the form comes with what was told."""
    asked = shop.after(shop.take(how="part", sum="450"))
    assert "₽100 is left on the card. Press again to take it; ₽350 is still to pay." in " ".join(
        unescape(asked).split()
    )
    assert f'name="up_to" value="{VALUE}"' in asked
    assert shop.left() == (VALUE, "active")
    stale = shop.after(shop.take(how="part", sum="450", up_to=str(VALUE - 1)))
    assert "Press again" in stale
    done = shop.after(shop.take(how="part", sum="450", up_to=str(VALUE)))
    assert "Still to pay: ₽350" in unescape(done)
    assert "<dt>Still to pay</dt><dd>₽350</dd>" in unescape(done), "on the slip, too"
    assert shop.left() == (0, "spent")
    with shop.work():
        assert execute("SELECT amount, bill FROM redemptions").one() == (VALUE, 45_000)


def test_pressing_twice_takes_once(shop: Shop) -> None:
    address = shop.find()
    form = {"ref": "R1", "seen": str(VALUE), "pin": PIN, "how": "part", "sum": "10"}
    first, second = shop.cashier.post(address, **form), shop.cashier.post(address, **form)
    assert first.location == second.location
    assert shop.left() == (9_000, "active")


def test_all_is_what_the_cashier_saw(shop: Shop) -> None:
    """Another till was quicker: the button said 100, so 20 are not taken in silence."""
    address = shop.find()
    with shop.work():
        shop.till.redeem(amount=8_000, now=clock.now())
    refused = shop.cashier.post(address, ref="R1", seen=str(VALUE), pin=PIN, how="all")
    assert "There is less left on the card." in shop.after(refused)
    assert shop.left() == (2_000, "active")


@pytest.mark.parametrize("sum_", ["0", "-5", "1,234", "100.01", "1,555", "x", "", "10 $", "₽"])
def test_what_is_no_sum_is_refused_on_a_page_of_its_own_and_nothing_moves(shop: Shop, sum_: str) -> None:
    refused = shop.take(how="part", sum=sum_, receipt="77")
    page = shop.after(refused)
    assert "field-error" in page
    assert f'value="{sum_}"' in page
    assert 'value="77"' in page
    assert PIN not in refused.location
    assert shop.left() == (VALUE, "active")


def test_a_wrong_pin_is_told_and_counted(shop: Shop) -> None:
    answers = [shop.after(shop.take(pin="0000")) for _ in range(6)]
    assert "Attempts left: 4" in answers[0]
    assert "locked" in answers[5]
    assert shop.left() == (VALUE, "active")


def test_a_pin_that_was_not_typed_is_no_try(shop: Shop) -> None:
    pages = [shop.after(shop.take(pin=blank, receipt="77")) for blank in ("", " - ") * 3]
    assert all("Enter the PIN of the card." in page for page in pages)
    assert 'value="77"' in pages[0]
    assert "Attempts left: 4" in shop.after(shop.take(pin="0000")), "none of these was counted"


def test_the_same_receipt_again_is_asked_about_once_more(shop: Shop) -> None:
    paid = {"how": "part", "sum": "10,10", "receipt": "004518"}
    first = shop.take(**paid)
    assert "/redemptions/" in first.location
    asked = shop.take(**paid)
    assert shop.left()[0] == VALUE - 1_010, "nothing was taken yet"
    page = shop.after(asked)
    assert "has been taken at" in page
    assert "Take it once more?" in page
    told = re.search(r'name="once_more"[^>]*value="([^"]+)"', page)
    ref = re.search(r'name="ref"[^>]*value="([^"]+)"', page)
    assert told
    assert ref
    sure = {"ref": ref[1], "seen": str(VALUE), "pin": PIN, "once_more": told[1]}
    wrong = shop.cashier.post(asked.location, **(sure | paid | {"pin": "0000"}))
    assert "Take it once more?" in shop.after(wrong), "it stays asked after a wrong PIN"
    assert "/redemptions/" in shop.cashier.post(asked.location, **sure, **paid).location
    assert shop.left()[0] == VALUE - 2_020
    assert "Take it once more?" in shop.after(shop.take(**paid)), "a third is asked about anew"
    for other in ({"sum": "10,11"}, {"receipt": "004519"}, {"receipt": ""}):
        assert "/redemptions/" in shop.take(**(paid | other)).location
    assert shop.cashier.post(f"{first.location}/reversal").status_code == 303


def test_what_was_taken_back_may_be_taken_again_unasked(shop: Shop) -> None:
    paid = {"how": "part", "sum": "10,10", "receipt": "004518"}
    shop.cashier.post(f"{shop.take(**paid).location}/reversal")
    assert "/redemptions/" in shop.take(**paid).location


def test_a_used_up_card_offers_nothing_to_whoever_comes_back_to_it(shop: Shop) -> None:
    address = shop.find()
    shop.take()
    page = shop.cashier.http.get(address, headers={"Accept-Language": "en"})
    assert page.status_code == 200
    assert "The card is used up." in said(page)
    assert 'name="seen"' not in page.text
    assert "Take ₽0" not in page.text
    refused = said(shop.cashier.http.get(shop.find(), headers={"Accept-Language": "en"}))
    assert "The card is used up." in refused
    assert "Ask for another means of payment." in refused
    assert "Scan again" not in refused, "no second look fills it"


def test_a_refusal_has_a_number_that_support_knows_and_no_reason_for_strangers_cards(shop: Shop) -> None:
    address = shop.find("NOSUCHCODE77")
    page = said(shop.cashier.http.get(address, headers={"Accept-Language": "en"}))
    assert "This card cannot be accepted" in page
    number = address.rpartition("/")[2]
    assert f"{number[:4]}-{number[4:]}" in page
    assert "The customer can write to" in page
    with shop.work():
        assert execute("SELECT reason FROM till_refusals WHERE number = %(n)s", {"n": number}).scalar_one() == "unknown"


@pytest.mark.parametrize("sum_", ["10,10 ₽", "₽10.10", "10,10\u00a0руб.", "10.10 RUB", "10,1 Р"])
def test_a_sum_may_have_its_sign(shop: Shop, sum_: str) -> None:
    assert "/redemptions/" in shop.take(how="part", sum=sum_).location
    assert shop.left()[0] == VALUE - 1_010


def test_a_code_that_is_too_short_is_told_so_beside_its_box(shop: Shop) -> None:
    page = shop.after(shop.cashier.post(f"{shop.path}/checks", code="12"))
    assert 'id="code-error"' in page
    assert "The code is too short." in page
    with shop.work():
        assert execute("SELECT count(*) FROM till_refusals").scalar_one() == 0


def test_a_found_card_is_for_this_person_and_this_till_alone(shop: Shop) -> None:
    address = shop.find()
    assert shop.owner.http.get(address).status_code == 404
    mine = shop.cashier.at(shop.path)
    assert address.startswith(mine)
    with shop.work():
        beside = tills.open_terminal(shop.till.terminal.partner_id, "Beside", now=clock.now())
    assert shop.cashier.http.get(address.replace(mine, shop.cashier.at(f"tills/{beside.id}"))).status_code == 404
    # Not the last character, some bits of which mean nothing.
    spoilt = address[:-5] + ("A" if address[-5] != "A" else "B") + address[-4:]
    assert shop.cashier.http.get(spoilt).status_code == 404


def test_after_a_quarter_of_an_hour_the_owner_takes_it_back(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    done = shop.take().location
    later = clock.now() + tills.reversible_until(clock.now(), "cashier").__sub__(clock.now()) * 2
    monkeypatch.setattr(clock, "now", lambda: later)
    assert "reversal" not in shop.cashier.http.get(done).text
    assert shop.cashier.post(f"{done}/reversal").status_code == 409
    assert shop.owner.post(f"{done}/reversal").status_code == 303
    assert shop.left() == (VALUE, "active")


def test_only_the_tills_pages_may_run_wasm_and_use_the_camera(shop: Shop) -> None:
    page = shop.cashier.get(shop.path)
    assert "'wasm-unsafe-eval'" in page.headers["Content-Security-Policy"]
    assert "camera=(self)" in page.headers["Permissions-Policy"]
    for other in ("", "redemptions"):
        answer = shop.cashier.get(other)
        assert answer.status_code == 200
        assert "wasm" not in answer.headers["Content-Security-Policy"]
        assert "camera=()" in answer.headers["Permissions-Policy"]


def test_the_list_shows_sums_and_gives_a_file(shop: Shop) -> None:
    shop.take(how="part", sum="25", receipt="77")
    page = said(shop.accountant.get("redemptions"))
    assert "Today ₽25 redemptions: 1" in page
    assert "77" in page
    file = shop.accountant.post("redemptions/exports", kind="csv")
    assert file.status_code == 200
    assert "77" in file.text
    assert shop.till.code not in file.text + page


def test_an_issuer_sees_his_cards_at_anothers_till_and_nothing_of_that_till(shop: Shop) -> None:
    shop.take(how="part", sum="25", receipt="SECRET77")
    assert "SECRET77" not in shop.competitor.get("redemptions").text
    with shop.work():
        other = partners.partner_by_slug(shop.till.shelf.programme.id, shop.competitor.slug)
        tills.begin_acceptance(shop.till.terminal.partner_id, other.id, now=clock.now())
        theirs = tills.open_terminal(other.id, "Their till 9", now=clock.now())
        found = tills.find(theirs, shop.till.code, now=clock.now())
        tills.redeem(
            theirs, found, ref="X", asked=bytes(32), amount=1_100, currency="RUB", receipt="THEIRS88", now=clock.now()
        )
    seen, own = shop.owner.get("redemptions"), shop.competitor.get("redemptions")
    assert "₽11" in said(seen)
    assert "THEIRS88" not in seen.text
    assert "Their till 9" not in seen.text
    assert "THEIRS88" in own.text


def test_redemptions_are_filtered_by_brands_whose_cards_the_tills_take_or_took_and_name_no_others(shop: Shop) -> None:
    with shop.work():
        brand = f'value="{partners.brand(shop.till.card.brand_id).slug}"'
    assert brand in shop.owner.get("redemptions").text, "one's own"
    assert brand not in shop.competitor.get("redemptions").text, "a stranger's"
    with shop.work():
        other = partners.partner_by_slug(shop.till.shelf.programme.id, shop.competitor.slug)
        begun = tills.begin_acceptance(shop.till.terminal.partner_id, other.id, now=clock.now())
    assert brand in shop.competitor.get("redemptions").text, "taken here"
    with shop.work():
        tills.end_acceptance(begun.id, now=clock.now())
    assert brand in shop.competitor.get("redemptions").text, "taken here once"


def test_the_owner_opens_a_terminal_and_its_key_is_shown_once(app: Flask, shop: Shop) -> None:
    assert shop.cashier.get("terminals").status_code == 404
    assert shop.owner.post("terminals", name="Касса 9").status_code == 303
    assert shop.owner.post("terminals", name=" Касса  9 ").status_code == 409
    with shop.work():
        opened = next(one for one in tills.terminals(shop.till.terminal.partner_id) if one.name == "Касса 9")
    shown = shop.owner.post(f"terminals/{opened.id}/keys")
    key = re.search(r"vt_[0-9A-Z]{8}_[0-9A-Z]{32}", shown.text)
    assert key
    listed = shop.owner.get("terminals")
    assert key[0] not in listed.text
    assert key[0][:11] in listed.text
    with shop.work():
        assert tills.terminal_by_key(key[0]) == opened
        held = tills.keys([opened.id])[opened.id][0]
    assert shop.owner.post(f"terminals/{opened.id}/keys/{held.id}/revocation").status_code == 303
    with shop.work():
        assert tills.terminal_by_key(key[0]) is None
    assert shop.owner.post(f"terminals/{opened.id}/closure").status_code == 303
    assert shop.cashier.get(f"tills/{opened.id}").status_code == 409


def test_a_key_page_that_is_loaded_again_makes_no_second_key(shop: Shop) -> None:
    path, list_ = f"terminals/{shop.till.terminal.id}/keys", shop.owner.get("terminals").text
    ref = re.search(r'name="ref" value="([^"]+)"', list_)
    assert ref
    first, again = (shop.owner.post(path, ref=ref[1]) for _ in range(2))
    assert "vt_" in first.text
    assert again.status_code == 303
    assert "was made already" in shop.owner.get("terminals").text
    with shop.work():
        assert len(tills.keys([shop.till.terminal.id])[shop.till.terminal.id]) == 1
    assert shop.owner.post(path, ref=ref[1] + "X").status_code == 200, "another form makes another"


def test_another_partners_terminal_is_not_there(shop: Shop) -> None:
    for path in (shop.path, f"terminals/{shop.till.terminal.id}/closure"):
        assert shop.competitor.get(path).status_code == 404
    assert shop.competitor.post(f"terminals/{shop.till.terminal.id}/keys").status_code == 404
