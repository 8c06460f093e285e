"""Events reach a partner's server: signed, at least once under one id, for three days; and what ends that."""

import hashlib
import json
import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
import time_machine
from flask import Flask

from marketplace import catalogue, mailings, settlements, webhooks
from marketplace.core import clock
from marketplace.core.db import execute, transaction
from marketplace.jobs import outbox as relay
from marketplace.jobs.webhooks import look
from tests.builders import orders as shop
from tests.builders import settlements as deals
from tests.builders.catalogue import some_facts
from tests.builders.identity import staff
from tests.builders.webhooks import PUBLIC, TIMED_OUT, Receiver, a_receiver, an_endpoint


@pytest.fixture
def at(ctx: Flask) -> Iterator[Any]:
    with time_machine.travel(shop.NOW, tick=True) as traveller:
        yield traveller


@pytest.fixture
def receiver(at: Any, monkeypatch: pytest.MonkeyPatch) -> Receiver:
    return a_receiver(monkeypatch)


@pytest.fixture
def shelf(at: Any) -> shop.Shelf:
    with transaction():
        return shop.a_shelf(stock=5)


@pytest.fixture
def endpoint(shelf: shop.Shelf) -> webhooks.Endpoint:
    with transaction():
        return an_endpoint(shelf.programme.id, shelf.brand.partner_id, clock.now())


def tell(endpoint: webhooks.Endpoint, ref: str = "17") -> None:
    with transaction():
        webhooks.tell(
            endpoint.partner_id,
            "card.redeemed",
            ref=ref,
            facts={"amount": "184.90", "currency": "RUB"},
            now=clock.now(),
        )


def fresh(endpoint: webhooks.Endpoint) -> webhooks.Endpoint:
    return webhooks.endpoint_by_id(endpoint.id)


def next_of(endpoint: webhooks.Endpoint) -> webhooks.Ahead | None:
    """What happens next to the only delivery, as its page says it."""
    delivery = webhooks.delivery_by_id(execute("SELECT id FROM webhook_deliveries").scalar_one())
    assert delivery is not None
    return webhooks.ahead(delivery, fresh(endpoint))


def states() -> list[str]:
    return list(execute("SELECT state FROM webhook_deliveries ORDER BY id").scalars())


def key(endpoint: webhooks.Endpoint) -> str:
    with transaction():
        return webhooks.show_key(endpoint, now=clock.now())


def pass_time(at: Any, hours: float, step_minutes: int = 30) -> None:
    for _ in range(int(hours * 60 / step_minutes)):
        at.shift(timedelta(minutes=step_minutes))
        relay.drain()


def test_order_is_told_to_its_partner_with_a_signature_and_nothing_of_the_member(
    shelf: shop.Shelf, endpoint: webhooks.Endpoint, receiver: Receiver
) -> None:
    with transaction():
        anna = shop.a_member(shelf.programme, points=5_000)
        shop.an_order(anna, shelf, now=clock.now())
        slug = shelf.brand.slug
    relay.drain()
    [(headers, content)] = receiver.got
    assert receiver.trusts(key(endpoint))
    assert receiver.went_to == [[PUBLIC]]
    said = content.decode()
    assert '"type":"order.created"' in said
    data = json.loads(said)["data"]
    assert re.fullmatch("[0-9a-f]{32}", data.pop("order")), "a name that counts no orders"
    assert data == {
        "brand": slug,
        "value": 30_000,
        "currency": "RUB",
    }
    assert "Анна" not in said
    assert execute("SELECT last4 FROM giftcards").scalar_one() not in said
    assert headers["webhook-id"].startswith("msg_")
    assert states() == ["delivered"]


