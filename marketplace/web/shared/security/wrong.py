"""Wrong passwords at sign-in: counted for an account from wherever, so that its owner hears of somebody who goes on guessing.

Nobody is kept out by it, and nothing is sent but the one letter of a day. For a name that nobody has the same is done.
"""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import g

from marketplace import identity
from marketplace.core import clock, throttle
from marketplace.core.db import transaction
from marketplace.web.shared.limits import DAY
from marketplace.web.shared.security import names
from marketplace.web.shared.visitor import actor

WRONG_MAX = 30  # with one account within a day; then its owner is told


def note(name: str, user: identity.User | None) -> None:
    """Remember that a password was wrong, until the page's own transaction is over."""
    g.wrong_password = (name, user.id if user is not None else names.NOBODY)


def counted(view: Callable[..., Any]) -> Callable[..., Any]:
    """Sign-in, after which wrong passwords are counted."""

    @wraps(view)
    def tried(*args: Any, **values: Any) -> Any:
        answer = view(*args, **values)
        if "wrong_password" in g:
            _count(*g.pop("wrong_password"))
        return answer

    return tried


def _count(name: str, user_id: int) -> None:
    now = clock.now()
    who = f"user {user_id}" if user_id else names.plain(name)
    key = "wrong passwords|" + hashlib.sha256(who.encode("utf-8", "replace")).hexdigest()[:40]
    if throttle.count(key, WRONG_MAX, DAY, now).remaining == 0:
        with transaction(by=actor()):
            identity.tell_of_guesses(user_id, programme_id=g.programme.id, tries=WRONG_MAX, now=now)
