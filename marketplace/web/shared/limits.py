"""How often something may be asked: each entry point says it for its endpoints, and it is counted before the view.

A page that is open to everybody is counted by a hook. One that asks something of its visitor is counted by its guard, once
the visitor has passed it: what somebody may not do uses up nothing. Who is known only later, as a machine by its key is, is
counted with `count` where he is known.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from flask import Flask, Response, current_app, g, request
from flask_login import current_user

from marketplace.core import clock, throttle
from marketplace.web.shared import lanes
from marketplace.web.shared.networks import network_of

MINUTE, HOUR, DAY = 60, 3600, 86400


@dataclass(frozen=True, slots=True)
class Spare:
    """What each that `who` names alone may still do in the same time, when all together have used up a limit."""

    number: int
    who: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Limit:
    """So many in so many seconds, for each that `who` names.

    Attributes:
        who: names who is counted; "" lets the request pass uncounted.
        spare: for a limit that strangers could use up for the one whom it is about: it slows them down, and he passes.
        pool: endpoints with the same word here are counted together; an endpoint alone has its own count.
        methods: what is counted.
        told: whether the answer's headers say what is left. Not where that would tell about somebody else.
    """

    number: int
    seconds: int
    who: Callable[[], str]
    pool: str = ""
    methods: tuple[str, ...] = ("POST",)
    told: bool = False
    spare: Spare | None = None


def init_app(app: Flask, rules: Mapping[str, tuple[Limit, ...]]) -> None:
    """Count by these rules, endpoint by endpoint, and write the RateLimit headers of what was counted."""
    app.extensions["limits"] = dict(rules)
    lanes.before_all(app, _hold_open)
    lanes.after_all(app, _headers)


def network() -> str:
    """The visitor's network, as somebody to be counted: his address, of IPv6 the /64 in which he may choose any."""
    return network_of(request.remote_addr or "nobody")


def person() -> str:
    """Whoever is signed in, as somebody to be counted; a guest is not counted by this."""
    return str(current_user.id) if current_user.is_authenticated else ""


def by_person(
    number: int, seconds: int, *, pool: str = "", told: bool = False, methods: tuple[str, ...] = ("POST",)
) -> tuple[Limit, ...]:
    """So many in so many seconds for each person who is signed in, from wherever."""
    return (Limit(number, seconds, person, pool=pool, methods=methods, told=told),)


def count(key: str, rules: list[tuple[int, int]]) -> None:
    """Count a hit against rules of (number, seconds), before the work's transaction. Raises TooManyRequests."""
    _count(key, rules, told=True)


def hold() -> None:
    """Count the request of a visitor who may make it, as its endpoint's rules say: the last step of every guard. Raises TooManyRequests."""
    for rule in current_app.extensions["limits"].get(request.endpoint, ()):
        who = rule.who() if request.method in rule.methods else ""
        if who:
            _hold_to(rule, who)


def hold_to(*rules: Limit) -> None:
    """Count the request by rules that only its view can know to apply, as a letter that is sent because a form was right. Raises TooManyRequests."""
    for rule in rules:
        who = rule.who()
        if who:
            _hold_to(rule, who)


def _hold_open() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    if getattr(view, "access", None) is None:
        hold()


def _hold_to(rule: Limit, who: str) -> None:
    pool = rule.pool or str(request.endpoint)
    try:
        _count(_key(pool, who), [(rule.number, rule.seconds)], told=rule.told)
    except throttle.TooManyRequests:
        if rule.spare is None:
            raise
        alone = _key(f"{pool}|alone", f"{who}\0{rule.spare.who()}")
        _count(alone, [(rule.spare.number, rule.seconds)], told=rule.told)


def _count(key: str, rules: Iterable[tuple[int, int]], *, told: bool) -> None:
    now = clock.now()
    rests = [throttle.count(key, number, seconds, now) for number, seconds in rules]
    tightest = min(rests, key=lambda rest: (rest.remaining, -rest.seconds(now)))
    if told:
        g.rest = min(tightest, g.get("rest", tightest), key=lambda rest: rest.remaining)
    if tightest.remaining < 0:
        raise throttle.TooManyRequests(retry_after=tightest.seconds(now), limit=tightest.limit)


def _key(pool: str, who: str) -> str:
    """Names of people are not kept: what is counted by is a digest."""
    return f"{pool}|" + hashlib.sha256(who.encode("utf-8", "replace")).hexdigest()[:40]


def _headers(response: Response) -> Response:
    rest: throttle.Rest | None = g.get("rest")
    if rest is not None:
        response.headers["RateLimit-Limit"] = str(rest.limit)
        response.headers["RateLimit-Remaining"] = str(max(0, rest.remaining))
        response.headers["RateLimit-Reset"] = str(rest.seconds(clock.now()))
    return response
