"""A company applies or is invited, sends papers, is admitted by two people; its owner comes in by letter. And what suspended and left mean."""

import io
import re

import pytest
from flask import Flask
from PIL import Image

from marketplace import partners, shop
from marketplace.core import clock
from marketplace.core.db import as_owner, execute, transaction
from marketplace.web.shared import partner_letters
from tests.builders.orders import a_member, an_order
from tests.builders.programmes import set_of
from tests.web.partner.desk import Desk, Visitor

COMPANY = {
    "country": "RU", "known_as": "Northern Lights", "legal_name": "OOO Siyanie", "inn": "2901000017", "kpp": "290101001",
    "bic": "041117601", "account": "40702810000000009020", "contact_name": "Polina", "contact_email": "polina@example.org",
    "contact_phone": "+7 900 123-45-67", "shops": "Troitsky, 17", "terms": "y", "checks": "y",
}  # fmt: skip
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n%%EOF\n"


def picture() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (300, 400), "white").save(file, "JPEG", exif=b"Exif\x00\x00secret-camera-serial")
    return file.getvalue()


def applied(desk: Desk) -> str:
    answer = desk.of("guest").post("/partner/joining", **COMPANY)
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def ref(desk: Desk) -> str:
    return str(desk.rows("SELECT ref FROM partner_applications ORDER BY id DESC LIMIT 1")[0].ref)


def admitted(desk: Desk, slug: str = "siyanie") -> Visitor:
    """The application handed in is proposed by the manager and approved by the admin."""
    applied(desk)
    names = {
        "slug": slug,
        "name_ru": "Северное сияние",
        "name_en": "Northern Lights",
        "base": "applied",
        "ref": "A" * 26,
    }
    unexplained = desk.of("manager").post(f"/console/partners/applications/{ref(desk)}", **names)
    assert unexplained.status_code == 422, "a reason is required"
    names["why"] = "Shops in nine cities."
    proposed = desk.of("manager").post(f"/console/partners/applications/{ref(desk)}", **names)
    assert proposed.status_code == 303, proposed.text
    digest = desk.rows("SELECT encode(digest, 'hex') AS seen FROM proposal_versions ORDER BY proposal_id DESC LIMIT 1")[
        0
    ].seen
    own = desk.of("manager").post(f"{proposed.location}/approval", seen=digest, note="")
    assert own.status_code == 403, "nobody approves his own"
    assert desk.rows("SELECT count(*) AS n FROM partners WHERE slug = 'siyanie'")[0].n == 0
    admin = desk.of("admin")
    done = admin.post(f"{proposed.location}/approval", seen=digest, note="")
    assert done.status_code == 303, done.text
    return admin


def test_wrong_numbers_are_told_beside_their_fields_and_what_was_typed_stays(desk: Desk) -> None:
    guest = desk.of("guest")
    wrong = guest.post("/partner/joining", **COMPANY | {"account": "40702810100000009020"})
    assert wrong.status_code == 422
    assert "does not match this bank code" in wrong.text
    assert 'value="Northern Lights"' in wrong.text
    assert "Troitsky, 17" in wrong.text
    unchecked = guest.post("/partner/joining", **{name: value for name, value in COMPANY.items() if name != "terms"})
    assert "You cannot apply without this." in unchecked.text
    abroad = COMPANY | {"country": "DE", "vat": "DE136695976", "iban": "DE89370400440532013001"}
    assert "check digits do not match" in guest.post("/partner/joining", **abroad).text
    right = abroad | {"iban": "DE89 3704 0044 0532 0130 00"}
    assert guest.post("/partner/joining", **right).status_code == 303
    assert desk.rows("SELECT iban FROM partner_applications")[0].iban == "DE89370400440532013000"


def test_whoever_applies_reads_the_terms_and_what_a_card_comes_to(desk: Desk) -> None:
    guest = desk.of("guest")
    page = guest.get("/partner/joining").text
    assert 'href="/partner/joining/terms"' in page
    for said in ("₽1,000", "Commission 10%", "₽900", "An example: the figures are agreed in your contract."):
        assert said in page, said
    with desk.app.app_context(), transaction():
        set_of(desk.programme, partner_commission_bp=625, partner_payout_day=12)
    page, terms = guest.get("/partner/joining").text, guest.get("/partner/joining/terms")
    for said in ("Commission 6.25%", "₽62.50", "₽937.50", "on day 12 of the next one"):
        assert said in page, said
    assert "An example" not in page
    assert terms.status_code == 200
    assert "The usual commission is 6.25%." in terms.text


