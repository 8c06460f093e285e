"""Rate limits for views: `@limit("10/minute", "100/hour")`, with the headers that tell a machine what is left."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import Flask, Response, g, request

from marketplace.core import clock, throttle

SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}

P = ParamSpec("P")
R = TypeVar("R")


def init_app(app: Flask) -> None:
    """Write the RateLimit headers of what was counted in a request."""
    app.after_request(_headers)


def limit(
    *rules: str, key: Callable[[], str] | None = None, methods: tuple[str, ...] = ()
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let a view through only so often; raises TooManyRequests before the view begins.

    Args:
        rules: "<number>/<second|minute|hour|day>", each counted on its own.
        key: who is counted; the visitor's address when left out. One count per view and key.
        methods: count these methods alone; all when left out.
    """
    parsed = [_parsed(rule) for rule in rules]

    def wrap(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def limited(*args: P.args, **kwargs: P.kwargs) -> R:
            if not methods or request.method in methods:
                who = key() if key is not None else request.remote_addr or "nobody"
                count(f"{request.endpoint}|{who}", parsed)
            return view(*args, **kwargs)

        return limited

    return wrap


def count(key: str, rules: list[tuple[int, int]]) -> None:
    """Count a hit against rules of (number, seconds), before the work's transaction. Raises TooManyRequests."""
    now = clock.now()
    rests = [throttle.count(key, number, seconds, now) for number, seconds in rules]
    tightest = min(rests, key=lambda rest: (rest.remaining, -rest.seconds(now)))
    g.rest = min(tightest, g.get("rest", tightest), key=lambda rest: rest.remaining)
    if tightest.remaining < 0:
        raise throttle.TooManyRequests(retry_after=tightest.seconds(now), limit=tightest.limit)


def _parsed(rule: str) -> tuple[int, int]:
    number, _, unit = rule.partition("/")
    return int(number), SECONDS[unit]


def _headers(response: Response) -> Response:
    rest: throttle.Rest | None = g.get("rest")
    if rest is not None:
        response.headers["RateLimit-Limit"] = str(rest.limit)
        response.headers["RateLimit-Remaining"] = str(max(0, rest.remaining))
        response.headers["RateLimit-Reset"] = str(rest.seconds(clock.now()))
    return response
