"""What a measurement works with: the shop, started when first asked for, and rounds in which ours and the limit take turns."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from functools import cached_property

from bench import world as worlds
from bench.keys import Found
from bench.load import Load, load
from bench.pgbench import pgbench
from bench.shares import shares
from marketplace.cli.at_hand import DATABASE
from marketplace.programmes import Programme
from tests.builders.installation import Installation, installed

ROUNDS = 3
SECONDS = 3.0
WARM = 1.0
MODULE = "bench.wsgi"  # the shop's own application, with one route more
WEB = "2"  # processes of four threads: one for each core


def say(words: str) -> None:
    """Progress, with the time."""
    print(f"{time.strftime('%H:%M:%S')}  {words}", flush=True)


class Bench:
    """One run. The shop and the parts of its world are made when a key first needs them."""

    def __init__(self, stack: ExitStack, *, whole: bool = False, scale: float = 1.0) -> None:
        self._stack = stack
        self._whole = whole
        self._scale = scale
        self.cardholders: Programme | None = None

    @cached_property
    def shop(self) -> Installation:
        """A shop with its web server; no worker, which would send letters while orders are timed."""
        say("starting PostgreSQL and the web server")
        shop = self._stack.enter_context(installed(WEB_WORKERS=WEB))
        shop.start("web", module=MODULE)
        return shop

    @cached_property
    def world(self) -> worlds.World:
        """Its data."""
        return worlds.World(self.shop)

    @cached_property
    def trade(self) -> worlds.Trade:
        """Members who buy."""
        members, stock, hot = (
            self.many(100_000),
            self.many(1_000, least=200),
            50_000,
        )  # crowds buy for seconds, in a rehearsal too
        say(f"{members:,} members, 1,000 offers, {1_000 * stock + hot:,} codes")
        return worlds.trade(self.world, members=members, stock=stock, hot=hot)

    @cached_property
    def window(self) -> worlds.Window:
        """A shop of 10,000 offers."""
        say("a shop of 10,000 offers")
        return worlds.window(self.world, "window", brands=self.many(1_000))

    @cached_property
    def large_window(self) -> worlds.Window:
        """A shop of 100,000 offers."""
        say("a shop of 100,000 offers")
        return worlds.window(self.world, "large", brands=self.many(10_000))

    @cached_property
    def quiet_world(self) -> worlds.World:
        """Another shop, empty and without a web server, that may grow."""
        say("starting a second PostgreSQL, for what grows")
        return worlds.World(self._stack.enter_context(installed()))

    def serve(self, processes: int) -> None:
        """Start the web server again, in so many processes."""
        shop = self.shop
        shop.stop("web")
        shop.settings = shop.settings.model_copy(update={"web_workers": processes})
        shop.start("web", module=MODULE)

    def many(self, rows: int, least: int = 30) -> int:
        """So many, or fewer in a rehearsal."""
        return max(least, round(rows * self._scale))

    def part(self, rows: int) -> int:
        """How many rows a round works through: all, or a tenth, so that all keys together end in time."""
        return self.many(rows if self._whole else rows // 10)

    def load(self, **spec: object) -> Load:
        """Let a crowd ask the web server, warm."""
        with shares(self.shop.pid("web"), self.shop.server.data_dir) as shared:
            found = load(self.shop.port, **({"warm": WARM, "seconds": SECONDS} | spec))
        return replace(found, shares=shared)

    def pgbench(self, script: str, clients: int = 8) -> float:
        """Transactions a second in the shop's database."""
        return pgbench(self.shop.server, DATABASE, script, clients=clients, seconds=round(SECONDS))


def in_turns(ours: Callable[[], float], limit: Callable[[], float]) -> Found:
    """Measure one after the other, three times, so that both see the same weather."""
    found = Found([], [])
    for _ in range(ROUNDS):
        found.limit.append(limit())
        found.ours.append(ours())
    return found
