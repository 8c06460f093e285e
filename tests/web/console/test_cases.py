"""Cases from the card's page to a queue that empties: the member asks, the desk answers, nobody is answered twice or by two."""

import html
import io
import re
from datetime import timedelta
from types import SimpleNamespace

import psycopg
import pytest
from flask import Flask
from PIL import Image

from marketplace import giftcards, support
from marketplace.codes.rules import new_code
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.jobs import outbox
from marketplace.support import cases
from marketplace.web.storefront import case_told
from tests.builders.cases import Help, plain
from tests.builders.members import a_member
from tests.builders.tills import on_sale


@pytest.fixture
def desk(app: Flask) -> Help:
    return Help(app)


def a_photo() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (80, 80), "red").save(file, "JPEG")
    return file.getvalue()


def test_anna_asks_from_her_cards_page_is_answered_by_letter_and_the_queue_empties(
    desk: Help, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = desk.holder.card
    assert f"/cases/new?card={card.public_id}" in desk.page("anna", desk.holder.page)
    asking = plain(desk.page("anna", f"/cases/new?card={card.public_id}"))
    assert "What we know already" in asking
    assert card.last4 in asking
    case = desk.ask(freeze="y", text="Касса не взяла.", files=[(io.BytesIO(a_photo()), "чек.jpg")])
    assert desk.rows("SELECT state FROM giftcards WHERE id = %(id)s", id=card.id)[0].state == "frozen"
    assert (case.category, case.priority, case.giftcard_id, case.order_id) == (
        "refused",
        "urgent",
        card.id,
        card.order_id,
    )
    assert "we will answer by" in plain(desk.page("anna", "/cases"))
    with monkeypatch.context() as later:
        later.setattr(case_told, "clock", SimpleNamespace(now=lambda: clock.now() + timedelta(days=20)))
        assert "we are late: promised by" in plain(desk.page("anna", "/cases")), "a promise of the past is no promise"
    queue = plain(desk.page("ilya", "/console/cases"))
    assert "Card not accepted at the till" in queue
    page = desk.page("ilya", f"/console/cases/{case.id}")
    assert "Касса не взяла." in page
    assert "чек.jpg" in page
    assert desk.send("ilya", f"/console/cases/{case.id}/notes", text="Стоит в магазине").status_code == 303
    then = desk.case(case.id)
    assert (
        desk.answer("ilya", then, "{{ name }}, карта {{ brand }} на {{ value }} заморожена.", "close").status_code
        == 303
    )
    done = desk.case(case.id)
    assert (done.state, done.owner_id, done.due_at) == ("closed", desk.people["ilya"], None)
    seen = plain(desk.page("anna", f"/cases/{case.id}"))
    assert "Анна, карта" in seen
    assert "Стоит в магазине" not in seen, "a note is for the staff"
    assert "Nothing is waiting here" in plain(desk.page("ilya", "/console/cases"))
    with desk.app.app_context():
        outbox.drain()
    letters = desk.rows("SELECT subject, body_text, reply_to FROM mails WHERE ref LIKE 'case:%%' ORDER BY id")
    assert [one.subject.split()[0] for one in letters] == ["Мы", "Ваше"]
    assert "Анна, карта" in letters[1].body_text
    assert letters[1].reply_to.startswith(f"help+c{case.id}-")
    assert desk.wrong() == []
    told = desk.rows(
        "SELECT action, before, after FROM audit_records WHERE subject = %(subject)s AND actor_kind = 'user' ORDER BY id",
        subject=f"case:{case.id}",
    )
    assert {one.action for one in told} == {"cases.open", "cases.note", "cases.answer", "cases.assign", "cases.close"}
    assert all(one.before is not None and one.after is not None for one in told)


def test_anna_writes_again_and_her_closed_case_is_open_again_with_a_code_in_it_hidden(desk: Help) -> None:
    case = desk.ask()
    desk.answer("ilya", case, "Готово.", "close")
    code = "WXYZ-1234-ABCD-7K2M"
    sent = desk.send(
        "anna", f"/cases/{case.id}", ref="0" * 26, text=f"Нет, вот код: {code}, и телефон +7 900 123-45-67"
    )
    assert sent.status_code == 303
    again = desk.send("anna", f"/cases/{case.id}", ref="0" * 26, text="Нет, вот код")
    assert again.status_code == 303
    now = desk.case(case.id)
    assert now.state == "open"
    texts = [
        row.text
        for row in desk.rows("SELECT text FROM case_events WHERE case_id = %(id)s AND what = 'wrote'", id=case.id)
    ]
    assert texts == ["Нет, вот код: ••••7K2M, и телефон +7 900 123-45-67"]
    assert "hid" in plain(desk.page("anna", f"/cases/{case.id}")) or "скрыли" in plain(
        desk.page("anna", f"/cases/{case.id}")
    )
    assert desk.send("anna", f"/cases/{case.id}/closing").status_code == 303
    assert desk.case(case.id).state == "closed"
    assert "Open again" in desk.page("ilya", f"/console/cases/{case.id}")
    assert desk.send("ilya", f"/console/cases/{case.id}/reopening", seen=desk.case(case.id).version).status_code == 303
    assert desk.case(case.id).state == "open", "staff opens it again, too"


def test_a_card_of_our_own_making_is_reissued_from_its_case_and_the_prepared_answer_knows_the_new_one(
    app: Flask,
) -> None:
    desk = Help(app, own_code=True)
    case = desk.ask(what="exposed", freeze="y")
    page = desk.page("ilya", f"/console/cases/{case.id}")
    reissue = f"/console/cards/{desk.holder.card.public_id}/reissue"
    assert f'href="{reissue}" data-key="1"' in page
    no = desk.send("ilya", f"/console/cases/{case.id}/question", seen=case.version, note="Please cancel it")
    assert (no.status_code, "because the code is our own" in no.text) == (409, True)
    named = {"identified": ["number", "order"]}
    done = desk.send("ilya", reissue, ref="B" * 26, step="act", reason="exposed", note="", **named)
    assert done.status_code == 303
    assert "The card has been replaced by another" in plain(desk.page("ilya", f"/console/cases/{case.id}"))
    new = desk.answer("ilya", desk.case(case.id), "Новая карта {{ new_code }}, до {{ new_until }}.", "stay")
    assert new.status_code == 303
    left = desk.answer("ilya", desk.case(case.id), "На карте {{ left }}, до {{ until }}.", "stay")
    assert left.status_code == 303
    said = [row.text for row in desk.rows("SELECT text FROM case_events WHERE what = 'answered' ORDER BY id")]
    assert said[0].startswith("Новая карта ••••")
    assert said[1].startswith("На карте 300\u00a0₽, до"), "what is left went on with the new code"
    with app.app_context(), transaction():
        new = giftcards.own_heir(giftcards.card_by_id(desk.holder.card.id))
        assert new is not None
        support.withdraw(new, "unwanted", "source", note="x", by=desk.people["ilya"], now=clock.now())
    assert desk.answer("ilya", desk.case(case.id), "На карте {{ left }}.").status_code == 422, "nothing that counts is"


def test_what_is_sent_again_with_another_text_is_not_lost_in_silence(desk: Help) -> None:
    fields = {"ref": "A" * 26, "card": desk.holder.card.public_id, "what": "refused", "reply": "letter", "another": "y"}
    sent = [
        desk.send("anna", "/cases", text=text, **fields) for text in ("Касса не взяла.", "Касса не взяла.", "И ещё.")
    ]
    assert [one.status_code for one in sent] == [303, 303, 409]
    assert sent[0].headers["Location"] == sent[1].headers["Location"]


def test_an_answer_to_a_case_that_has_changed_asks_again_and_keeps_what_was_typed(desk: Help) -> None:
    case = desk.ask()
    assert desk.answer("irina", case, "Ответ Ирины.", "stay").status_code == 303
    late = desk.answer("ilya", case, "Ответ Ильи.", "close")
    assert (late.status_code, "Ответ Ильи." in late.text) == (409, True)
    assert "the case has changed since you began to write" in plain(late.text)
    assert [row.text for row in desk.rows("SELECT text FROM case_events WHERE what = 'answered'")] == ["Ответ Ирины."]
    assert desk.answer("ilya", desk.case(case.id), "Ответ Ильи.", "close").status_code == 303


def test_a_template_with_a_missing_fact_cannot_be_sent(desk: Help) -> None:
    case = desk.ask()
    wrong = desk.answer("ilya", case, "Новый код {{ new_code }}.")
    assert (wrong.status_code, "new_code" in plain(wrong.text)) == (422, True)
    assert desk.case(case.id).answered_at is None
    fields = {
        "name_ru": "Новая",
        "name_en": "New",
        "body_ru": "{{ name }}: {{ new_code }}",
        "body_en": "{{ name }}: {{ nonsense }}",
    }
    assert desk.send("ilya", "/console/cases/templates/new", **fields).status_code == 422
    for _ in range(2):
        assert (
            desk.send(
                "ilya", "/console/cases/templates/new", **fields | {"body_en": "{{ name }}", "ref": "R1"}
            ).status_code
            == 303
        )
    number = desk.rows("SELECT id FROM answer_templates")[0].id
    page = desk.page("ilya", f"/console/cases/{case.id}?template={number}&language=ru")
    assert "Анна: {{ last characters of the new code }}" in page
    assert "not known: last characters of the new code" in plain(page), "said before it is chosen"
    assert "it cannot be sent with them: last characters of the new code" in plain(page)


def test_two_agents_on_one_case_see_each_other_and_are_forgotten_after_a_minute(desk: Help) -> None:
    case = desk.ask()
    desk.page("irina", f"/console/cases/{case.id}")
    page = plain(desk.page("ilya", f"/console/cases/{case.id}"))
    with desk.app.app_context():
        address = desk.rows("SELECT email FROM users WHERE id = %(id)s", id=desk.people["irina"])[0].email
    called = address.partition("@")[0].title()
    assert f"{called} has this case open, too" in page
    with desk.app.app_context(), transaction():
        from_now = clock.now().replace(year=clock.now().year + 1)
        assert cases.looking(case.id, but=desk.people["ilya"], now=from_now) == []


def test_the_partner_is_asked_to_cancel_its_code_the_case_waits_and_the_member_sees_it(desk: Help) -> None:
    case = desk.ask()
    assert "Ask the partner" in desk.page("ilya", f"/console/cases/{case.id}")
    assert (
        desk.send("ilya", f"/console/cases/{case.id}/question", seen=case.version, note="Код не проходит").status_code
        == 303
    )
    assert desk.case(case.id).state == "waits_partner"
    assert "We asked the shop" in plain(desk.page("anna", f"/cases/{case.id}"))
    assert "Код не проходит" in plain(desk.page("owner", f"/partner/{desk.slug}/questions"))
    assert "Answer 1 question" in plain(desk.page("owner", f"/partner/{desk.slug}/"))
    question = desk.rows("SELECT id FROM case_questions")[0].id
    said = desk.send("owner", f"/partner/{desk.slug}/questions/{question}", outcome="cancelled", note="Отменён")
    assert said.status_code == 303
    assert desk.case(case.id).state == "open"
    assert "has cancelled the code" in plain(desk.page("ilya", f"/console/cases/{case.id}"))
    twice = desk.send("owner", f"/partner/{desk.slug}/questions/{question}", outcome="kept", note="")
    assert twice.status_code == 409
    assert desk.wrong() == []


def test_cases_of_one_outage_are_linked_and_answered_at_once_each_with_its_own_facts(desk: Help) -> None:
    anna, stranger, caller = desk.ask(), desk.written(), desk.written(from_="")
    assert desk.send("ilya", f"/console/cases/{anna.id}/incident", title="Кассы не отвечают").status_code == 303
    incident = desk.rows("SELECT id FROM incidents")[0].id
    assert desk.send("ilya", f"/console/cases/{stranger.id}/incident", incident=incident).status_code == 303
    assert desk.send("ilya", f"/console/cases/{caller.id}/incident", incident=incident).status_code == 303
    both = [desk.case(one.id) for one in (anna, stranger, caller)]
    page = desk.page("ilya", f"/console/cases/incidents/{incident}")
    seen = ",".join(f"{one.id}:{one.version}" for one in both)
    assert seen in page
    path = f"/console/cases/incidents/{incident}/answer"
    assert desk.send("ilya", path, text="{{ name }}, кассы работают.", seen=seen, then="close").status_code == 303
    assert [desk.case(one.id).state for one in both] == ["closed", "open", "open"], (
        "a stranger has no name: nothing is sent with a blank"
    )
    page = plain(desk.page("ilya", f"/console/cases/incidents/{incident}"))
    assert f"Case {stranger.id} was not answered: no facts for: name" in page
    assert f"Case {caller.id} was not answered: there is no address to write to" in page
    assert desk.send("ilya", path, text="Кассы работают.", seen=f"{stranger.id}:1", then="close").status_code == 303
    assert desk.case(stranger.id).state == "open", "it has changed since it was looked at"
    assert desk.wrong() == []


def test_an_incident_is_shown_and_answered_a_page_at_a_time(desk: Help, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cases, "OF_INCIDENT_MAX", 2)
    linked = [desk.written(from_=f"a{number}@example.org") for number in range(3)]
    with desk.app.app_context(), transaction():
        incident = cases.begin(desk.programme.id, "Кассы не отвечают", now=clock.now())
        for one in linked:
            cases.link(one, incident, now=clock.now())
    path = f"/console/cases/incidents/{incident.id}"
    first = desk.page("ilya", path)
    onward = html.unescape(re.findall(r'rel="next" href="([^"]+)"', first)[0])
    seen = re.findall(r'name="seen"[^>]*value="([^"]+)"', first)[0]
    assert seen == f"{linked[0].id}:2,{linked[1].id}:2"
    assert "Answer 2 cases and close them" in first
    assert f'action="{path}/answer?cursor=' in desk.page("ilya", onward)
    sent = desk.send(
        "ilya",
        f"{path}/answer?{onward.partition('?')[2]}",
        text="Кассы работают.",
        seen=f"{linked[2].id}:2",
        then="close",
    )
    assert sent.headers["Location"].endswith(onward)
    assert desk.send("ilya", f"{path}/answer", text="Кассы работают.", seen=seen, then="close").status_code == 303
    assert [desk.case(one.id).state for one in linked] == ["closed"] * 3


def test_an_address_suggests_members_and_two_facts_identify_one(desk: Help) -> None:
    case = desk.written(from_=desk.member.email)
    page = plain(desk.page("ilya", f"/console/cases/{case.id}"))
    assert "Possibly Анна Соколова" in page
    path = f"/console/cases/{case.id}/identity"
    assert desk.send("ilya", path, member=desk.member.number, identified=["email"]).status_code == 422
    with desk.app.app_context(), transaction(), pytest.raises(cases.NotEnoughNamed):
        cases.identify(case, desk.member, ["email"], now=clock.now())
    assert desk.case(case.id).member_id is None
    assert desk.send("ilya", path, member=desk.member.number, identified=["number", "order"]).status_code == 303
    assert desk.case(case.id).member_id == desk.member.id
    assert f"/cases/{case.id}" in desk.page("anna", "/cases")


def test_a_code_that_nothing_shows_to_be_one_is_hidden_once_it_is_known_whose_case_it_is(
    desk: Help, owner_url: str
) -> None:
    with desk.app.app_context(), transaction():
        on_sale(desk.holder.shelf, "MOCKWORDS", pin="")
    for _ in range(3):
        desk.holder.buy()
    letter, into = desk.written(text="Код mockwords не берут"), desk.written(text="И снова: mock-words, 15 руб.")
    told = "SELECT text, facts ->> 'masked' AS masked FROM case_events WHERE what = 'opened' ORDER BY id"
    assert [row.masked for row in desk.rows(told)] == [None, None], "it is a word like any other"
    with desk.app.app_context(), transaction():
        cases.merge(letter, into, now=clock.now())
        cases.identify(cases.case_by_id(into.id), desk.member, ["number", "phone"], now=clock.now())
    hidden = [("Код ••••ORDS не берут", "true"), ("И снова: ••••ORDS, 15 руб.", "true")]
    assert [(row.text, row.masked) for row in desk.rows(told)] == hidden
    with psycopg.connect(owner_url) as owner, pytest.raises(psycopg.errors.IntegrityError):
        owner.execute("UPDATE case_events SET text = 'Код ••••ORDS берут' WHERE what = 'opened'")
    assert desk.wrong() == []


def test_the_one_box_finds_a_case_by_its_number(desk: Help) -> None:
    case = desk.ask()
    led = desk.of("ilya").get(f"/console/find?q={case.number}")
    assert led.headers["Location"].endswith(f"/console/cases/{case.id}")


def test_what_a_member_wrote_is_taken_out_when_he_is_erased_and_his_cases_follow_him_when_he_is_merged(
    desk: Help,
) -> None:
    case = desk.ask(text="Касса не взяла.", files=[(io.BytesIO(a_photo()), "чек.jpg")])
    older, by_letter, into = desk.written(text="Моё"), desk.written(text="Письмо"), desk.written(text="Ещё письмо")
    with desk.app.app_context(), transaction():
        twin = a_member(desk.programme)
        cases.identify(cases.case_by_id(older.id), twin, ["number", "phone"], now=clock.now())
        assert cases.move(twin.id, desk.member.id, now=clock.now()) == 1
    assert desk.case(older.id).member_id == desk.member.id
    assert desk.wrong() == []
    with desk.app.app_context(), transaction():
        cases.merge(by_letter, cases.case_by_id(case.id), now=clock.now())
        cases.merge(into, cases.case_by_id(older.id), now=clock.now())
    with desk.app.app_context(), transaction():
        assert cases.forget(desk.member.id, now=clock.now()) == 4
    emptied = desk.case(case.id)
    assert (emptied.state, emptied.title, emptied.email, emptied.phone) == ("closed", "", "", "")
    texts = desk.rows(
        "SELECT count(*) AS n FROM case_events WHERE case_id = ANY (%(ids)s) AND text <> ''",
        ids=[one.id for one in (case, older, by_letter, into)],
    )
    assert (texts[0].n, desk.rows("SELECT count(*) AS n FROM case_file_parts")[0].n) == (0, 0)
    assert desk.wrong() == []


def test_a_case_is_taken_down_by_phone_handed_over_and_sorted(desk: Help) -> None:
    fields = {
        "ref": "A" * 26,
        "category": "points",
        "priority": "normal",
        "title": "Сгорели",
        "text": "Звонит",
        "member": desk.member.number,
    }
    assert desk.send("ilya", "/console/cases/new", **fields, identified=["number"]).status_code == 422
    named = fields | {"member": desk.member.name}
    asked = desk.send("ilya", "/console/cases/new", **named, identified=["number", "phone"])
    assert f'type="radio" name="member" value="{desk.member.number}"' in asked.text, (
        "a name is a question, not an answer"
    )
    assert asked.status_code == 422
    sent = desk.send("ilya", "/console/cases/new", **fields, identified=["number", "phone"])
    case = desk.case(int(sent.headers["Location"].rpartition("/")[2]))
    assert (case.channel, case.member_id, case.email) == ("phone", desk.member.id, desk.member.email)
    again = desk.send("ilya", "/console/cases/new", **fields, identified=["number", "phone"])
    assert again.headers["Location"] == sent.headers["Location"], "asked twice it is one case"
    assert desk.send("ilya", f"/console/cases/{case.id}/owner", owner=desk.people["irina"]).status_code == 303
    assert desk.send("ilya", f"/console/cases/{case.id}/sorting", category="data", priority="urgent").status_code == 303
    now = desk.case(case.id)
    assert (now.owner_id, now.category, now.priority) == (desk.people["irina"], "data", "urgent")
    assert now.solve_due_at != case.solve_due_at
    assert "Сгорели" in desk.page("irina", "/console/cases?show=mine")
    assert "Сгорели" not in desk.page("ilya", "/console/cases?show=mine")
    assert desk.wrong() == []


def test_a_card_that_is_in_an_open_case_leads_to_it_and_makes_another_only_on_purpose(desk: Help) -> None:
    card, first = desk.holder.card, desk.ask()
    asking = desk.page("anna", f"/cases/new?card={card.public_id}")
    assert (f'href="/cases/{first.id}"' in asking, 'name="what"' in asking, "Freeze now" in asking) == (
        True,
        False,
        True,
    )
    # A form that was open before, sent twice: what it says is added, once, and nothing of it is lost.
    stale = {
        "ref": "S" * 26,
        "card": card.public_id,
        "what": "exposed",
        "reply": "letter",
        "text": "It is stolen.",
        "freeze": "y",
    }
    for _ in range(2):
        sent = desk.send("anna", "/cases", **stale)
        assert sent.headers["Location"].endswith(f"/cases/{first.id}")
    wrote = desk.rows("SELECT case_id, text FROM case_events WHERE what = 'wrote'")
    assert [(one.case_id, one.text) for one in wrote] == [(first.id, "Code lost, or known to others\n\nIt is stolen.")]
    assert (desk.rows("SELECT count(*) AS n FROM cases")[0].n, desk.rows("SELECT state FROM giftcards")[0].state) == (
        1,
        "frozen",
    )
    assert 'name="another"' in desk.page("anna", f"/cases/new?card={card.public_id}&another=1")
    assert desk.ask(ref="T" * 26, what="sum").id != first.id, "on purpose"
    newest = desk.rows("SELECT max(id) AS id FROM cases")[0].id
    # At the desk it is the same.
    fields = {
        "ref": "D" * 26,
        "category": "other",
        "priority": "normal",
        "member": desk.member.number,
        "card": card.public_id,
        "identified": ["number", "phone"],
    }
    page = f"/console/cases/new?member={desk.member.number}&card={card.public_id}"
    assert f'href="/console/cases/{newest}"' in desk.page("ilya", page)
    refused = desk.send("ilya", "/console/cases/new", **fields)
    assert (refused.status_code, "Go on with the open case" in refused.text) == (422, True)
    for _ in range(2):
        assert desk.send("ilya", "/console/cases/new", **fields, another="y").status_code == 303
    assert desk.rows("SELECT count(*) AS n FROM cases")[0].n == 3
    assert desk.wrong() == []


def test_a_partner_is_not_asked_for_a_case_that_is_closed_and_a_code_that_dies_all_the_same_is_heard_of(
    desk: Help,
) -> None:
    case = desk.ask()
    asked = desk.send("ilya", f"/console/cases/{case.id}/question", seen=case.version, note="Код не проходит")
    assert asked.status_code == 303
    answer, question = f"/partner/{desk.slug}/questions", desk.rows("SELECT id FROM case_questions")[0].id
    assert desk.answer("ilya", desk.case(case.id), "Уточняем.", "wait").status_code == 303
    assert "Код не проходит" in plain(desk.page("owner", answer)), "it is open for the member, too"
    assert desk.answer("ilya", desk.case(case.id), "Готово.").status_code == 303
    assert desk.case(case.id).state == "closed"
    assert "Код не проходит" not in plain(desk.page("owner", answer))
    said = desk.send("owner", f"{answer}/{question}", outcome="cancelled", note="Отменён")
    assert (said.status_code, desk.case(case.id).state) == (303, "open"), "somebody has to see that the code is dead"
    assert desk.wrong() == []


def test_the_hour_that_closes_silent_cases_sees_what_the_member_has_just_written(desk: Help) -> None:
    case = desk.ask()
    assert desk.answer("ilya", case, "Какой магазин?", "wait").status_code == 303
    with desk.app.app_context():
        with transaction():
            [found] = cases.silent(desk.programme.id, now=clock.now() + timedelta(days=8), limit=9)
        assert desk.send("anna", f"/cases/{case.id}", ref="1" * 26, text="На Тверской").status_code == 303
        for verb in (cases.give_up_waiting, cases.remind):
            with pytest.raises(cases.CaseChanged), transaction():
                verb(cases.case_by_id(case.id), seen=found.version, now=clock.now())
    assert desk.case(case.id).state == "open"


def test_a_code_of_ours_is_hidden_in_small_letters_in_groups_and_in_letters_alone(desk: Help) -> None:
    code = new_code()
    letters = next(one for one in iter(new_code, "") if sum(map(str.isdigit, one)) < 3)
    for written in (code.lower(), letters, letters.lower()):
        groups = " ".join(written[at : at + 4] for at in range(0, 16, 4))
        for text in (written, groups, groups.replace(" ", "-")):
            case = desk.written(text=f"Код {text} не проходит, что делать?")
            [kept] = desk.rows("SELECT text FROM case_events WHERE case_id = %(id)s AND what = 'opened'", id=case.id)
            assert kept.text == f"Код ••••{written[-4:].upper()} не проходит, что делать?"
    with desk.app.app_context():
        harmless = "Hello there, with that same card from last week they were told that it does not work."
        assert cases.masked(harmless, None) == (harmless, False)


def test_whoever_merges_a_case_chooses_from_the_members_others_and_sees_both_before_anything_happens(
    desk: Help,
) -> None:
    first, second = desk.ask(text="Касса не взяла."), desk.ask(what="sum", text="Списали дважды.")
    path = f"/console/cases/{second.id}/merging"
    offered = plain(desk.page("ilya", path))
    assert (first.number in offered, "Касса не взяла." in offered) == (True, True)
    both = plain(desk.page("ilya", f"{path}?into={first.id}"))
    for said in (
        f"Merge No. {second.id} into No. {first.id}",
        "Касса не взяла.",
        "Списали дважды.",
        "Stays",
        "1 message",
    ):
        assert said in both, said
    itself = desk.send("ilya", path, into=str(second.id))
    assert (itself.status_code, "This is the case itself" in itself.text, 'class="rail"' in itself.text) == (
        422,
        True,
        True,
    )
    assert desk.send("ilya", path, into=str(first.id)).status_code == 303
    assert desk.case(second.id).state == "merged"


def test_today_says_what_waits_for_whoever_opens_the_desk_and_where(desk: Help) -> None:
    mine, nobodys = desk.ask(), desk.ask(what="sum")
    assert desk.send("ilya", f"/console/cases/{mine.id}/mine").status_code == 303
    page = desk.page("ilya", "/console/")
    for number, what, show in (
        (1, "cases of mine", "mine"),
        (1, "cases that are nobody’s", "unassigned"),
        (0, "cases overdue", "late"),
    ):
        assert re.search(rf'href="/console/cases\?show={show}"[^>]*><b>{number}</b><span>{what}', page), what
    assert ("Yours next" in page, f"/console/cases/{mine.id}" in page, f"/console/cases/{nobodys.id}" in page) == (
        True,
        True,
        False,
    )
    later = clock.now() + timedelta(days=9)
    with desk.app.app_context():
        there = cases.today(desk.programme.id, desk.people["ilya"], now=later, until=later + timedelta(hours=1))
    assert tuple(there) == (2, 0, 1, 1, 0)
