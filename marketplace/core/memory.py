"""Answers that may be a few seconds old: kept in each process, so that a crowd who ask the same ask the database once."""

import time
from collections.abc import Callable, Hashable
from typing import TypeVar

from marketplace.core.db import in_transaction

MAX_AGE_SECONDS = 3.0
MAX_ENTRIES = 1000

T = TypeVar("T")
_memories: list["Memory"] = []


class Memory:
    """What was answered to whom asked; the oldest answer is `MAX_AGE_SECONDS` old."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, tuple[float, object]] = {}
        _memories.append(self)

    def recall(self, key: Hashable, ask: Callable[[], T]) -> T:
        """The answer that is remembered under this key, which stands for all that `ask` depends on; else what it says now."""
        found = self._kept.get(key)
        if found is not None and found[0] > time.monotonic():
            return found[1]  # type: ignore[return-value]
        value = ask()
        if not in_transaction():  # which may have changed what it reads, and be rolled back
            self.keep(key, value)
        return value

    def keep(self, key: Hashable, value: object) -> None:
        """Remember an answer that is known already."""
        if len(self._kept) >= MAX_ENTRIES:
            self._kept.clear()
        self._kept[key] = (time.monotonic() + MAX_AGE_SECONDS, value)

    def forget(self) -> None:
        """Let the next question reach the database."""
        self._kept.clear()


def forget_everything() -> None:
    """Every memory of this process; the data were changed from outside."""
    for memory in _memories:
        memory.forget()
