"""Calls to others whose answers may be lost: until when one may still come, how long to wait before asking again, when a key is forgotten."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

# An answer that is not there by then will not come; the caller waits less.
CALL_LONGEST = timedelta(seconds=20)
# Providers remember what was asked under a key for a day; after that the same call could do the same thing twice.
KEY_LIFE = timedelta(hours=23)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=3), timedelta(minutes=5)


class Call(Protocol):
    """One question; `outcome` None while no answer is there."""

    @property
    def began_at(self) -> datetime: ...

    @property
    def outcome(self) -> str | None: ...


def under_way(calls: Sequence[Call], now: datetime) -> datetime | None:
    """Until when the answer to the last call may still come; None where none is waited for."""
    if calls and calls[-1].outcome is None and now < calls[-1].began_at + CALL_LONGEST:
        return calls[-1].began_at + CALL_LONGEST
    return None


def paused(silent: Sequence[Call], calls: Sequence[Call], now: datetime) -> datetime | None:
    """Until when to wait after calls without an answer (`silent`, of all `calls`), longer each time; None: ask now."""
    if not silent or silent[-1] is not calls[-1]:
        return None
    until = silent[-1].began_at + min(FIRST_PAUSE * 2 ** min(len(silent) - 1, 10), LONGEST_PAUSE)
    return until if now < until else None
