"""A partner's server for tests: it answers what it is told to, and checks signatures with the library."""

import json
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook

from marketplace import webhooks
from marketplace.integrations import http, public_hosts
from marketplace.integrations.http import Lost, Reply

URL = "https://hooks.partner.example/vitrina"
PUBLIC = "93.184.215.14"


@dataclass
class Receiver:
    """What it got, and what it answers next: a status, an exception, or a status with headers. 200 when nothing is said."""

    answers: deque[Any] = field(default_factory=deque)
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    went_to: list[Any] = field(default_factory=list)

    def ask(
        self, method: str, url: str, *, headers: Mapping[str, str], content: bytes, limits: Any, addresses: list[str]
    ) -> Reply:
        """Stands in for the call to another house."""
        assert (method, url) == ("POST", URL)
        self.got.append((dict(headers), content))
        self.went_to.append(addresses)
        answer = self.answers.popleft() if self.answers else 200
        if isinstance(answer, Exception):
            raise answer
        status, more = answer if isinstance(answer, tuple) else (answer, {})
        return Reply(status, more, b"thank you", 0.18)

    def events(self) -> list[tuple[str, str]]:
        """The kind and the id of everything that came."""
        return [(json.loads(content)["type"], headers["webhook-id"]) for headers, content in self.got]

    def trusts(self, key: str, at: int = -1) -> bool:
        """Whether what came was signed with a key."""
        headers, content = self.got[at]
        try:
            Webhook(key).verify(content, headers)
        except Exception:
            return False
        return True


def a_receiver(monkeypatch: pytest.MonkeyPatch) -> Receiver:
    """A partner's server at a public address."""
    receiver = Receiver()
    monkeypatch.setattr(http, "ask", receiver.ask)
    monkeypatch.setattr(public_hosts, "_look_up", lambda _host, _port: [PUBLIC])
    return receiver


def an_endpoint(programme_id: int, partner_id: int, now: Any) -> webhooks.Endpoint:
    """An endpoint that wants to hear of everything."""
    return webhooks.add(programme_id, partner_id, URL, webhooks.KINDS, now=now)


TIMED_OUT = Lost("timed out")
