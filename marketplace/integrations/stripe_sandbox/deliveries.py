"""How events reach the shop: signed, again until they are acknowledged; and, on demand, twice, late or in the wrong order."""

import json
import logging
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import stripe

from marketplace.integrations import http
from marketplace.integrations.http import Limits, Lost, NotSent
from marketplace.integrations.stripe_sandbox.store import Thing

LIMITS = Limits(seconds=10, connect_seconds=3, most_bytes=64 * 1024)
PAUSES_S = (1, 2, 5, 15, 60, 300, 900, 3600)
log = logging.getLogger(__name__)
Post = Callable[[bytes, str], int]


@dataclass
class Manners:
    """How badly events behave: how often each comes, up to how many seconds late, and whether the newest comes first."""

    times: int = 1
    late_s: float = 0
    newest_first: bool = False


def signed(event: Thing, secret: str, at: int | None = None) -> tuple[bytes, str]:
    """An event as it travels: its bytes and the signature over them."""
    body = json.dumps(event)
    return body.encode(), stripe.WebhookSignature.generate_signature_header(body, secret, at)


def to_address(url: str, host: str) -> Post:
    """Posts to a server at an address that knows itself as `host`."""

    def post(body: bytes, signature: str) -> int:
        headers = {
            "Host": host,
            "Content-Type": "application/json",
            "Stripe-Signature": signature,
            "Content-Length": str(len(body)),
        }
        return http.ask("POST", url, headers=headers, content=body, limits=LIMITS).status

    return post


class Deliveries:
    """Posts events in a thread of its own. Call it with an event."""

    def __init__(self, post: Post, secret: str, manners: Manners | None = None) -> None:
        self.manners = manners or Manners()
        self._post, self._secret = post, secret
        self._due: list[tuple[float, int, Thing]] = []
        self._woken = threading.Condition()
        threading.Thread(target=self._work, daemon=True, name="deliveries").start()

    def __call__(self, event: Thing) -> None:
        """Have an event delivered."""
        with self._woken:
            for _ in range(self.manners.times):
                self._due.append((time.monotonic() + random.uniform(0, self.manners.late_s), 0, event))  # noqa: S311 - no secret
            self._woken.notify()

    def _work(self) -> None:
        while True:
            with self._woken:
                now = time.monotonic()
                ripe = [one for one in self._due if one[0] <= now]
                if not ripe:
                    next_at = min((one[0] for one in self._due), default=now + 60)
                    self._woken.wait(max(next_at - now, 0.01))
                    continue
                at = ripe[-1] if self.manners.newest_first else ripe[0]
                self._due.remove(at)
            self._deliver(at[1], at[2])

    def _deliver(self, tries: int, event: Thing) -> None:
        try:
            status = self._post(*signed(event, self._secret))
        except (NotSent, Lost):
            status = 0
        if 200 <= status < 300:
            return
        log.warning("event %s was answered with %s", event["id"], status)
        if tries < len(PAUSES_S):
            with self._woken:
                self._due.append((time.monotonic() + PAUSES_S[tries], tries + 1, event))
                self._woken.notify()