def test_a_partners_server_is_told_when_its_statement_is_sent_and_not_before(
    shelf: shop.Shelf, endpoint: webhooks.Endpoint, receiver: Receiver, at: Any
) -> None:
    with transaction():
        contract = deals.a_contract(shelf.programme, endpoint.partner_id)
    at.move_to(deals.moment(2, month=12))
    with transaction():
        made = deals.drawn(contract)
    relay.drain()
    assert receiver.got == []
    with transaction():
        settlements.send(made, by=None, now=clock.now())
    relay.drain()
    [(_, content)] = receiver.got
    told = json.loads(content)
    assert told["type"] == "statement.ready"
    assert told["data"] == {
        "number": made.number, "from": "2026-11-01", "to": "2026-12-01", "closing": made.closing, "currency": "RUB",
        "sha256": hashlib.sha256(settlements.document(made)).hexdigest(),
    }  # fmt: skip


def test_partner_without_an_endpoint_or_that_does_not_want_to_hear_is_told_nothing(
    shelf: shop.Shelf, receiver: Receiver
) -> None:
    partner_id = shelf.brand.partner_id
    with transaction():
        webhooks.tell(partner_id, "card.redeemed", ref="1", facts={}, now=clock.now())
        webhooks.add(shelf.programme.id, partner_id, "https://hooks.partner.example/x", ["codes.low"], now=clock.now())
        webhooks.tell(partner_id, "card.redeemed", ref="2", facts={}, now=clock.now())
    relay.drain()
    assert receiver.got == []
    assert execute("SELECT count(*) FROM webhook_events").scalar_one() == 0


def test_same_thing_told_twice_is_one_event_and_each_try_has_its_id(
    endpoint: webhooks.Endpoint, receiver: Receiver, at: Any
) -> None:
    receiver.answers.extend([TIMED_OUT, 503])
    for _ in range(2):
        tell(endpoint)
    relay.drain()
    pass_time(at, 1, 3)
    assert len({message for _, message in receiver.events()}) == 1
    assert (len(receiver.got), states()) == (3, ["delivered"])
    [delivery] = execute("SELECT id FROM webhook_deliveries").all()
    assert [one.said for one in webhooks.tries(delivery.id)] == ["200", "503", "timed out"]
    assert fresh(endpoint).failing_since is None


def test_what_never_arrives_is_given_up_after_three_days_of_growing_pauses(
    endpoint: webhooks.Endpoint, receiver: Receiver, at: Any
) -> None:
    receiver.answers.extend([500] * 200)
    tell(endpoint)
    relay.drain()
    pass_time(at, 30)
    ahead, began = next_of(endpoint), fresh(endpoint).failing_since
    assert ahead is not None
    assert began is not None
    assert ahead.next_at is not None
    assert clock.now() - timedelta(minutes=31) < ahead.next_at < ahead.given_up_at
    assert ahead.given_up_at - began == pytest.approx(timedelta(days=3), abs=timedelta(seconds=9))
    assert ahead.off_at == began + timedelta(days=5)
    pass_time(at, 50)
    assert states() == ["dropped"]
    assert next_of(endpoint) is None
    moments = [one.at for one in webhooks.tries(execute("SELECT id FROM webhook_deliveries").scalar_one())][::-1]
    pauses = [later - earlier for earlier, later in pairwise(moments)]
    assert 8 <= len(moments) <= 12
    assert moments[-1] - moments[0] <= timedelta(days=3)
    assert all(later >= earlier - timedelta(minutes=31) for earlier, later in pairwise(pauses))


def test_silent_server_is_asked_by_one_delivery_at_a_time(
    endpoint: webhooks.Endpoint, receiver: Receiver, at: Any
) -> None:
    receiver.answers.append(500)
    tell(endpoint)
    relay.drain()
    for number in range(20):
        tell(endpoint, str(number + 100))
    receiver.answers.append(500)
    at.shift(timedelta(seconds=10))
    relay.drain()
    assert len(receiver.got) == 2
    pass_time(at, 1, 10)
    assert set(states()) == {"delivered"}


