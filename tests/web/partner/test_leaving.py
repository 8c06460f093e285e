"""A partner leaves: what keeps it, what ends with it, and what its tills may still send afterwards."""

from datetime import timedelta

import pytest

from marketplace import identity, partners, settlements, tills
from marketplace.core import clock
from marketplace.core.db import transaction
from partner_portal.desk import AFTER_LEAVING
from tests.builders import settlements as deals
from tests.builders.identity import PASSWORD, staff
from tests.builders.orders import NOW
from tests.builders.tills import PIN, a_card, a_terminal, goes_offline
from tests.web.partner.desk import Desk
from tests.web.test_authorisation import BRIEF, World, _try, routes, world  # noqa: F401 - a fixture

API = "/api/v1/terminal"


def keeps(desk: Desk) -> str:
    """What the page before the act says is open, while the act itself is refused."""
    manager, act = desk.of("manager"), f"/console/partners/{desk.partner_id}/leaving"
    assert manager.post(act, why="x").status_code == 409
    page = manager.get(act).text
    assert "Not now. Still open:" in page
    return page


def leaves(desk: Desk) -> None:
    assert desk.of("manager").post(f"/console/partners/{desk.partner_id}/leaving", why="ends").status_code == 303


def test_tills_of_a_suspended_partner_go_on_and_end_when_it_leaves_and_what_they_took_offline_is_booked_even_then(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with desk.app.app_context(), transaction():
        contract = tills.begin_acceptance(desk.other_id, desk.partner_id, now=NOW)
        card, code = a_card(desk.beside)
        till = a_terminal(desk.partner_id)
        key = tills.add_key(till, now=NOW)
        goes_offline(till)
        package, shown = (
            tills.package(till, device=tills.Device("one"), now=NOW),
            tills.give_pass(card, pin="", now=NOW),
        )
    machine, bearer = desk.app.test_client(), {"Authorization": f"Bearer {key}"}
    home, cashier = f"{desk.home}/tills/{till.id}", desk.of("cashier")

    def sent() -> tuple[int, object]:
        """The cashier's browser sends what it took nine days ago."""
        took = {
            "ref": "F1", "package": package.ref, "shown": shown, "amount": "1000", "receipt": "7",
            "taken_at": (NOW + timedelta(hours=1)).isoformat(),
        }  # fmt: skip
        answer = cashier.post(f"{home}/takings", **took)
        return answer.status_code, answer.json

    assert desk.of("manager").post(f"/console/partners/{desk.partner_id}/suspension", why="x").status_code == 303
    assert machine.post(f"{API}/checks", json={"code": code}, headers=bearer).status_code == 200
    assert cashier.get(home).status_code == 200
    assert "1 till can still redeem cards offline" in keeps(desk)
    with desk.app.app_context(), transaction():
        tills.switch_off(till, now=clock.now() - timedelta(hours=23))
    assert "1 till can still redeem cards offline" in keeps(desk), "its last package lasts a day"
    later = clock.now() + timedelta(hours=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    leaves(desk)
    refused = machine.post(f"{API}/checks", json={"code": code}, headers=bearer)
    assert refused.status_code == 401
    assert machine.post(f"{API}/takings", json={}, headers=bearer).status_code == 401, "a program sends before"
    assert cashier.get(home).status_code == 409
    assert desk.of("owner").post(f"{desk.home}/terminals/{till.id}/keys").status_code == 409
    assert desk.of("owner").post(f"{desk.home}/terminals", name="Another").status_code == 409
    ended = desk.rows("SELECT (SELECT bool_and(revoked_at IS NOT NULL) FROM terminal_keys) AS keys, ended_at FROM acceptances WHERE id = %(id)s", id=contract.id)[0]  # fmt: skip
    assert ended.keys
    assert ended.ended_at is not None
    assert sent() == sent() == (200, {"taken": 1_000, "lost": 0, "why": ""})
    assert desk.rows("SELECT sum(amount) AS taken FROM redemptions")[0].taken == 1_000


def test_a_partner_leaves_only_when_tills_statements_disputes_and_payments_are_settled(desk: Desk) -> None:
    now = clock.now()
    then = now - timedelta(days=40)
    with desk.app.app_context(), transaction():
        finance = staff(desk.programme, "finance").id
        people = {"manager": desk.ids["manager"], "finance": finance, "owner": desk.ids["owner"]}
        made = deals.a_settled_contract(desk.programme, desk.partner_id, now=then, **people)
        tills.begin_acceptance(desk.other_id, desk.partner_id, now=NOW)
        till, (_, code) = a_terminal(desk.partner_id), a_card(desk.beside)
        found = tills.find(till, code, ref="A1", now=now)
        tills.prove_pin(found, PIN, now=now)
        asked = tills.asked(code, 1_000, None, None)
        tills.authorise(till, found, ref="A1", asked=asked, amount=1_000, currency="RUB", now=now)
        settlements.adjust(
            desk.partner_id, 700, ref="builder:late", why="Test", by=finance, now=then + timedelta(days=5)
        )
    assert desk.of("manager").post(f"/console/partners/{desk.partner_id}/suspension", why="x").status_code == 303
    page = keeps(desk)
    for said in (
        "1 authorisation at a till is neither captured nor voided", "1 event is not on a statement yet", "1 dispute is open",
        "1 payment to it is on its way", "The programme owes it ₽500",
    ):  # fmt: skip
        assert said in page, said
    with desk.app.app_context(), transaction():
        tills.void(till, ref="A1", now=now)
        of = settlements.statement(made["statement"])
        settlements.withdraw(of, settlements.disputes(of)[0], by=desk.ids["owner"], now=now)
        settlements.happened(made["payment_id"], "confirmed", known_by="bank", now=now)
        last = settlements.draw(
            settlements.contract(desk.partner_id), to_day=(then + timedelta(days=10)).date(), now=now
        )
    page = keeps(desk)
    assert "1 statement is not accepted" in page
    assert not any(said in page for said in ("authorisation", "event", "dispute", "payment", "owes"))
    with desk.app.app_context(), transaction():
        deals.accepted(last, now=now)
    assert "The programme owes it ₽7" in keeps(desk)
    with desk.app.app_context(), transaction():
        paid = deals.paid(desk.programme, desk.partner_id, finance, desk.ids["manager"], now)
    assert "1 payment to it is on its way" in keeps(desk), (
        "paid though it is suspended: nothing that it sold can be used"
    )
    with desk.app.app_context(), transaction():
        settlements.happened(paid["payment_id"], "confirmed", known_by="bank", now=now)
    leaves(desk)


def closed(world: World) -> set[str]:  # noqa: F811
    """The endpoints of the portal that refuse to change anything because the partner has left."""
    entry, every = world.entry("owner"), routes(world.app)
    writing = {
        route: rule
        for route, rule in every.items()
        if rule.rule.startswith("/partner/<partner>/") and not route.startswith("GET ")
    }
    assert len(writing) > 60
    found = set()
    for route, rule in sorted(writing.items(), key=lambda one: one[0].endswith("/removal")):
        if world.is_over(entry):
            entry = world.entry("owner")
        answer = _try(world.browser(entry), route, world.things("owner"), entry.token)
        if answer.status_code == 409 and answer.json["code"] == "partner_left":
            found.add(rule.endpoint)
    return found


def test_a_partner_that_has_left_changes_nothing_but_what_is_settled_late(world: World) -> None:  # noqa: F811
    writing = {
        rule.endpoint for rule in world.app.url_map.iter_rules()
        if rule.rule.startswith("/partner/<partner>/") and "POST" in (rule.methods or set())
    }  # fmt: skip
    with world.app.app_context(), transaction():
        partners.suspend(of := partners.partner(world.values["of_partner"]), why="x", now=clock.now())
        _asked, token = identity.invite(
            "new@example.org", "cashier", programme_id=of.programme_id, partner_id=of.id, now=clock.now()
        )
    assert closed(world) == set(), "suspended, it goes on with all of its work"
    with world.app.app_context(), transaction():
        of = partners.partner(world.values["of_partner"])
        partners.leave(of, partners.Unsettled(), why="x", now=clock.now())
    assert writing > AFTER_LEAVING
    assert closed(world) == writing - AFTER_LEAVING
    guest = world.entry("guest")
    joining = world.browser(guest).post(
        f"/partner/invitations/{token}",
        data={"csrf_token": guest.token, "name": "New", "password": PASSWORD},
        base_url="http://localhost",
        headers=BRIEF,
    )
    assert (joining.status_code, joining.json["code"]) == (409, "partner_left")
