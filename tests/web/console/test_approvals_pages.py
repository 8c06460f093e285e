"""A programme's texts and settings changed by two of its staff, through their pages."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace import programmes
from marketplace.core.db import execute, transaction
from tests.builders.approvals import Office
from tests.builders.identity import csrf, sign_in
from tests.builders.pages import Page, page_of, send, visit
from tests.builders.programmes import RULES

EDITOR = "/console/programme/texts/rules/ru/proposal"
SETTINGS = "/console/programme/settings"
NEW = "# Правила использования карт\n\nКарта действует два года.\n"


class Desk:
    """The pages of one of the office's people."""

    def __init__(self, app: Flask, user: int) -> None:
        self.client: FlaskClient = app.test_client()
        sign_in(self.client, user, fresh=True)
        self.token = csrf(self.client)

    def get(self, path: str, language: str = "en") -> Page:
        return visit(self.client, path, language=language)

    def post(self, path: str, data: dict[str, object], language: str = "en") -> Page:
        return send(self.client, path, data | {"csrf_token": self.token}, language=language)

    def propose(self, body: str = NEW, **over: object) -> tuple[Page, str]:
        """The proposal's page after the editor's form was sent, and its ref."""
        form = self.get(EDITOR).form(EDITOR)
        answer = page_of(
            self.client.post(EDITOR, data=form.held | {"body": body, "why": "Longer", "csrf_token": self.token} | over)
        )
        found = re.search(r"/console/approvals/([0-9A-Z]{26})", str(answer.headers.get("Location", "")))
        ref = found[1] if found else ""
        return (self.get(f"/console/approvals/{ref}") if ref else answer), ref

    def decide(self, ref: str, deed: str, note: str = "") -> Page:
        path = f"/console/approvals/{ref}/{deed}"
        form = self.get(path).form(path)
        return self.post(path, form.held | {"note": note})


@pytest.fixture
def office(app: Flask) -> Office:
    with app.app_context():
        return Office()


@pytest.fixture
def vera(app: Flask, office: Office) -> Desk:
    return Desk(app, office.vera)


@pytest.fixture
def elena(app: Flask, office: Office) -> Desk:
    return Desk(app, office.elena)


def rules_of(app: Flask, office: Office) -> str:
    with app.app_context():
        newest = programmes.newest_text(office.programme.id, "rules", "ru")
    assert newest is not None
    return newest.body


def test_two_people_publish_a_text(app: Flask, office: Office, vera: Desk, elena: Desk) -> None:
    page, ref = vera.propose()
    assert "another person has to decide" in page.words
    assert f"/console/approvals/{ref}/approval" not in page.html, "no button that would be refused"
    assert "<ins>" in page.html
    assert "was: год" in page.words
    assert "will be: два года" in page.words
    inbox = elena.get("/console/approvals")
    assert "Waiting for you 1" in inbox.words
    assert f"/console/approvals/{ref}/approval" in inbox.html
    assert rules_of(app, office) == RULES["ru"]
    done = elena.decide(ref, "approval")
    assert "Approved and done" in done.words
    assert rules_of(app, office) == NEW
    assert "Version 2" in vera.get("/console/programme/texts/rules/ru").words


def test_the_proposer_who_sends_the_approval_all_the_same_is_refused(
    app: Flask, office: Office, vera: Desk, elena: Desk
) -> None:
    _, ref = vera.propose()
    path = f"/console/approvals/{ref}/approval"
    held = elena.get(path).form(path).held
    answer = vera.post(path, {"seen": held["seen"], "note": ""})
    assert (answer.status, rules_of(app, office)) == (403, RULES["ru"])
    assert "You cannot approve your own" in answer.words


def test_who_asks_for_changes_says_why_and_the_edit_is_approved(
    app: Flask, office: Office, vera: Desk, elena: Desk
) -> None:
    _, ref = vera.propose()
    assert elena.decide(ref, "changes").status == 422
    assert elena.decide(ref, "changes", "Say it in days").status == 200
    page = vera.get(f"/console/approvals/{ref}")
    assert "Changes requested" in page.words
    assert "Say it in days" in page.words
    edited = NEW.replace("два года", "730 дней")
    form = vera.get(EDITOR).form(EDITOR)
    assert vera.post(EDITOR, form.held | {"body": edited}).status == 200
    elena.decide(ref, "approval")
    assert rules_of(app, office) == edited


def test_a_note_among_approvers_is_not_on_the_proposers_page(vera: Desk, elena: Desk) -> None:
    _, ref = vera.propose()
    notes = f"/console/approvals/{ref}/notes"
    elena.post(notes, {"body": "Ask a lawyer", "approvers_only": "y"})
    elena.post(notes, {"body": "Looks good"})
    hers, his = elena.get(f"/console/approvals/{ref}").words, vera.get(f"/console/approvals/{ref}").words
    assert ("Ask a lawyer" in hers, "Ask a lawyer" in his) == (True, False)
    assert "Looks good" in his


