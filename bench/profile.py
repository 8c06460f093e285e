"""`python -m bench.profile orders|page|offers|search|ping`: where a request's own processor time goes, part by part.

In this process, without a server and a network, by the processor's time and not by the clock: other programs on the
machine hardly change it. What PostgreSQL works in the meantime is not in it; how many statements it is asked is.
"""

import cProfile
import pstats
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack

from bench.world import World, host_of, trade
from tests.builders.installation import installed
from tests.builders.statements import watched

TIMES = 300
BLOCKS = 7


def main() -> None:
    """Print milliseconds of processor time a request, statements a request, and the costliest functions."""
    name = sys.argv[1] if len(sys.argv) > 1 else "orders"
    with installed() as shop, ExitStack() as stack:
        world = World(shop)
        ask = WAYS[name](world)
        statements: list[str] = []
        with shop.app.app_context():
            stack.enter_context(watched(lambda sql, _: statements.append(sql)))
        for _ in range(50):
            ask()
        ask()
        statements.clear()
        ask()
        for at, sql in enumerate(statements, 1):
            print(f"{at:3} {' '.join(sql.split())[:150]}")
        statements.clear()
        blocks = []
        for _ in range(BLOCKS):
            began = time.process_time()
            for _ in range(TIMES // BLOCKS):
                ask()
            blocks.append(1000 * (time.process_time() - began) / (TIMES // BLOCKS))
        print(
            f"{name}: {min(blocks):.2f} ms of processor time a request (median {sorted(blocks)[BLOCKS // 2]:.2f}), {len(statements)} statements"
        )
        profile = cProfile.Profile(time.process_time)
        profile.enable()
        for _ in range(TIMES):
            ask()
        profile.disable()
        stats = pstats.Stats(profile)
        stats.sort_stats("cumulative").print_stats(90)
        stats.sort_stats("tottime").print_stats(45)


def _orders(world: World) -> Callable[[], object]:
    made = trade(world, members=300, stock=40, hot=10)
    browser, headers = world.shop.app.test_client(use_cookies=False), made.headers
    count = iter(range(1_000_000))

    def ask() -> object:
        n = next(count)
        body = made.body(made.numbers[n % 300], made.denominations[n % 1_000])
        answer = browser.post(
            "/api/v1/orders", data=body, content_type="application/json", headers=headers | {"Idempotency-Key": f"k{n}"}
        )
        assert answer.status_code == 201, answer.text
        return answer

    return ask


def _page(path: str, part: str = "") -> Callable[[World], Callable[[], object]]:
    def way(world: World) -> Callable[[], object]:
        programme = world.programme("window")
        world.offers(programme, 100)
        world.stock(programme, 1)
        world.settle()
        headers = {"Host": host_of("window"), "Accept-Language": "ru"}
        if path.startswith("/api"):
            headers["Authorization"] = f"Bearer {world.client(programme)}"
        else:
            headers["Cookie"] = world.visitor(programme)[1]
        headers |= {"HX-Request": "true", "HX-Target": part, "HX-Trigger": "q"} if part else {}
        browser = world.shop.app.test_client(use_cookies=False)

        def ask() -> object:
            answer = browser.get(path, headers=headers)
            assert answer.status_code == 200, answer.text
            return answer

        return ask

    return way


WAYS = {
    "orders": _orders, "page": _page("/"), "offers": _page("/api/v1/offers?limit=24"),
    "search": _page("/?q=%D0%B4%D0%B5%D1%81%D0%BA%D0%B8%D0%B9+%D0%BC%D0%B8%D1%80", "found"), "ping": _page("/healthz"),
}  # fmt: skip

if __name__ == "__main__":
    main()
