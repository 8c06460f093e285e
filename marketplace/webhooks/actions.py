"""How events reach a partner's server: told, tried, tried again, given up, sent once more."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from marketplace.core import audit, ids, outbox
from marketplace.core.bounds import COLUMN_MAX
from marketplace.core.db import execute
from marketplace.core.topics import Topic
from marketplace.webhooks import queries, rules, sealing, settings
from marketplace.webhooks.errors import EndpointOff
from marketplace.webhooks.values import TEST, Delivery, Endpoint, Result, Sending

MAX_REPLAYED = 10_000
PROBE_SECONDS = 60  # so long nobody else finds out whether a silent endpoint is back
ANSWER_MAX = COLUMN_MAX["webhook_tries.answer"]


def tell(partner_id: int, kind: str, *, ref: str, facts: Mapping[str, Any], now: datetime) -> None:
    """Tell a partner's server that something happened, if it wants to hear of it; once for a ref.

    Call it in the transaction of what happened.

    Args:
        kind: one of KINDS.
        ref: what it happened to, so that the same is told once: a number, or an id.
        facts: names, numbers and days; nothing secret, no code, nothing of a person. Sums in minor units, with their currency.
    """
    execute(
        "SELECT webhook_tell(%(partner)s, %(kind)s, %(ref)s, %(now)s, %(facts)s::jsonb)",
        {"partner": partner_id, "kind": kind, "ref": ref, "now": now, "facts": json.dumps(facts, ensure_ascii=False, default=str)},
    )  # fmt: skip
    outbox.wake_after_commit()


def send_test(endpoint: Endpoint, *, now: datetime) -> None:
    """Send an event that says nothing, to see whether it arrives: at once, also where the address was silent. Raises EndpointOff."""
    if endpoint.is_off:
        raise EndpointOff
    # A person waits for the answer: what was put off because the address was silent is no reason to wait with it.
    execute("UPDATE webhook_endpoints SET quiet_until = NULL WHERE id = %(id)s", {"id": endpoint.id})
    tell(endpoint.partner_id, TEST, ref=ids.new_ref(), facts={"test": True}, now=now)


def begin_try(delivery_id: int, round_: int, *, now: datetime) -> Sending | datetime | None:
    """What to send now; a moment before which nothing may be; or None where nothing is to be sent any more."""
    delivery = queries.delivery_by_id(delivery_id)
    if delivery is None or delivery.state != "waiting" or delivery.round != round_:
        return None
    if delivery.next_at is not None and delivery.next_at > now:
        return delivery.next_at
    endpoint = queries.endpoint_by_id(delivery.endpoint_id)
    if endpoint.quiet_until is not None and not _may_probe(endpoint, now):
        waits = queries.endpoint_by_id(endpoint.id).quiet_until or now
        return _put_off(delivery, waits, now)
    return Sending(delivery, endpoint.url, sealing.keys(endpoint.id, now))


def tried(sending: Sending, result: Result, *, now: datetime) -> datetime | None:
    """Write down what became of a try; the moment of the next one, or None where there is none."""
    delivery = sending.delivery
    execute(
        """INSERT INTO webhook_tries (delivery_id, at, status, said, millis, answer, signatures)
           VALUES (%(delivery)s, %(now)s, %(status)s, %(said)s, %(millis)s, %(answer)s, %(signatures)s)""",
        {"delivery": delivery.id, "now": now, "status": result.status, "said": _said(result), "millis": result.millis,
         "answer": result.answer[:ANSWER_MAX], "signatures": result.signatures},
    )  # fmt: skip
    verdict = rules.verdict(result)
    endpoint = _learn(sending, result, arrived=verdict == "delivered", now=now)
    if verdict == "gone" and endpoint.url != sending.url:
        verdict = "again"  # the address that is gone has been given up since
    next_at = None if verdict != "again" else now + rules.pause(delivery.attempts + 1, result)
    if next_at is not None and endpoint.quiet_until is not None:
        next_at = max(next_at, endpoint.quiet_until)
    if next_at is not None and rules.is_given_up(delivery.begun_at, next_at):
        next_at = None
    state = "delivered" if verdict == "delivered" else "dropped" if next_at is None else "waiting"
    execute(
        """UPDATE webhook_deliveries SET state = %(state)s, attempts = attempts + 1, next_at = %(next)s, said = %(said)s
            WHERE id = %(id)s AND round = %(round)s""",
        {"id": delivery.id, "round": delivery.round, "state": state, "next": next_at, "said": _said(result)},
    )
    if verdict == "gone":
        _switch_off(endpoint, "gone", now)
        return None
    if endpoint.failing_since is not None and now >= endpoint.failing_since + rules.OFF_AFTER:
        _switch_off(endpoint, "failing", now)
        return None
    return next_at


def replay(endpoint: Endpoint, delivery_ids: list[int] | None = None, *, now: datetime) -> int:
    """Send deliveries once more, from their first try; how many. All that wait or were dropped, where none are named.

    Raises:
        EndpointOff: first it has to be switched on.
    """
    if endpoint.is_off:
        raise EndpointOff
    rows = execute(
        """UPDATE webhook_deliveries SET state = 'waiting', round = round + 1, attempts = 0, begun_at = %(now)s, next_at = %(now)s
            WHERE id IN (SELECT id FROM webhook_deliveries WHERE endpoint_id = %(endpoint)s
                            AND (id = ANY (%(ids)s::bigint[]) OR (%(ids)s::bigint[] IS NULL AND state <> 'delivered'))
                          ORDER BY id LIMIT %(most)s)
            RETURNING id, round""",
        {"endpoint": endpoint.id, "ids": delivery_ids, "now": now, "most": MAX_REPLAYED},
    ).all()
    execute("UPDATE webhook_endpoints SET quiet_until = NULL WHERE id = %(id)s", {"id": endpoint.id})
    outbox.send_all(Topic.WEBHOOKS_DELIVER, [f"{row.id}:{row.round}" for row in rows], now=now)
    audit.record("webhooks.replay", f"webhook:{endpoint.id}", at=now, before={}, after={"deliveries": len(rows)})
    return len(rows)


def switch_off_failing(*, now: datetime) -> int:
    """Switch off every endpoint that has taken nothing for five days, whether or not anything still waits for it; how many."""
    silent = execute(
        """SELECT id FROM webhook_endpoints WHERE failing_since <= %(then)s AND off_at IS NULL AND removed_at IS NULL
            ORDER BY id FOR UPDATE SKIP LOCKED""",
        {"then": now - rules.OFF_AFTER},
    )
    found = [queries.endpoint_by_id(number) for number in silent.scalars()]
    for endpoint in found:
        _switch_off(endpoint, "failing", now)
    return len(found)


def forget_before(moment: datetime, limit: int) -> int:
    """Delete up to `limit` deliveries that began before a moment and wait for nothing, with their tries; how many."""
    gone = execute(
        """DELETE FROM webhook_deliveries WHERE id IN (
               SELECT id FROM webhook_deliveries WHERE begun_at < %(moment)s AND state <> 'waiting' ORDER BY id LIMIT %(limit)s)""",
        {"moment": moment, "limit": limit},
    ).rowcount
    execute(
        """DELETE FROM webhook_events e WHERE e.at < %(moment)s
              AND NOT EXISTS (SELECT FROM webhook_deliveries d WHERE d.event_id = e.id)""",
        {"moment": moment},
    )
    return gone


def _may_probe(endpoint: Endpoint, now: datetime) -> bool:
    """Of all deliveries to an endpoint that was silent one alone finds out whether it is back."""
    taken = execute(
        """UPDATE webhook_endpoints SET quiet_until = %(now)s::timestamptz + make_interval(secs => %(probe)s)
            WHERE id = %(id)s AND quiet_until <= %(now)s RETURNING id""",
        {"id": endpoint.id, "now": now, "probe": PROBE_SECONDS},
    ).first()
    return taken is not None


def _put_off(delivery: Delivery, until: datetime, now: datetime) -> datetime | None:
    """Wait with the endpoint; what would come too late is dropped."""
    if rules.is_given_up(delivery.begun_at, now):
        execute(
            "UPDATE webhook_deliveries SET state = 'dropped', next_at = NULL WHERE id = %(id)s AND round = %(round)s",
            {"id": delivery.id, "round": delivery.round},
        )
        return None
    return until


def _learn(sending: Sending, result: Result, *, arrived: bool, now: datetime) -> Endpoint:
    """What a try says of the endpoint itself: it is there, or since when and how often it was not. Of an address that was changed meanwhile nothing."""
    endpoint_id = sending.delivery.endpoint_id
    if arrived:
        execute(
            """UPDATE webhook_endpoints SET failing_since = NULL, failures = 0, quiet_until = NULL, checked_at = %(now)s
                WHERE id = %(id)s AND url = %(url)s""",
            {"id": endpoint_id, "url": sending.url, "now": now},
        )
        return queries.endpoint_by_id(endpoint_id)
    failures = queries.endpoint_by_id(endpoint_id).failures + 1
    execute(
        """UPDATE webhook_endpoints SET failing_since = coalesce(failing_since, %(now)s), failures = %(failures)s,
                  quiet_until = %(quiet)s, checked_at = CASE WHEN %(public)s THEN %(now)s ELSE checked_at END
            WHERE id = %(id)s AND url = %(url)s""",
        {"id": endpoint_id, "url": sending.url, "now": now, "failures": failures, "quiet": now + rules.quiet(failures, result), "public": result.public},
    )  # fmt: skip
    return queries.endpoint_by_id(endpoint_id)


def _switch_off(endpoint: Endpoint, why: str, now: datetime) -> None:
    settings.switch_off(endpoint, why, now=now)
    outbox.send(Topic.WEBHOOKS_NOTICE, ref=f"{endpoint.id}:{int(now.timestamp())}", now=now)


def _said(result: Result) -> str:
    return str(result.status) if result.status is not None else result.said[:40]
