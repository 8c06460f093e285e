"""A partner's team: people are invited by letter, given another role, let go; and nothing of it is another partner's."""

import re
from datetime import timedelta

import pytest
import time_machine

from marketplace import identity, partners
from marketplace.core import clock
from marketplace.core.actors import Actor
from marketplace.core.db import transaction
from marketplace.identity import Role
from tests.builders.identity import PASSWORD, sign_in
from tests.web.partner.desk import Desk, Visitor

EGOR = {"name": "Egor Tikhonov", "email": "egor@example.org", "role": "cashier", "language": "en"}
CHOSEN = "seven-green-lanterns"


def invited(desk: Desk, **over: str) -> str:
    """The path behind the link of a letter that an owner has had written."""
    answer = desk.of("owner").post(f"{desk.home}/team", **EGOR | over)
    assert answer.status_code == 303, answer.text
    return desk.link()


def roles_of(desk: Desk, email: str) -> list[str]:
    return [
        row.role for row in desk.rows(
            "SELECT role FROM grants JOIN users ON users.id = user_id WHERE email = %(email)s ORDER BY role", email=email
        )
    ]  # fmt: skip


def access(desk: Desk, who: str) -> int:
    return int(desk.rows("SELECT id FROM grants WHERE user_id = %(user)s", user=desk.ids[who])[0].id)


def test_a_cashier_invited_by_letter_chooses_a_password_and_is_led_to_a_second_factor(desk: Desk) -> None:
    path, guest = invited(desk), desk.of("guest")
    assert "egor" not in guest.get(path).text, "the address is masked"
    assert guest.post(path, password="short").status_code == 422
    assert guest.post(path, password=CHOSEN).location.startswith("/sign-in")
    assert roles_of(desk, "egor@example.org") == ["cashier"]
    assert guest.post("/sign-in", email="egor@example.org", password=CHOSEN).status_code == 302
    assert guest.get(f"{desk.home}/").location == "/second-factor/set-up"


def test_who_is_on_the_team_is_not_invited_again_in_any_role(desk: Desk) -> None:
    invited(desk)
    manager = desk.rows("SELECT email FROM users WHERE id = %(id)s", id=desk.ids["manager"])[0].email
    for role in ("owner", "cashier"):
        refused = desk.of("owner").post(f"{desk.home}/team", **EGOR | {"email": own_address(desk), "role": role})
        assert refused.status_code == 422
        assert "This person is on the team: Owner. Change the role in the list instead." in refused.text
    again = desk.of("owner").post(f"{desk.home}/team", **EGOR)
    assert (again.status_code, "This address is invited already." in again.text) == (422, True)
    assert desk.of("owner").post(f"{desk.home}/team", **EGOR | {"email": manager}).status_code == 303, (
        "who works for the programme alone may be"
    )


def own_address(desk: Desk) -> str:
    return str(desk.rows("SELECT email FROM users WHERE id = %(id)s", id=desk.ids["owner"])[0].email)


def test_a_link_opens_once_and_not_after_it_was_sent_anew_taken_back_or_its_time_is_over(desk: Desk) -> None:
    used = invited(desk)
    assert desk.of("guest").post(used, password=CHOSEN).status_code == 303
    assert desk.of("guest").post(used, password=CHOSEN).status_code == 404
    former = invited(desk, email="zoya@example.org")
    number = desk.rows("SELECT max(id) AS id FROM invitations")[0].id
    desk.of("owner").post(f"{desk.home}/team/invitations/{number}/letter")
    anew = desk.link()
    assert desk.of("guest").get(former).status_code == 404
    assert desk.of("guest").get(anew).status_code == 200
    with time_machine.travel(clock.now() + timedelta(days=8)):
        assert desk.of("guest").post(anew, password=CHOSEN).status_code == 404
    desk.of("owner").post(f"{desk.home}/team/invitations/{number}/revocation")
    assert desk.of("guest").get(anew).status_code == 404
    assert roles_of(desk, "zoya@example.org") == []


def name_of(desk: Desk, email: str) -> str:
    return str(desk.rows("SELECT name FROM users WHERE email = %(email)s", email=email)[0].name)


def test_a_name_is_asked_for_and_stands_beside_what_its_owner_does(desk: Desk) -> None:
    owner = desk.of("owner")
    assert owner.post(f"{desk.home}/team", **EGOR | {"name": " "}).status_code == 422
    path, guest = invited(desk, role="catalogue"), desk.of("guest")
    assert "Egor Tikhonov" in owner.get(f"{desk.home}/team").text
    assert 'value="Egor Tikhonov"' in guest.get(path).text
    assert guest.post(path, name="", password=CHOSEN).status_code == 303
    assert name_of(desk, "egor@example.org") == "Egor Tikhonov", "left blank, the inviter's word stands"
    chosen = invited(desk, email="zoya@example.org", name="Zoya")
    assert desk.of("guest").post(chosen, name="Zoya Lind", password=CHOSEN).status_code == 303
    email = desk.rows("SELECT email FROM users WHERE id = %(id)s", id=desk.ids["competitor"])[0].email
    again = invited(desk, email=email, name="Yegor", role="accountant")
    assert desk.of("guest").post(again, name="Y. T.", password=PASSWORD).status_code == 303
    assert name_of(desk, email) == "Y. T."
    held = desk.rows("SELECT max(id) AS id FROM grants WHERE user_id = %(id)s", id=desk.ids["competitor"])[0].id
    assert owner.post(f"{desk.home}/team/people/{held}/removal", why="they come back").status_code == 303
    twice = invited(desk, email=email, name="Other", role="owner")
    assert 'name="name"' not in desk.of("guest").get(twice).text, "a name is its owner's"
    assert desk.of("guest").post(twice, name="Other", password=PASSWORD).status_code == 303
    assert name_of(desk, email) == "Y. T."
    team = owner.get(f"{desk.home}/team").text
    assert all(name in team for name in ("Egor Tikhonov", "Zoya Lind", "Y. T.", "zoya@example.org"))
    who = desk.rows("SELECT id FROM users WHERE email = 'egor@example.org'")[0].id
    with desk.app.app_context(), transaction(by=Actor("user", who)):
        partners.suspend(partners.partner(desk.partner_id), why="x", now=clock.now())
    for page in ("/console/journal", f"/console/partners/{desk.partner_id}"):
        assert "Egor Tikhonov" in desk.of("manager").get(page).text, page


