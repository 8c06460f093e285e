"""Webhooks as Standard Webhooks has them (https://www.standardwebhooks.com): a small JSON body, signed, sent to a public address."""

import json
import time
from datetime import datetime
from urllib.parse import urlsplit

from standardwebhooks.webhooks import Webhook

from marketplace.integrations import http, public_hosts
from marketplace.integrations.http import Limits, Lost, NotSent
from marketplace.webhooks import Delivery, Result, Sending

LIMITS = Limits(seconds=10, connect_seconds=4, most_bytes=16 * 1024)
AGENT = "Vitrina-Webhooks/1"
MAX_ANSWER_SHOWN = 300  # characters of an answer


def body(delivery: Delivery) -> str:
    """What is sent: the same text at each try."""
    event = {"type": delivery.kind, "timestamp": delivery.at.isoformat(), "data": delivery.facts}
    return json.dumps(event, ensure_ascii=False, separators=(",", ":"))


def headers(sending: Sending, now: datetime) -> dict[str, str]:
    """The id that stays the same at each try, the moment of this one, and a signature for each key."""
    message, text = sending.delivery.message, body(sending.delivery)
    signed = " ".join(Webhook(key).sign(message, now, text) for key in sending.keys)
    return {
        "content-type": "application/json", "user-agent": AGENT, "webhook-id": message,
        "webhook-timestamp": str(int(now.timestamp())), "webhook-signature": signed,
    }  # fmt: skip


def send(sending: Sending, now: datetime) -> Result:
    """Send it once, to addresses that were found public a moment ago; redirects are not followed."""
    began, parts = time.monotonic(), urlsplit(sending.url)
    assert parts.hostname, "an endpoint has a host"
    try:
        found = public_hosts.addresses(parts.hostname, parts.port or 443)
    except public_hosts.NotPublic:
        return Result("not a public address", _millis(began), public=False, signatures=0)
    except public_hosts.NoSuchHost:
        return Result("no such name", _millis(began), public=False, signatures=0)
    try:
        reply = http.ask(
            "POST", sending.url, headers=headers(sending, now), content=body(sending.delivery).encode(), limits=LIMITS, addresses=found
        )  # fmt: skip
    except (NotSent, Lost) as why:
        return Result(str(why), _millis(began), signatures=len(sending.keys))
    asked = reply.retry_after(now) if reply.status in (429, 503) else None
    return Result(
        str(reply.status),
        int(reply.seconds * 1000),
        reply.status,
        _readable(reply.body),
        asked,
        signatures=len(sending.keys),
    )


def _readable(content: bytes) -> str:
    text = content[: 4 * MAX_ANSWER_SHOWN].decode("utf-8", errors="replace")
    return "".join(c if c.isprintable() else " " for c in text)[:MAX_ANSWER_SHOWN].strip()


def _millis(began: float) -> int:
    return int((time.monotonic() - began) * 1000)
