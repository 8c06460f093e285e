"""Requests wait by turns of their networks: nobody waits for all that another has sent, and no network takes every thread."""

import asyncio
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from types import SimpleNamespace
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest

from marketplace.settings import Settings
from marketplace.web.shared.gate import Gate
from marketplace.web.shared.networks import network_of
from marketplace.web.shared.turns import Full, Turns
from tests.web.shared.test_gate import KEY, Line


def taken(turns: Turns[str], number: int) -> list[str]:
    return [turns.take()[1] for _ in range(number)]


def test_networks_take_turns_and_within_one_the_first_comes_first() -> None:
    turns: Turns[str] = Turns(running=100, all_together=100)
    for request in ("a1", "a2", "a3", "a4", "b1", "b2", "c1"):
        turns.put(request[0], request)
    assert taken(turns, 7) == ["a1", "b1", "c1", "a2", "b2", "a3", "a4"]


def test_network_that_has_enough_under_way_waits_for_one_of_its_own_to_end() -> None:
    turns: Turns[str] = Turns(running=2, all_together=100)
    for request in ("a1", "a2", "a3", "a4"):
        turns.put("a", request)
    assert taken(turns, 2) == ["a1", "a2"]
    turns.put("b", "b1")
    assert taken(turns, 1) == ["b1"], "another network goes before"
    turns.done("b")
    turns.done("a")
    assert taken(turns, 1) == ["a3"]
    turns.done("a")
    turns.done("a")
    assert taken(turns, 1) == ["a4"]


def test_network_with_too_many_waiting_is_refused_alone() -> None:
    turns: Turns[str] = Turns(running=1, all_together=2)
    for request in ("a1", "a2"):
        turns.put("a", request)
    with pytest.raises(Full):
        turns.put("a", "a3")
    turns.put("b", "b1")
    assert taken(turns, 2) == ["a1", "b1"]
    with pytest.raises(Full):
        turns.put("a", "a3")
    turns.done("a")
    turns.put("a", "a3")


def test_network_is_an_address_or_the_64_bits_that_its_owner_was_given() -> None:
    assert network_of("192.0.2.7") != network_of("192.0.2.8")
    assert network_of("2001:db8::1") == network_of("2001:db8::ffff:1") != network_of("2001:db8:0:1::1")
    assert network_of("::ffff:192.0.2.7") == network_of("192.0.2.7")


def scope(path: str, address: str, forwarded: str = "") -> Any:
    headers = [("x-forwarded-for", forwarded)] if forwarded else []
    return SimpleNamespace(
        method="GET", path=path, query_string="", http_version="1.1", scheme="http", server="127.0.0.1:8000",
        client=f"{address}:5000", authority=None, headers=SimpleNamespace(get=dict(headers).get, items=lambda: headers),
    )  # fmt: skip


class Crowd:
    """A gate whose application keeps every page for itself until it is let go, and says at once that it is alive."""

    def __init__(self, **settings: Any) -> None:
        self.go, self.begun = Event(), list[str]()
        made = Settings(_env_file=None, secret_key=KEY, web_threads=2, web_share=10, **settings)
        self.gate = Gate(self.application, made, apart=("/healthz",))

    def application(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] != "/healthz":
            self.begun.append(environ["PATH_INFO"])
            if environ["PATH_INFO"] != "/quick":
                self.go.wait(10)
        start("200 OK", [])
        return [b""]

    def ask(self, *scopes: Any, then: Any) -> tuple[list[int], tuple[int, dict[str, str]]]:
        """All at once; and one more, once those have taken what they get. The statuses, and what it was told."""

        async def serve() -> tuple[list[int], tuple[int, dict[str, str]]]:
            self.gate.__rsgi_init__(asyncio.get_running_loop())
            lines = [Line() for _ in scopes]
            many = [
                asyncio.ensure_future(self.gate.__rsgi__(one, line)) for one, line in zip(scopes, lines, strict=True)
            ]
            await asyncio.sleep(0.1)
            late = Line()
            try:
                await asyncio.wait_for(self.gate.__rsgi__(then, late), 5)
            finally:
                self.go.set()
                await asyncio.gather(*many)
            status, headers, _ = late.answers[0]
            return [line.answers[0][0] for line in lines], (status, headers)

        with ThreadPoolExecutor(1) as alone:  # a loop of its own: the browser's may run in this thread
            return alone.submit(asyncio.run, serve()).result()


def test_beside_one_network_that_asks_a_lot_another_is_answered_and_so_is_whoever_watches() -> None:
    many = [scope(f"/{number}", "192.0.2.7") for number in range(10)]
    for then in (scope("/quick", "192.0.2.8"), scope("/healthz", "192.0.2.7")):
        crowd = Crowd()
        assert crowd.ask(*many, then=then)[1][0] == 200
        assert [path for path in crowd.begun if path != "/quick"][:2] == ["/0", "/1"]
        assert len(crowd.begun) >= 10


def test_who_has_too_many_waiting_is_told_to_come_again() -> None:
    statuses, (status, headers) = Crowd().ask(
        *[scope(f"/{number}", "192.0.2.7") for number in range(10)], then=scope("/11", "192.0.2.7")
    )
    assert (statuses, status, headers["retry-after"]) == ([200] * 10, 503, "2")


@pytest.mark.parametrize(("trusted", "answered"), [(1, True), (0, False)])
def test_address_is_taken_from_a_proxy_that_is_trusted_and_from_nobody_else(trusted: int, answered: bool) -> None:
    many = [scope(f"/{number}", "10.0.0.1", forwarded="192.0.2.7") for number in range(10)]
    then = scope("/quick", "10.0.0.1", forwarded="192.0.2.7, 192.0.2.8")
    assert (Crowd(trusted_proxies=trusted).ask(*many, then=then)[1][0] == 200) is answered