def test_whoever_has_no_name_writes_one_and_colleagues_read_it(desk: Desk) -> None:
    for who in ("cashier", "owner"):
        person = desk.of(who)
        assert f'href="{desk.home}/profile"' in person.get(f"{desk.home}/").text
        assert person.post(f"{desk.home}/profile", name=" ").status_code == 422
        assert person.post(f"{desk.home}/profile", name="<b>").status_code == 422
        assert person.post(f"{desk.home}/profile", name=f"Marina  {who.title()}").status_code == 303
    team = desk.of("owner").get(f"{desk.home}/team").text
    assert "Marina Cashier" in team
    assert "Marina Owner" in team
    told = desk.rows("SELECT before, after FROM audit_records WHERE action = 'identity.rename' ORDER BY id")
    assert [one.after for one in told] == [{"named": True}] * 2
    assert desk.of("competitor").get(f"{desk.home}/profile").status_code == 404


def test_who_signs_in_already_takes_a_role_with_his_own_password_and_no_other(desk: Desk) -> None:
    email = desk.rows("SELECT email FROM users WHERE id = %(id)s", id=desk.ids["competitor"])[0].email
    path = invited(desk, email=email, role="accountant")
    assert desk.of("guest").post(path, password=CHOSEN).status_code == 422
    assert roles_of(desk, email) == ["owner"]
    assert desk.of("guest").post(path, password=PASSWORD).status_code == 303
    assert roles_of(desk, email) == ["accountant", "owner"]


def test_an_access_that_is_closed_opens_nothing_on_the_next_request(desk: Desk) -> None:
    cashier = desk.of("cashier")
    assert cashier.get(f"{desk.home}/").status_code == 200
    gone = desk.of("owner").post(f"{desk.home}/team/people/{access(desk, 'cashier')}/removal", why="left us")
    assert gone.status_code == 303
    assert cashier.get(f"{desk.home}/").status_code == 302, "signed out"
    assert re.search(r"Access closed.*Cashier.*closed on", desk.of("owner").get(f"{desk.home}/team").text, re.DOTALL)
    sign_in(cashier.client, desk.ids["cashier"])
    assert cashier.get(f"{desk.home}/").status_code == 404


def test_another_role_counts_at_once_and_the_audit_holds_before_and_after(desk: Desk) -> None:
    changed = desk.of("owner").post(f"{desk.home}/team/people/{access(desk, 'cashier')}/role", role="owner")
    assert changed.status_code == 303
    assert desk.rows("SELECT role FROM grants WHERE user_id = %(user)s", user=desk.ids["cashier"])[0].role == "owner"
    last = desk.rows(
        "SELECT before, after FROM audit_records WHERE action = 'identity.revoke' ORDER BY id DESC LIMIT 1"
    )[0]
    held = [[one["role"] for one in side["roles"]] for side in (last.before, last.after)]
    assert held == [["cashier", "owner"], ["owner"]]


def test_the_last_owner_stays(desk: Desk) -> None:
    with desk.app.app_context(), transaction():
        second = desk.ids["catalogue"]
        identity.grant(second, Role.OWNER, programme_id=desk.programme_id, partner_id=desk.partner_id, now=clock.now())
    own = access(desk, "owner")
    assert desk.of("owner").post(f"{desk.home}/team/people/{own}/removal", why="x").status_code == 409, "not himself"
    assert desk.of("catalogue").post(f"{desk.home}/team/people/{own}/removal", why="x").status_code == 303
    assert "the last owner" not in desk.of("owner").get(f"{desk.home}/team").text
    mine = desk.rows("SELECT id FROM grants WHERE user_id = %(user)s AND role = 'owner'", user=second)[0].id
    admin = desk.of("admin").post(f"/console/people/grants/{mine}/removal", why="x")
    assert admin.status_code == 409, "nor by staff"


@pytest.mark.proof("P24")
@pytest.mark.parametrize(
    "thing", ["people/{access}/role", "people/{access}/removal", "invitations/{invitation}/revocation"]
)
def test_an_owner_reaches_nobody_of_another_partner(desk: Desk, thing: str) -> None:
    invited(desk)
    invitation = desk.rows("SELECT max(id) AS id FROM invitations")[0].id
    path = thing.format(access=access(desk, "cashier"), invitation=invitation)
    competitor: Visitor = desk.of("competitor")
    assert competitor.get(f"{desk.away}/team/{path}").status_code == 404
    assert competitor.post(f"{desk.away}/team/{path}", why="x", role="owner").status_code == 404
    assert competitor.get(f"{desk.home}/team/{path}").status_code == 404
    mine = competitor.get(f"{desk.away}/team").text
    assert "1 person" in mine
    assert "egor" not in mine
    assert desk.of("owner").get(f"{desk.home}/team/{path}").status_code == 200, "the control: its own owner does"
