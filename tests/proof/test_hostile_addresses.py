"""P20: whatever address a partner gives, nothing is ever connected to that is not on the public internet."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask

from marketplace import webhooks
from marketplace.core import clock, public_addresses
from marketplace.core.db import execute, transaction
from marketplace.integrations import public_hosts
from marketplace.integrations import webhooks as remote
from marketplace.webhooks import rules
from tests.builders import orders as shop
from tests.proof.plugin import Proof

# What names lead to, by the resolver of these tests. Each name looks like anybody's.
NAMES = {
    "loopback.example.com": ["127.0.0.1"], "loopback6.example.com": ["::1"], "any.example.com": ["0.0.0.0"], "any6.example.com": ["::"],
    "ten.example.com": ["10.0.0.7"], "lan.example.com": ["192.168.1.1"], "twelve.example.com": ["172.16.0.9"],
    "metadata.example.com": ["169.254.169.254"], "cgnat.example.com": ["100.64.0.1"], "ula.example.com": ["fd00::1"],
    "link6.example.com": ["fe80::1"], "zone.example.com": ["fe80::1%eth0"], "mapped.example.com": ["::ffff:127.0.0.1"],
    "mapped10.example.com": ["::ffff:10.0.0.1"], "compatible.example.com": ["::127.0.0.1"], "nat64.example.com": ["64:ff9b::7f00:1"],
    "nat64local.example.com": ["64:ff9b:1::7f00:1"], "sixtofour.example.com": ["2002:7f00:1::"], "teredo.example.com": ["2001:0:7f00:1::1"],
    "multicast.example.com": ["224.0.0.1"], "multicast6.example.com": ["ff02::1"], "broadcast.example.com": ["255.255.255.255"],
    "reserved.example.com": ["240.0.0.1"], "doc.example.com": ["192.0.2.1"], "doc6.example.com": ["2001:db8::1"],
    "benchmark.example.com": ["198.18.0.1"], "site.example.com": ["fec0::1"], "srv6.example.com": ["5f00::1"],
    "both.example.com": ["93.184.215.14", "127.0.0.1"], "both6.example.com": ["127.0.0.1", "93.184.215.14"],
    "odd.example.com": ["not an address"], "empty.example.com": [],
}  # fmt: skip
BY_NAME = [f"https://{name}/hook" for name in NAMES]
FIGURES = [
    "https://127.0.0.1/", "https://127.1/", "https://2130706433/", "https://0x7f000001/", "https://0177.0.0.1/", "https://0x7f.0.0.1/",
    "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://[::ffff:7f00:1]/", "https://169.254.169.254/latest/meta-data/",
    "https://[fd00::1%25eth0]/", "https://①②⑦.⓪.⓪.①/", "https://127。0。0。1/",
]  # fmt: skip
FORMS = [
    "http://hooks.example.com/", "ftp://hooks.example.com/", "file:///etc/passwd", "gopher://127.0.0.1:6379/_x", "unix:///run/x.sock",
    "https://localhost/", "https://localhost./", "https://a.localhost/", "https://db.internal/", "https://printer.local/",
    "https://hooks.example.com@127.0.0.1/", "https://127.0.0.1#@hooks.example.com/", "https://hooks.example.com\\@127.0.0.1/",
    "https://hooks.example.com:22/", "https:///127.0.0.1/", "https://hooks.example.com%00.127.0.0.1/", "https://",
    "https://hooks.example.com /", "//127.0.0.1/", "https://1.0.0.127.in-addr.arpa/", "javascript:alert(1)", "https://localhost%2eexample.com/",
]  # fmt: skip
SIXTY = [*BY_NAME, *FIGURES, *FORMS]


class Sink:
    """Every connection that was begun, and none of them made."""

    def __init__(self) -> None:
        self.reached: list[Any] = []

    def connect(self, address: Any, *_: Any, **__: Any) -> None:
        self.reached.append(address[0])
        raise ConnectionRefusedError


@contextmanager
def sinking(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sink]:
    sink = Sink()

    def look_up(host: str, _port: int) -> list[str]:
        if host not in NAMES:
            raise socket.gaierror
        return NAMES[host]

    monkeypatch.setattr(public_hosts, "_look_up", look_up)
    monkeypatch.setattr(socket, "create_connection", sink.connect)
    yield sink


def try_all(sink: Sink) -> None:
    """Give each address as a partner would, and send to it what was taken."""
    with transaction():
        shelf = shop.a_shelf(stock=0)
    for number, url in enumerate(SIXTY):
        try:
            with transaction():
                endpoint = webhooks.add(
                    shelf.programme.id, shelf.brand.partner_id, url, webhooks.KINDS, now=clock.now()
                )
        except webhooks.BadUrl:
            continue
        with transaction():
            webhooks.tell(endpoint.partner_id, "order.created", ref=str(number), facts={}, now=clock.now())
        delivery_id = execute("SELECT max(id) FROM webhook_deliveries").scalar_one()
        with transaction():
            sending = webhooks.begin_try(delivery_id, 1, now=clock.now())
        assert isinstance(sending, webhooks.Sending)
        remote.send(sending, clock.now())
        with transaction():
            webhooks.remove(endpoint, now=clock.now())


@pytest.mark.proof("P20")
def test_no_form_of_address_leads_to_one_that_is_not_public(
    ctx: Flask, monkeypatch: pytest.MonkeyPatch, proof: Proof
) -> None:
    assert len(SIXTY) >= 60
    assert len({*SIXTY}) == len(SIXTY)
    with sinking(monkeypatch) as sink:
        try_all(sink)
    assert sink.reached == []
    proof.count("forms of address: 0 connections to what is not public", len(SIXTY))


@pytest.mark.proof("P20", control=True)
def test_control_without_the_look_at_addresses_some_are_reached(
    ctx: Flask, monkeypatch: pytest.MonkeyPatch, proof: Proof
) -> None:
    monkeypatch.setattr(public_hosts, "is_public", lambda _address: True)
    with sinking(monkeypatch) as sink:
        try_all(sink)
    assert {"127.0.0.1", "169.254.169.254", "::1"} <= {*sink.reached}
    proof.figure(f"without the look at addresses {len({*sink.reached})} private ones are reached")


@pytest.mark.proof("P20")
def test_name_that_answers_otherwise_a_moment_later_is_not_asked_again(
    monkeypatch: pytest.MonkeyPatch, proof: Proof
) -> None:
    answers = iter([["93.184.215.14"], ["127.0.0.1"]])
    monkeypatch.setattr(public_hosts, "_look_up", lambda _host, _port: next(answers))
    sink = Sink()
    monkeypatch.setattr(socket, "create_connection", sink.connect)
    delivery = webhooks.Delivery(1, 1, "waiting", 1, shop.NOW, 0, None, "", "order.created", "msg_1", shop.NOW, {})
    result = remote.send(
        webhooks.Sending(delivery, "https://rebind.example.com/", ("whsec_" + "A" * 43 + "=",)), shop.NOW
    )
    assert (sink.reached, result.said) == (["93.184.215.14"], "no connection")
    proof.figure("the address that was looked at is the one that is called")


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "8.8.8.8", "64:ff9b::808:808"]
)
def test_public_addresses_are_public(address: str) -> None:
    assert public_addresses.is_public(address)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://hooks.example.com", "https://hooks.example.com/"), ("HTTPS://Hooks.Example.COM:443/a?b=c", "https://hooks.example.com/a?b=c"),
        (" https://hooks.example.com:8443/x ", "https://hooks.example.com:8443/x"), ("https://xn--80ak6aa92e.com/", "https://xn--80ak6aa92e.com/"),
        ("https://вереск.рф:8443/хук?а=1", "https://xn--b1agau2ah.xn--p1ai:8443/%D1%85%D1%83%D0%BA?%D0%B0=1"),
    ],
)  # fmt: skip
def test_ordinary_addresses_are_kept_in_one_way_of_writing(typed: str, kept: str) -> None:
    assert rules.check_url(typed) == kept