def test_an_approval_for_a_page_that_is_out_of_date_is_refused(
    app: Flask, office: Office, vera: Desk, elena: Desk
) -> None:
    _, ref = vera.propose()
    path = f"/console/approvals/{ref}/approval"
    held = elena.get(path).form(path).held
    form = vera.get(EDITOR).form(EDITOR)
    vera.post(EDITOR, form.held | {"body": NEW + "\nЕщё."})
    answer = elena.post(path, held | {"note": ""})
    assert (answer.status, rules_of(app, office)) == (409, RULES["ru"])
    assert "edited since you opened it" in answer.words


def test_preview_shows_the_text_and_proposes_nothing(app: Flask, office: Office, vera: Desk) -> None:
    form = vera.get(EDITOR).form(EDITOR)
    page = vera.post(EDITOR, form.held | {"body": "# Новое\n\n<script>alert(1)</script>", "preview": "1"})
    assert page.status == 200
    assert "<h2>Новое</h2>" in page.html
    assert "<script>alert" not in page.html
    assert "Waiting for you 0" in vera.get("/console/approvals").words
    assert "Yours 0" in vera.get("/console/approvals").words


def test_two_people_change_a_setting_and_one_that_cannot_be_read_is_refused_beside_its_field(
    app: Flask, office: Office, vera: Desk, elena: Desk
) -> None:
    form = vera.get(SETTINGS).form(SETTINGS)
    bad = vera.post(
        SETTINGS, form.held | {"look_accent": "#ffffff", "expiry_end": "day", "look_mark": "", "city_slug": ""}
    )
    assert bad.status == 422
    assert "The contrast with" in bad.words
    page = vera.post(
        SETTINGS,
        form.held
        | {"name_ru": "Даль", "reveal_limit": "4500", "expiry_end": "day", "look_mark": "", "city_slug": ""}
        | {"partner_commission_bp": "0,0"},
    )
    assert "4,500" in page.words
    assert "an example is shown" in page.words, "where nothing was said before"
    found = re.search(r"/console/approvals/([0-9A-Z]{26})/withdrawal", page.html)
    assert found
    elena.decide(found[1], "approval")
    with app.app_context():
        held = programmes.settings_of(office.programme.id)
    assert (held.name_ru, held.reveal_limit, held.name_en) == ("Даль", 450_000, office.programme.name_en)
    assert held.partner_commission_bp == 0, "which is another thing than nothing said"


def test_nobody_could_approve_is_said_on_the_editor_and_when_it_is_sent_all_the_same(
    app: Flask, office: Office, vera: Desk
) -> None:
    form = vera.get(EDITOR).form(EDITOR)
    with app.app_context(), transaction():
        execute("UPDATE users SET active = false WHERE id <> %(id)s", {"id": office.vera})
    assert "Nobody could approve this" in vera.get(EDITOR).words
    answer = vera.post(EDITOR, form.held | {"body": NEW})
    assert (answer.status, "Nobody could approve this" in answer.words) == (422, True)


def test_the_rule_of_approval_is_proposed_by_an_admin_and_approved_by_another(app: Flask, office: Office) -> None:
    sergey, irina = Desk(app, office.sergey), Desk(app, office.irina)

    def agreed(kind: str, **rule: str) -> str:
        """What the page of all rules says once both have agreed on one."""
        path = f"/console/approvals/rules/{kind}"
        page = sergey.post(path, sergey.get(path).form(path).held | rule)
        found = re.search(r"/console/approvals/([0-9A-Z]{26})/withdrawal", page.html)
        assert found
        assert "Approved and done" in irina.decide(found[1], "approval").words
        return sergey.get("/console/approvals/rules").words

    assert "Above ₽5,000" in agreed("programme_settings", approvers="1", cap="5000", approvers_over_cap="2")
    alone = "what a partner brings above 10 takes one person"
    assert alone in sergey.get("/console/approvals/rules").words
    assert alone not in agreed("run_catalogue", approvers="0", cap="", approvers_over_cap="1")


def test_every_page_is_there_in_russian(app: Flask, office: Office, vera: Desk, elena: Desk) -> None:
    _, ref = vera.propose()
    paths = (
        "/console/approvals", f"/console/approvals/{ref}", f"/console/approvals/{ref}/refusal", "/console/approvals?show=mine",
        "/console/approvals?show=ended", "/console/approvals/rules", "/console/programme/texts", "/console/programme/texts/rules/ru",
        EDITOR, SETTINGS,
    )  # fmt: skip
    for path in paths:
        for desk in (vera, elena):
            page = desk.get(path, language="ru")
            assert (path, page.status, page.html.count("<h1")) == (path, 200, 1)
