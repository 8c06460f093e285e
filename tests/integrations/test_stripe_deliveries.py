"""How the payment sandbox delivers events: twice, late and in the wrong order on demand, and again until they are acknowledged."""

import json
import queue
import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import stripe
import time_machine

from marketplace.integrations.stripe_sandbox import deliveries
from marketplace.integrations.stripe_sandbox.deliveries import Deliveries, Manners

SECRET, PATIENCE_S = "whsec_practice", 60.0
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
Came = queue.Queue[tuple[bytes, str]]


def an_event(number: int) -> dict[str, Any]:
    return {"id": f"evt_{number}", "object": "event"}


def taken(came: Came, many: int) -> list[str]:
    """The ids of so many events in the order in which they came."""
    return [json.loads(came.get(timeout=PATIENCE_S)[0])["id"] for _ in range(many)]


def test_each_event_comes_as_often_as_is_wanted() -> None:
    came: Came = queue.Queue()
    deliver = Deliveries(lambda body, signature: came.put((body, signature)) or 200, SECRET, Manners(times=2))
    deliver(an_event(1))
    deliver(an_event(2))
    assert taken(came, 4) == ["evt_1", "evt_1", "evt_2", "evt_2"]
    assert came.empty()


def test_event_comes_late_by_as_much_as_chance_wants(monkeypatch: pytest.MonkeyPatch) -> None:
    came: Came = queue.Queue()
    monkeypatch.setattr(deliveries.random, "uniform", lambda _soonest, latest: latest)
    deliver = Deliveries(lambda body, signature: came.put((body, signature)) or 200, SECRET, Manners(late_s=0.3))
    began = time.monotonic()
    deliver(an_event(1))
    assert taken(came, 1) == ["evt_1"]
    assert time.monotonic() - began >= 0.3


@pytest.mark.parametrize(("newest_first", "order"), [(True, [1, 3, 2]), (False, [1, 2, 3])])
def test_newest_of_those_that_wait_comes_first_where_that_is_wanted(newest_first: bool, order: list[int]) -> None:
    came: Came = queue.Queue()
    busy, may_go_on = threading.Event(), threading.Event()

    def post(body: bytes, signature: str) -> int:
        busy.set()
        may_go_on.wait(PATIENCE_S)
        came.put((body, signature))
        return 200

    deliver = Deliveries(post, SECRET, Manners(newest_first=newest_first))
    deliver(an_event(1))
    assert busy.wait(PATIENCE_S)
    deliver(an_event(2))
    deliver(an_event(3))
    may_go_on.set()
    assert taken(came, 3) == [f"evt_{number}" for number in order]


def test_event_that_was_not_acknowledged_comes_again_under_a_fresh_signature(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second time its first signature would be too old to be believed."""
    came: Came = queue.Queue()
    answers = [500, 204, 204]
    monkeypatch.setattr(deliveries, "PAUSES_S", (0, 0))
    with time_machine.travel(NOW, tick=False) as traveller:

        def post(body: bytes, signature: str) -> int:
            came.put((body, signature))
            traveller.shift(timedelta(minutes=10))
            return answers.pop(0)

        Deliveries(post, SECRET)(an_event(1))
        (first, old), (second, fresh) = (came.get(timeout=PATIENCE_S) for _ in range(2))
    assert first == second
    at = [int(one.partition(",")[0].removeprefix("t=")) for one in (old, fresh)]
    assert at == [int(NOW.timestamp()), int(NOW.timestamp()) + 600]
    for signature in (old, fresh):
        assert stripe.WebhookSignature.verify_header(first.decode(), signature, SECRET)
    assert came.empty(), "acknowledged, it does not come again"
