"""A partner's webhooks at the portal: an address is given, deliveries are looked at and sent again; nothing of it is another's."""

import re
from typing import Any

import pytest

from marketplace import webhooks
from marketplace.core import clock
from marketplace.core.db import execute, transaction
from marketplace.jobs import outbox as relay
from tests.builders.webhooks import URL, Receiver, a_receiver
from tests.web.partner.desk import Desk


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Receiver:
    return a_receiver(monkeypatch)


def given(desk: Desk, **over: Any) -> int:
    """An owner gives an address; the status of the answer."""
    return (
        desk.of("owner")
        .post(f"{desk.home}/webhooks/endpoint", url=URL, kinds=["card.redeemed", "codes.low"], **over)
        .status_code
    )


def told(desk: Desk, ref: str = "17") -> int:
    """Something happens at the partner's; the delivery of it, once it was tried."""
    with desk.app.app_context():
        with transaction():
            webhooks.tell(desk.partner_id, "card.redeemed", ref=ref, facts={"left": 11_510}, now=clock.now())
        relay.drain()
        return int(desk.rows("SELECT max(id) AS id FROM webhook_deliveries")[0].id)


def test_owner_gives_an_address_sees_deliveries_and_sends_one_again(desk: Desk, receiver: Receiver) -> None:
    owner, page = desk.of("owner"), f"{desk.home}/webhooks"
    assert "Add an address" in owner.get(page).text
    assert given(desk) == 303
    receiver.answers.append(503)
    number = told(desk)
    shown = owner.get(page).text
    for said in ("Card redeemed", "503", "silent", "1 delivery waits", "Send 1 delivery again"):
        assert said in shown, said
    one = owner.get(f"{page}/deliveries/{number}").text
    assert "card.redeemed" in one
    assert "11510" in one
    for said in ("Next attempt", "Retried until", "three days", "The address is switched off", "five days"):
        assert said in one, said
    assert re.search(r"next on .+, until \d", shown)
    [silent] = desk.rows("SELECT quiet_until FROM webhook_endpoints")
    assert silent.quiet_until is not None
    assert owner.post(f"{page}/tests").status_code == 303
    with desk.app.app_context():
        relay.drain()
    [test] = desk.rows(
        "SELECT d.state FROM webhook_deliveries d JOIN webhook_events e ON e.id = d.event_id WHERE e.kind = 'webhook.test'"
    )
    assert test.state == "delivered", "at once, though the address had been silent"
    assert owner.post(f"{page}/deliveries/{number}/replays").status_code == 303
    with desk.app.app_context():
        relay.drain()
    assert "Delivered" in owner.get(f"{page}/deliveries/{number}").text
    assert "responding" in owner.get(page).text


def test_another_address_inherits_no_failure(desk: Desk, receiver: Receiver) -> None:
    owner, page = desk.of("owner"), f"{desk.home}/webhooks"
    assert given(desk) == 303
    receiver.answers.append(503)
    told(desk)
    assert given(desk) == 303
    assert "has not answered well" in owner.get(page).text, "the same address is what it was"
    elsewhere = owner.post(f"{page}/endpoint", url=f"{URL}/new", kinds=["card.redeemed"])
    assert elsewhere.status_code == 303
    shown = owner.get(page).text
    assert "Saved." in shown
    assert "has not answered well" not in shown
    assert "silent" not in shown
    assert desk.rows("SELECT failures FROM webhook_endpoints")[0].failures == 0
    form = owner.get(f"{page}/endpoint").text
    assert 'data-link="Enter the whole address, beginning with https://."' in form, (
        "what the browser says of another word"
    )


def test_address_that_cannot_be_called_is_refused_beside_its_field(desk: Desk) -> None:
    answer = desk.of("owner").post(f"{desk.home}/webhooks/endpoint", url="https://127.0.0.1/", kinds=["codes.low"])
    assert answer.status_code == 422
    assert "not an IP address" in answer.text
    assert desk.rows("SELECT id FROM webhook_endpoints") == []


def test_key_is_shown_to_whoever_asks_by_a_press_and_exchanged_for_another(desk: Desk, receiver: Receiver) -> None:
    owner, page = desk.of("owner"), f"{desk.home}/webhooks"
    given(desk)
    key = re.compile(r"whsec_[A-Za-z0-9+/=]{44}")
    first = key.findall(owner.post(f"{page}/key").text)
    assert len(first) == 1
    assert key.findall(owner.get(page).text) == []
    assert owner.post(f"{page}/rotation").status_code == 303
    assert "Now: two signatures" in owner.get(page).text
    assert key.findall(owner.post(f"{page}/key").text) != first
    told(desk)
    assert receiver.trusts(first[0])
    owner.post(f"{page}/rotation/end")
    told(desk, "18")
    assert not receiver.trusts(first[0])


def test_everything_that_waits_is_sent_again_and_an_address_is_switched_off_and_on(
    desk: Desk, receiver: Receiver
) -> None:
    owner, page = desk.of("owner"), f"{desk.home}/webhooks"
    given(desk)
    receiver.answers.extend([410])
    told(desk)
    assert "answered 410" in owner.get(page).text
    assert owner.post(f"{page}/tests").status_code == 409
    owner.post(f"{page}/switch")
    assert owner.post(f"{page}/replays").status_code == 303
    with desk.app.app_context():
        relay.drain()
    assert [row.state for row in desk.rows("SELECT state FROM webhook_deliveries")] == ["delivered"]


def test_what_has_not_arrived_is_counted_as_it_is_sent_again(desk: Desk, receiver: Receiver) -> None:
    owner, page = desk.of("owner"), f"{desk.home}/webhooks"
    given(desk)
    told(desk, "16")
    with desk.app.app_context(), transaction():  # one was dropped long ago
        execute("UPDATE webhook_deliveries SET state = 'dropped', begun_at = begun_at - interval '40 days'")
    receiver.answers.append(503)
    told(desk, "17")
    shown = owner.get(page).text
    for said in (
        "2 not delivered",
        "1 delivery waits",
        "1 was dropped",
        "Send 2 deliveries again",
        "0 of 2 in 90 days",
    ):
        assert said in shown, said
    assert owner.post(f"{page}/replays").status_code == 303
    assert "2 deliveries are being resent" in owner.get(page).text
    with desk.app.app_context():
        relay.drain()
    assert "2 of 2 in 90 days" in owner.get(page).text


def test_delivery_to_an_address_that_is_deleted_is_not_said_to_be_sent_again(desk: Desk, receiver: Receiver) -> None:
    owner, page = desk.of("owner"), f"{desk.home}/webhooks"
    given(desk)
    number = told(desk)
    owner.post(f"{page}/endpoint/removal")
    given(desk)
    owner.post(f"{page}/deliveries/{number}/replays")
    assert "It went to an address that is deleted" in owner.get(page).text


def test_nothing_of_it_is_anybody_elses(desk: Desk, receiver: Receiver) -> None:
    given(desk)
    number = told(desk)
    competitor, theirs = desk.of("competitor"), f"{desk.away}/webhooks"
    assert competitor.get(f"{desk.home}/webhooks").status_code == 404
    assert competitor.get(f"{theirs}/deliveries/{number}").status_code == 404
    assert competitor.post(f"{theirs}/deliveries/{number}/replays").status_code == 404
    assert "card.redeemed" not in competitor.get(theirs).text
    for who in ("cashier", "catalogue", "accountant"):
        assert desk.of(who).get(f"{desk.home}/webhooks").status_code == 404
