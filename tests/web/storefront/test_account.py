"""A member's own pages: what they change is theirs, what is another's does not exist for them."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from marketplace import members, programmes
from marketplace.core.db import db, transaction
from marketplace.programmes import City
from tests.builders.identity import NOW, a_user, csrf, sign_in, staff
from tests.builders.members import a_member
from tests.builders.pages import visit
from tests.builders.programmes import a_programme

ANNA = {"first_name": "Анна", "last_name": "Соколова", "phone": "+7 (900) 000-42-18", "city": "", "language": "en"}


class Story:
    """Anna and Boris, members of one programme, and Anna's browser."""

    def __init__(self, app: Flask, client: FlaskClient) -> None:
        self.client = client
        with app.app_context(), transaction():
            programme = a_programme()
            anna, boris = a_member(programme), a_member(programme, first_name="Борис")
            self.card_id = members.bind_card(anna, "220220******1186", NOW).id
            self.his_card_id = members.bind_card(boris, "553691******0042", NOW).id
            self.anna_id, self.boris_id = anna.id, boris.id
            self.anna_user, self.boris_user = anna.user_id or 0, boris.user_id or 0
        sign_in(client, self.anna_user)

    def post(self, where: str, **form: str) -> Any:
        return self.client.post(where, data={"csrf_token": csrf(self.client), **form})


@pytest.fixture
def story(app: Flask, client: FlaskClient) -> Story:
    return Story(app, client)


def kept(app: Flask, member_id: int) -> Any:
    with app.app_context():
        return db.session.execute(text("SELECT * FROM members WHERE id = :id"), {"id": member_id}).one()


@pytest.mark.parametrize("where", ["/account/profile", "/account/notifications", "/account/security"])
def test_guest_is_asked_to_sign_in_and_comes_back(app: Flask, client: FlaskClient, where: str) -> None:
    with app.app_context(), transaction():
        a_programme()
    answer = client.get(where)
    assert answer.status_code == 302
    assert answer.location == f"/sign-in?next={where}"


@pytest.mark.parametrize("where", ["/account/profile", "/account/notifications", "/account/security"])
def test_member_sees_the_page_in_both_languages(story: Story, where: str) -> None:
    for language in ("ru", "en"):
        story.client.set_cookie("language", language)
        answer = story.client.get(where)
        assert answer.status_code == 200
        assert f'<html lang="{language}"' in answer.get_data(as_text=True)


def test_profile_is_changed_and_the_rest_stays(app: Flask, story: Story) -> None:
    before = kept(app, story.boris_id)
    assert story.post("/account/profile", **ANNA).location == "/account/profile"
    row = kept(app, story.anna_id)
    assert (row.first_name, row.phone, row.language, row.city_slug) == ("Анна", "+79000004218", "en", None)
    assert kept(app, story.boris_id) == before
    assert '<html lang="en"' in story.client.get("/account/profile").get_data(as_text=True)


@pytest.mark.parametrize(
    "over",
    [
        {"first_name": ""}, {"first_name": "А" * 81}, {"first_name": "А\u202eнна"}, {"last_name": "<script>"}, {"phone": "no"},
        {"phone": "1" * 30}, {"phone": "-5"}, {"city": "atlantis"}, {"language": "xx"}, {"language": ""},
    ],
)  # fmt: skip
def test_bad_profile_is_refused_beside_the_field_and_nothing_changes(
    app: Flask, story: Story, over: dict[str, str]
) -> None:
    before = kept(app, story.anna_id)
    answer = story.post("/account/profile", **ANNA | over)
    assert answer.status_code == 422
    assert "field-error" in answer.get_data(as_text=True)
    assert kept(app, story.anna_id) == before


def test_what_is_typed_into_the_profile_is_shown_as_text(story: Story) -> None:
    page = story.post("/account/profile", **ANNA | {"first_name": '"><img src=x>'}).get_data(as_text=True)
    assert "<img" not in page


def test_bank_cards_are_masked_and_only_ones_own_is_unbound(app: Flask, story: Story) -> None:
    page = story.client.get("/account/profile").get_data(as_text=True)
    assert "1186" in page
    assert "220220" not in page
    assert "0042" not in page
    assert story.post(f"/account/cards/{story.his_card_id}/removal").status_code == 404
    assert story.post("/account/cards/999999999/removal").status_code == 404
    assert story.post(f"/account/cards/{story.card_id}/removal").status_code == 302
    with app.app_context():
        assert members.cards(story.anna_id) == []
        assert len(members.cards(story.boris_id)) == 1


