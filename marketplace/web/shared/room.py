"""Memory for long bodies: so much together, and of that so much for one network."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class NoRoom(Exception):
    """Others hold what there is, or this network holds its share."""


class Room:
    """Counts the bytes that are held, `together` at most and `each` at most for a network. One thread alone may call."""

    def __init__(self, *, together: int, each: int) -> None:
        self._together, self._each = together, each
        self._held = Counter[str]()

    @property
    def held(self) -> int:
        """The bytes that are held now."""
        return self._held.total()

    @contextmanager
    def share(self, network: str) -> Iterator[Callable[[int], None]]:
        """For the time of one request: a function that says how many bytes it holds by now. That function raises NoRoom."""
        mine = 0

        def hold(size: int) -> None:
            nonlocal mine
            more = size - mine
            if self._held[network] + more > self._each or self.held + more > self._together:
                raise NoRoom
            self._held[network] += more
            mine = size

        try:
            yield hold
        finally:
            self._held[network] -= mine
            if not self._held[network]:
                del self._held[network]
