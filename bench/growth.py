"""Cost as the data grows: the same thing done in a small, a large and a very large shop, beside the growth of the logarithm.

One caller, in this process, so that nothing but the data differs. The figure is the worst of (cost here : cost at the
start) : (logarithm here : logarithm at the start); at 1 a cost grows as the logarithm does, below it more slowly.
"""

import math
import random
import time
from collections.abc import Callable
from itertools import cycle
from statistics import median

from bench import names
from bench.bench import ROUNDS, Bench, say
from bench.keys import Found
from bench.world import World, host_of
from marketplace import members, orders, programmes, shop
from marketplace.core import clock
from marketplace.core.db import db, transaction
from marketplace.core.ids import new_ref

Curve = list[tuple[int, float]]
STAGES = (10_000, 100_000, 1_000_000)
ENTRIES_EACH = 9  # beside the one of the accrual
ORDERS, SEARCHES, PAGES = 200, 200, 20
ROUND_SECONDS = 3.0


def order(bench: Bench) -> Found:
    """Orders among 10 k, 100 k and 1 M members with ten entries each."""
    world = bench.quiet_world
    programme = world.programme("growing")
    world.offers(programme, brands=100, denominations=1)
    world.stock(programme, 50)
    there, curve = 0, list[tuple[int, float]]()
    for stage in map(bench.many, STAGES):
        world.members(programme, stage - there, lots=1)
        world.history(programme, each=ENTRIES_EACH)
        there = stage
        world.settle()
        place = _placing(world, programme)
        curve.append((stage, _middle(world, place, ORDERS)))
        ((entries,),) = world.rows("SELECT count(*) FROM entries")
        say(f"{stage:,} members, {entries:,} entries: an order takes {curve[-1][1]:.2f} ms")
    return _worst(curve)


def search(bench: Bench) -> Found:
    """Search with typing errors among 1 k, 10 k and 100 k offers."""
    world = bench.quiet_world
    programme, there, curve = world.programme("found"), 0, list[tuple[int, float]]()
    asked = names.mistyped(SEARCHES)
    for brands in (bench.many(100), bench.many(1_000), bench.many(10_000)):
        world.offers(programme, brands - there, first=there)
        world.stock(programme, 1)
        there = brands
        world.settle()
        ask = cycle(asked)
        curve.append(
            (
                brands * 10,
                _middle(world, lambda ask=ask: shop.tiles(programme, q=next(ask), now=clock.now()), SEARCHES),
            )
        )
        say(f"{brands * 10:,} offers: a search takes {curve[-1][1]:.2f} ms")
    return _worst(curve)


def history(bench: Bench) -> Found:
    """The page of points of members with 100, 1,000 and 10,000 entries."""
    world, curve = bench.quiet_world, list[tuple[int, float]]()
    programme = world.programme("past")
    for entries in (100, 1_000, 10_000):
        page = _page_of(world, programme, bench.many(entries))
        curve.append((bench.many(entries), _middle(world, page, PAGES)))
        say(f"{entries:,} entries: the page of points takes {curve[-1][1]:.1f} ms")
    return _worst(curve)


def _placing(world: World, programme: int) -> Callable[[], object]:
    """Places an order of a member and an offer drawn by chance."""
    ((low, high),) = world.rows("SELECT min(id), max(id) FROM members WHERE programme_id = %(p)s", p=programme)
    sold = [
        tuple(row)
        for row in world.rows(
            "SELECT d.id, price_points FROM denominations d JOIN offers o ON o.id = offer_id WHERE programme_id = %(p)s",
            p=programme,
        )
    ]
    chance = random.Random(low)
    with world.shop.app.app_context(), transaction():
        accepted = programmes.texts_accepted(programme, "ru")

    def place() -> object:
        member = members.member(chance.randint(low, high))
        assert member is not None
        wanted, price = chance.choice(sold)
        terms = {"price": price, "accepted": accepted}
        return orders.place(member, denomination_id=wanted, ref=new_ref(), now=clock.now(), **terms)

    return place


def _page_of(world: World, programme: int, entries: int) -> Callable[[], object]:
    """Asks for the page of a new member with so many entries."""
    account, cookie = world.visitor(programme)
    world.rows(
        """INSERT INTO entries (transfer_id, account_id, amount, balance_after, at)
           SELECT (SELECT max(id) FROM transfers), %(account)s, CASE n %% 2 WHEN 0 THEN 1 ELSE -1 END, 4820 + n %% 2, now() - n * interval '1 hour'
             FROM generate_series(1, %(entries)s) n RETURNING 1""",
        account=account, entries=entries,
    )  # fmt: skip
    world.settle()
    browser = world.shop.app.test_client(use_cookies=False)

    def page() -> object:
        answer = browser.get("/points", headers={"Host": host_of("past"), "Cookie": cookie})
        assert answer.status_code == 200, answer.status
        return answer

    return page


def _middle(world: World, work: Callable[[], object], times: int) -> float:
    """Milliseconds that it takes in the middle, in the best of several rounds."""
    rounds = []
    for _ in range(ROUNDS + 1):  # the first one warms up
        took, ends = list[float](), time.monotonic() + ROUND_SECONDS
        while len(took) < times and time.monotonic() < ends:
            took.append(_once(world, work))
        rounds.append(median(took))
    return min(rounds[1:])


def _once(world: World, work: Callable[[], object]) -> float:
    if work.__name__ == "page":  # a request opens its own context
        began = time.perf_counter()
        work()
        return 1000 * (time.perf_counter() - began)
    with world.shop.app.app_context():
        began = time.perf_counter()
        with transaction():
            work()
        took = time.perf_counter() - began
        db.session.remove()
    return 1000 * took


def _worst(curve: Curve) -> Found:
    (first, least), *later = curve
    grown = [(cost / least, math.log(size) / math.log(first)) for size, cost in later]
    cost, logarithm = max(grown, key=lambda pair: pair[0] / pair[1])
    return Found([cost], [logarithm], {"curve": [[size, round(cost, 3)] for size, cost in curve]})
