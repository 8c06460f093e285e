"""What domains count for anyone who watches: a name, counted once the open transaction is committed."""

from collections.abc import Callable

from marketplace.core.db import after_commit

_sinks: list[Callable[[str], None]] = []


def on_count(sink: Callable[[str], None]) -> None:
    """Have `sink` called with each name that is counted. It must be quick and must not raise."""
    _sinks[:] = [sink]


def count_after_commit(name: str) -> None:
    """Count one, if and only if the open transaction is committed; the same name counts once in it."""
    after_commit(f"count {name}", lambda: _count(name))


def _count(name: str) -> None:
    for sink in _sinks:
        sink(name)