def test_all_that_is_wrong_is_told_at_once_and_too_many_tries_keep_the_form(desk: Desk) -> None:
    guest = desk.of("guest")
    wrong = COMPANY | {
        "known_as": "", "inn": "2901000018", "kpp": "1", "bic": "1", "account": "1", "contact_phone": "call me", "legal_name": "OOO Kept",
    }  # fmt: skip
    told = (
        "This is required.",
        "This INN is mistyped",
        "A KPP has nine",
        "There is no such bank code",
        "An account has 20",
        "contains only digits",
    )
    first = guest.post("/partner/joining", **wrong)
    assert first.status_code == 422
    assert [said for said in told if said not in first.text] == []
    abroad = guest.post("/partner/joining", **COMPANY | {"country": "DE", "vat": "1", "iban": "1", "contact_name": ""})
    for said in ("This VAT number belongs to another", "This IBAN is mistyped", "This is required."):
        assert said in abroad.text
    for _correction in range(20):
        assert guest.post("/partner/joining", **wrong).status_code == 422
    last = next(answer for _ in range(20) if (answer := guest.post("/partner/joining", **wrong)).status_code != 422)
    assert last.status_code == 429
    assert int(last.headers["Retry-After"]) > 0
    assert re.search(r"send it again in \d+ minutes?\.", last.text)
    assert 'value="OOO Kept"' in last.text


def test_a_company_is_admitted_by_two_people_and_its_owner_comes_in_by_letter(desk: Desk) -> None:
    admitted(desk)
    made = desk.rows("SELECT id, state, legal_name FROM partners WHERE slug = 'siyanie'")[0]
    assert (made.state, made.legal_name) == ("approved", "OOO Siyanie")
    happened = desk.rows(
        "SELECT what, actor, why FROM partner_events WHERE partner_id = %(id)s ORDER BY id", id=made.id
    )
    assert [tuple(one) for one in happened] == [
        ("applied", "system", ""), ("approved", f"user:{desk.ids['admin']}", "Shops in nine cities."),
    ]  # fmt: skip
    assert "has approved the application of Northern Lights, and its desk is ready" in desk.letters()[-1]
    assert "You are invited" not in desk.letters()[-1], "nobody is invited to their own company"
    guest = desk.of("guest")
    assert guest.post(desk.link(), password="seven-green-lanterns").status_code == 303
    held = desk.rows("SELECT role FROM grants WHERE partner_id = %(id)s", id=made.id)
    assert [one.role for one in held] == ["owner"]


def test_papers_are_bounded_drawn_anew_encrypted_and_for_staff_alone(desk: Desk) -> None:
    page, guest = applied(desk), desk.of("guest")
    script = PDF.replace(b"<<>>", b"<</OpenAction 2 0 R>>")
    files = [
        ("a.pdf", PDF),
        ("b.jpg", picture()),
        ("c.pdf", script),
        ("d.exe", b"MZ"),
        ("../e.jpg", picture()[:400]),
    ]
    sent = guest.post(f"{page}/papers", papers=[(io.BytesIO(content), name) for name, content in files])
    assert sent.status_code == 422
    for told in ("the PDF contains scripts", "this is not a PDF", "the file is damaged"):
        assert told in sent.text
    kept = desk.rows("SELECT id, name, kind FROM partner_documents ORDER BY id")
    assert [(one.name, one.kind) for one in kept] == [("a.pdf", "pdf"), ("b.jpg", "jpeg")]
    stored = b"".join(bytes(one.ciphertext) for one in desk.rows("SELECT ciphertext FROM partner_document_parts"))
    assert b"%PDF" not in stored
    paper = f"/console/partners/papers/{kept[1].id}"
    got = desk.of("manager").get(paper)
    assert got.headers["Content-Disposition"].startswith("attachment")
    assert Image.open(io.BytesIO(got.data)).size == (300, 400)
    assert b"secret-camera" not in got.data
    assert b"secret-camera" in picture(), "the control"
    for who in ("owner", "competitor"):
        assert desk.of(who).get(paper).status_code == 404