def test_endpoint_that_takes_nothing_for_five_days_is_switched_off_and_its_owner_is_told(
    shelf: shop.Shelf, endpoint: webhooks.Endpoint, receiver: Receiver, at: Any
) -> None:
    with transaction():
        owner = staff(shelf.programme, "owner", partner_id=endpoint.partner_id).email
        staff(shelf.programme, "cashier", partner_id=endpoint.partner_id)
    receiver.answers.extend([500] * 1000)
    for day in range(6):
        tell(endpoint, str(day))
        pass_time(at, 24, 120)
    assert fresh(endpoint).off_why == "failing"
    relay.drain()
    letters = execute("SELECT recipient, subject FROM mails").all()
    assert [letter.recipient for letter in letters] == [owner]
    sent = len(receiver.got)
    tell(endpoint, "late")
    relay.drain()
    assert (len(receiver.got), states()[-1]) == (sent, "dropped")
    with pytest.raises(webhooks.EndpointOff), transaction():
        webhooks.replay(fresh(endpoint), now=clock.now())
    receiver.answers.clear()
    with transaction():
        webhooks.switch_on(fresh(endpoint), now=clock.now())
        assert webhooks.replay(fresh(endpoint), now=clock.now()) == len(states())
    relay.drain()
    assert set(states()) == {"delivered"}


@pytest.mark.usefixtures("celery")
def test_single_event_that_never_arrives_switches_off_after_five_days_too(
    shelf: shop.Shelf, endpoint: webhooks.Endpoint, receiver: Receiver, at: Any
) -> None:
    with transaction():
        owner = staff(shelf.programme, "owner", partner_id=endpoint.partner_id).email
    receiver.answers.extend([500] * 100)
    tell(endpoint)
    pass_time(at, 24 * 5, 120)
    look()
    assert (states(), fresh(endpoint).is_off) == (["dropped"], False), (
        "given up after three days, and not five days yet"
    )
    pass_time(at, 2, 60)
    for _ in range(2):
        look()
    relay.drain()
    assert fresh(endpoint).off_why == "failing"
    assert list(execute("SELECT recipient FROM mails").scalars()) == [owner]


def test_410_switches_off_at_once(endpoint: webhooks.Endpoint, receiver: Receiver) -> None:
    receiver.answers.append(410)
    tell(endpoint)
    relay.drain()
    assert (fresh(endpoint).off_why, states()) == ("gone", ["dropped"])


def test_what_an_address_answers_that_was_given_up_meanwhile_is_held_against_no_other(
    endpoint: webhooks.Endpoint,
) -> None:
    tell(endpoint)
    [delivery] = execute("SELECT id, round FROM webhook_deliveries").all()
    now = clock.now()
    with transaction():
        sending = webhooks.begin_try(delivery.id, delivery.round, now=now)
    assert isinstance(sending, webhooks.Sending)
    with transaction():
        webhooks.change(endpoint, "https://other.partner.example/v", endpoint.kinds, now=now)
    with transaction():
        assert webhooks.tried(sending, webhooks.Result("", 5, 410), now=now) is not None
    then = fresh(endpoint)
    assert (then.off_why, then.failing_since, then.failures, states()) == ("", None, 0, ["waiting"])


def test_429_is_obeyed_and_redirects_are_not_followed(endpoint: webhooks.Endpoint, receiver: Receiver, at: Any) -> None:
    receiver.answers.extend([(429, {"retry-after": "600"}), (302, {"location": "https://169.254.169.254/"})])
    tell(endpoint)
    relay.drain()
    pass_time(at, 0.15, 1)
    assert len(receiver.got) == 1
    at.shift(timedelta(seconds=70))
    relay.drain()
    assert len(receiver.got) == 2
    assert states() == ["waiting"]
    pass_time(at, 2, 10)
    assert states() == ["delivered"]


