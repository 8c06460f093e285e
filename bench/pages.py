"""What people and machines read, beside the least that the same server can answer."""

from collections.abc import Mapping
from urllib.parse import quote_plus

from bench import names
from bench.bench import Bench, in_turns
from bench.keys import Found
from bench.load import Load, told


def shop_html(bench: Bench) -> Found:
    """The front page with its first 24 brands, as a signed-in member sees it."""
    window = bench.window
    asked = {"paths": ["/"], "host": window.host, "headers": {"Cookie": window.cookie, "Accept-Language": "ru"}}
    return _beside(bench, asked, _ping())


def shop_search(bench: Bench) -> Found:
    """What the search box shows while somebody types, a mistake in every name."""
    window = bench.large_window
    paths = [f"/?q={quote_plus(name)}" for name in names.mistyped(200)]
    headers = {
        "Cookie": window.cookie,
        "Accept-Language": "ru",
        "HX-Request": "true",
        "HX-Target": "found",
        "HX-Trigger": "q",
    }
    row = [f"/bench/offers/{offer}" for offer in window.offers[:: len(window.offers) // 1_000]]
    return _beside(
        bench, {"paths": paths, "host": window.host, "headers": headers}, {"paths": row, "host": window.host}
    )


def offers_json(bench: Bench) -> Found:
    """The first page of offers through the API."""
    headers = {"Authorization": f"Bearer {bench.window.key}"}
    return _beside(bench, {"paths": ["/api/v1/offers?limit=24"], "headers": headers}, _ping())


def _ping() -> dict[str, object]:
    """A route of the product that asks no database."""
    return {"paths": ["/healthz"]}


def _beside(bench: Bench, asked: Mapping[str, object], limit: Mapping[str, object]) -> Found:
    seen: list[Load] = []

    def ours() -> float:
        seen.append(bench.load(clients=8, **asked))
        return seen[-1].rate

    found = in_turns(ours, lambda: bench.load(clients=8, **limit).rate)
    found.more |= told(seen)
    return found