def test_a_switch_acts_at_once_and_without_script_a_button_saves_them_all(app: Flask, story: Story) -> None:
    answer = story.client.post(
        "/account/notifications/orders", data={"csrf_token": csrf(story.client)}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 200
    assert "<html" not in answer.get_data(as_text=True)
    with app.app_context():
        assert members.notifications(story.anna_id)["orders"] is False
        assert members.notifications(story.boris_id) == {
            "orders": True,
            "expiry": True,
            "accruals": True,
            "news": False,
        }
    assert story.post("/account/notifications", news="y", orders="y").status_code == 302
    with app.app_context():
        wanted = members.notifications(story.anna_id)
    assert wanted == {"orders": True, "expiry": False, "accruals": False, "news": True}
    assert story.post("/account/notifications/gossip").status_code == 422


def test_user_who_is_no_member_here_is_asked_to_join_and_led_on(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), transaction():
        a_programme()
        user_id = a_user("olga@example.org").id
    sign_in(client, user_id)
    assert client.get("/account/profile").location == "/account/joining?next=/account/profile"
    page = visit(client, "/account/joining?next=/account/profile")
    form = page.form("").ticked(first_name="Ольга", last_name="Нечаева", city="", language="ru")
    assert client.post("/account/joining", data=form | {"agreed": ""}).status_code == 422
    assert client.post("/account/joining?next=/account/profile", data=form).location == "/account/profile"
    with app.app_context():
        assert db.session.execute(text("SELECT user_id FROM consents")).scalars().all() == [user_id]
    assert client.get("/account/profile").status_code == 200
    assert client.get("/account/joining?next=//evil.example").location == "/"


def test_member_of_one_programme_is_nobody_in_another(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), transaction():
        here = a_programme(hosts=("here.example",))
        a_programme(hosts=("there.example",))
        member = a_member(here)
        user_id = member.user_id or 0
    sign_in(client, user_id)
    with client.session_transaction() as session:
        carried = dict(session)
    for host, wanted in (("here.example", 200), ("there.example", 302)):
        with client.session_transaction(base_url=f"http://{host}") as session:
            session.update(carried)
        assert client.get("/account/profile", base_url=f"http://{host}").status_code == wanted


def test_sign_out_everywhere_else_keeps_this_session(app: Flask, story: Story) -> None:
    other = app.test_client()
    sign_in(other, story.anna_user)
    his = app.test_client()
    sign_in(his, story.boris_user)
    assert story.post("/account/sessions/end").location == "/account/security"
    assert story.client.get("/account/profile").status_code == 200
    assert other.get("/account/profile").status_code == 302
    assert his.get("/account/profile").status_code == 200


def test_staff_who_are_no_members_still_see_to_their_sign_in(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), transaction():
        user_id = staff(a_programme(), "finance").id
    sign_in(client, user_id)
    assert client.get("/account/security").status_code == 200


def test_the_account_begins_with_the_profile(story: Story) -> None:
    answer = story.client.get("/account")
    assert (answer.status_code, answer.location) == (302, "/account/profile")


def test_the_city_of_the_profile_outranks_what_was_chosen_in_the_menu(app: Flask, story: Story) -> None:
    with app.app_context(), transaction():
        programmes.put_cities(
            [City("spb", "Санкт-Петербург", "Saint Petersburg", 1), City("moscow", "Москва", "Moscow", 2)]
        )
    story.post("/city", city="moscow", next="/")
    assert "Город: Москва" in visit(story.client, "/").html
    assert story.post("/account/profile", **ANNA | {"city": "spb", "language": "ru"}).status_code == 302
    assert "Город: Санкт-Петербург" in visit(story.client, "/").html


def test_a_phone_in_words_is_refused_in_one_line(story: Story) -> None:
    answer = story.post("/account/profile", **ANNA | {"phone": "позвоните мне"})
    assert answer.status_code == 422
    assert "+7\u00a0900\u00a0000\u201100\u201100" in answer.text