def test_two_keys_sign_while_one_is_exchanged(endpoint: webhooks.Endpoint, receiver: Receiver, at: Any) -> None:
    old = key(endpoint)
    with transaction():
        webhooks.rotate(endpoint, now=clock.now())
    with pytest.raises(webhooks.KeysExchanging), transaction():
        webhooks.rotate(endpoint, now=clock.now())
    new = key(endpoint)
    tell(endpoint)
    relay.drain()
    assert old != new
    assert (receiver.trusts(old), receiver.trusts(new)) == (True, True)
    rotation = webhooks.rotation(endpoint.id, clock.now())
    assert rotation is not None
    assert rotation.delivered == 1
    with transaction():
        webhooks.replay(endpoint, [execute("SELECT id FROM webhook_deliveries").scalar_one()], now=clock.now())
    relay.drain()
    again = webhooks.rotation(endpoint.id, clock.now())
    assert again is not None
    assert again.delivered == 1, "a delivery that has arrived twice is one"
    with transaction():
        webhooks.finish_rotation(endpoint, now=clock.now())
    tell(endpoint, "18")
    relay.drain()
    assert (receiver.trusts(old), receiver.trusts(new)) == (False, True)


def test_old_key_dies_by_itself_after_seven_days(endpoint: webhooks.Endpoint, receiver: Receiver, at: Any) -> None:
    old = key(endpoint)
    with transaction():
        webhooks.rotate(endpoint, now=clock.now())
    at.shift(timedelta(days=7, seconds=1))
    tell(endpoint)
    relay.drain()
    assert not receiver.trusts(old)


def test_replay_goes_out_under_the_same_id_and_an_old_promise_does_nothing(
    endpoint: webhooks.Endpoint, receiver: Receiver
) -> None:
    tell(endpoint)
    relay.drain()
    delivery_id = execute("SELECT id FROM webhook_deliveries").scalar_one()
    with transaction():
        webhooks.replay(endpoint, [delivery_id], now=clock.now())
        execute("UPDATE outbox SET kept_at = NULL WHERE topic = 'webhooks.deliver'")
    relay.drain()
    assert [message for _, message in receiver.events()] == [receiver.events()[0][1]] * 2


def test_keys_are_in_the_vault_and_in_no_record(endpoint: webhooks.Endpoint) -> None:
    plain = key(endpoint)
    rows = execute(
        "SELECT s.*, (SELECT json_agg(json_build_array(a.before, a.after)) FROM audit_records a)::text FROM webhook_secrets s"
    ).all()
    assert plain not in str(rows)
    assert plain.removeprefix("whsec_") not in str(rows)


def test_partner_has_one_endpoint_and_another_after_it_is_taken_away(endpoint: webhooks.Endpoint) -> None:
    def again() -> None:
        an_endpoint(endpoint.programme_id, endpoint.partner_id, clock.now())

    with pytest.raises(webhooks.EndpointThere), transaction():
        again()
    with transaction():
        webhooks.remove(endpoint, now=clock.now())
        again()


@pytest.mark.parametrize("kinds", [[], ["order.created", "members.all"]])
def test_only_known_events_can_be_wanted(shelf: shop.Shelf, kinds: list[str]) -> None:
    with pytest.raises(webhooks.NoKinds), transaction():
        webhooks.add(
            shelf.programme.id, shelf.brand.partner_id, "https://hooks.partner.example/", kinds, now=clock.now()
        )


def test_published_catalogue_is_told_to_those_whose_offers_it_holds(
    shelf: shop.Shelf, endpoint: webhooks.Endpoint, receiver: Receiver
) -> None:
    with transaction():
        catalogue.publish(shelf.programme.id, "file", [some_facts(shelf.brand)], now=clock.now())
    relay.drain()
    assert [kind for kind, _ in receiver.events()] == ["catalogue.published"]


def test_letters_about_it_can_be_read_in_two_languages(shelf: shop.Shelf) -> None:
    with transaction():
        for language in ("ru", "en"):
            context = {
                "server": "https://hooks.partner.example/",
                "why": "gone",
                "partner": "Мир",
                "page_url": "https://x.example/partner/mir/webhooks",
            }
            mailings.write(
                f"test:{language}", programme=shelf.programme, recipient="owner@example.org", template="webhook_off", language=language,
                context=context, now=clock.now(),
            )  # fmt: skip
    subjects = execute("SELECT subject FROM mails ORDER BY ref").scalars()
    assert len({*subjects}) == 2