def test_an_application_is_opened_by_its_link_alone_and_not_by_another_programme(desk: Desk) -> None:
    page = applied(desk)
    assert desk.of("guest").get(page).status_code == 200
    assert desk.of("guest").get(page[:-1] + ("a" if page[-1] != "a" else "b")).status_code == 404
    with desk.app.app_context(), transaction(), pytest.raises(partners.NoApplication):
        partners.application_by_token(desk.programme_id + 1, page.rpartition("/")[2])


def test_an_invited_company_hands_in_once_and_the_programme_may_refuse_it_with_a_reason(desk: Desk) -> None:
    manager = desk.of("manager")
    sent = manager.post("/console/partners/invitation", known_as="Belomorye", email="info@example.org", language="en")
    assert sent.status_code == 303
    page, guest = desk.link(), desk.of("guest")
    assert 'value="Belomorye"' in guest.get(page).text
    assert guest.post(page, **COMPANY).status_code == 303
    assert guest.post(page, **COMPANY).status_code == 409
    refused = manager.post(f"/console/partners/applications/{ref(desk)}/refusal", why="No shops in our cities yet.")
    assert refused.status_code == 303
    assert "No shops in our cities yet." in guest.get(page).text
    assert "No shops in our cities yet." in desk.letters()[-1]


def test_addresses_in_letters_are_pages_of_the_portal(app: Flask) -> None:
    rules = {rule.rule for rule in app.url_map.iter_rules()}
    assert f"{partner_letters.INVITATION}<token>" in rules
    assert f"{partner_letters.JOINING}<token>" in rules


def test_a_suspended_partner_is_out_of_the_shop_at_once_and_what_was_sold_stays(desk: Desk) -> None:
    with desk.app.app_context(), transaction():
        member = a_member(desk.programme, points=5000)
        an_order(member, desk.shelf)
        assert _sold(desk) == {desk.brand, desk.their_brand}
    manager = desk.of("manager")
    act = f"/console/partners/{desk.partner_id}"
    assert manager.post(f"{act}/suspension", why="").status_code == 422
    assert manager.post(f"{act}/leaving", why="x").status_code == 409, "suspended first"
    assert manager.post(f"{act}/suspension", why="complaints").status_code == 303
    assert manager.post(f"{act}/suspension", why="again").status_code == 409
    with desk.app.app_context(), transaction():
        assert _sold(desk) == {desk.their_brand}
        with pytest.raises(Exception, match="not_for_sale"):
            an_order(member, desk.shelf, ref="after-suspension")
        assert execute("SELECT state FROM giftcards").scalar_one() == "active"
    assert partners.takes_cards("suspended")
    assert "has suspended" in desk.of("owner").get(f"{desk.home}/").text
    assert manager.post(f"{act}/reinstatement", why="mended").status_code == 303
    with desk.app.app_context(), transaction():
        assert _sold(desk) == {desk.brand, desk.their_brand}


def test_a_partner_leaves_only_when_what_it_sold_is_settled(desk: Desk) -> None:
    with desk.app.app_context(), transaction():
        an_order(a_member(desk.programme, points=5000), desk.shelf)
    manager, act = desk.of("manager"), f"/console/partners/{desk.partner_id}"
    manager.post(f"{act}/suspension", why="ends")
    assert "1 card it sold can still be used" in manager.get(f"{act}/leaving").text
    assert manager.post(f"{act}/leaving", why="ends").status_code == 409
    with desk.app.app_context(), transaction(), as_owner():
        execute("SET LOCAL session_replication_role = replica")  # as if they had been born so
        execute("UPDATE giftcards SET expires_on = '2020-01-01', born_until = '2020-01-01'")
    assert manager.post(f"{act}/leaving", why="ends").status_code == 303
    assert not partners.takes_cards("left")
    assert manager.post(f"{act}/reinstatement", why="x").status_code == 409, "for good"
    owner = desk.of("owner")
    assert "has left" in owner.get(f"{desk.home}/").text
    invited = owner.post(f"{desk.home}/team", email="late@example.org", role="cashier", language="en")
    assert invited.status_code == 409


def test_the_state_of_a_partner_is_written_by_its_events_alone(desk: Desk) -> None:
    for statement in (
        "UPDATE partners SET state = 'left'",
        "DELETE FROM partner_events",
        "UPDATE partner_events SET why = ''",
    ):
        with desk.app.app_context(), pytest.raises(Exception, match=r"permission denied|append-only"), transaction():
            execute(statement)


def _sold(desk: Desk) -> set[str]:
    return {tile.slug for tile in shop.tiles(desk.programme_id, now=clock.now()).items}
