"""Whose turn it is among requests that wait: each network's in turn, so that nobody waits for all that another has sent."""

from collections import Counter, deque
from threading import Condition
from typing import Generic, TypeVar

T = TypeVar("T")


class Full(Exception):
    """As many requests of this network wait or are under way as may."""


class Turns(Generic[T]):
    """A queue that threads take from: first come, first served within a network, and one of each network after another.

    A network has at most `running` requests under way, and at most `all_together` with those that wait. Threads of all kinds may call.
    """

    def __init__(self, *, running: int, all_together: int) -> None:
        self._running_max, self._max = running, all_together
        self._changed = Condition()
        self._waiting: dict[str, deque[T]] = {}
        self._running = Counter[str]()
        # Networks that have something waiting and may have one more under way, in the order of their turns; each once.
        self._turns: deque[str] = deque()

    def put(self, network: str, request: T) -> None:
        """Let a request wait for its turn. Raises Full."""
        with self._changed:
            waiting = self._waiting.get(network) or deque()
            if len(waiting) + self._running[network] >= self._max:
                raise Full
            waiting.append(request)
            self._waiting[network] = waiting
            if len(waiting) == 1:
                self._offer(network)

    def take(self) -> tuple[str, T]:
        """The request whose turn it is, and its network, which the caller gives back by `done`; waits until there is one."""
        with self._changed:
            while not self._turns:
                self._changed.wait()
            network = self._turns.popleft()
            waiting = self._waiting[network]
            request = waiting.popleft()
            self._running[network] += 1
            if waiting:
                self._offer(network)
            else:
                del self._waiting[network]
            return network, request

    def done(self, network: str) -> None:
        """A request that was taken has been answered."""
        with self._changed:
            self._running[network] -= 1
            if not self._running[network]:
                del self._running[network]
            if network in self._waiting and self._running[network] == self._running_max - 1:
                self._offer(network)

    def _offer(self, network: str) -> None:
        """Give a network that has something waiting its next turn, unless it has enough under way."""
        if self._running[network] < self._running_max:
            self._turns.append(network)
            self._changed.notify()
