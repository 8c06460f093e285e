"""A supplier to buy from: the practice one, on a port of this machine, with short waits."""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest

from marketplace import orders, suppliers
from marketplace.integrations.http import Limits
from marketplace.integrations.practising import running
from marketplace.integrations.suppliers import adapters, reloadly_api
from marketplace.integrations.suppliers.practice.app import PracticeSupplier, Start
from marketplace.members import Member
from marketplace.orders import Order
from marketplace.programmes import Programme
from marketplace.suppliers import Connection
from tests.builders import orders as shop
from tests.builders.programmes import a_programme

PRODUCT, FIXED = "101", "102"
SOURCE = "practice"
WAIT_S, HANG_S = 0.6, 0.9


class Watched(PracticeSupplier):
    """The practice supplier, and how many requests it is at: one that hangs goes by the clock on the wall, whatever the tests' clock says."""

    at_work = 0

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        with self._lock:
            self.at_work += 1
        try:
            return super().__call__(environ, start)
        finally:
            with self._lock:
                self.at_work -= 1

    def wait_until_idle(self) -> None:
        """Returns when nobody is waited for; raises AssertionError after ten seconds."""
        until = time.monotonic() + 10
        while self.at_work:
            assert time.monotonic() < until, "the supplier is busy"
            time.sleep(0.01)


@contextmanager
def practice(monkeypatch: pytest.MonkeyPatch, *, hang_seconds: float = HANG_S) -> Iterator[tuple[Watched, str]]:
    """The practice supplier at work, and its address; we wait for it half a second or so."""
    app = Watched(hang_seconds=hang_seconds)
    quick = partial(reloadly_api.Reloadly, limits=Limits(WAIT_S, WAIT_S, 2**20))
    monkeypatch.setitem(adapters.ADAPTERS, "reloadly", quick)
    monkeypatch.setattr(reloadly_api, "_TOKENS", {})
    with running(app) as url:
        yield app, url


def connected(programme: Programme, url: str, *, source: str = SOURCE) -> Connection:
    """A programme's connection to it."""
    return suppliers.connect(
        programme.id, source, adapter="reloadly", name="Practice", base_url=url, auth_url=f"{url}/oauth/token", client_id="vitrina",
        secret="practice-secret", now=shop.NOW,
    )  # fmt: skip


def a_supplied_shelf(url: str, programme: Programme | None = None, *, fixed: bool = False) -> shop.Shelf:
    """A card for any value from 500 to 5 000 ₽, or `fixed` for 1 000 ₽, that is bought when it is ordered, three points for two roubles."""
    programme = programme or a_programme()
    connected(programme, url)
    if fixed:
        return shop.a_shelf(
            programme, value=100_000, price=1_500, fulfilment="supplier", source=SOURCE, external_ref=FIXED
        )
    return shop.a_range_shelf(programme, fulfilment="supplier", source=SOURCE, external_ref=PRODUCT, kind="gift_card")


def a_bought_order(programme: Programme, member: Member, url: str = "http://127.0.0.1:9") -> Order:
    """An order that its supplier has not been asked about yet."""
    order = shop.an_order(member, a_supplied_shelf(url, programme))
    orders.begin(order, now=shop.NOW)
    return order
