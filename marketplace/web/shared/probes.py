"""Questions that may hang: each is asked in a thread of its own, and an answer is waited for only so long."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from threading import Event, Lock, Thread

Answers = Mapping[str, bool]


class Probe:
    """A question about several things; what is not answered, or ends in an exception, is "no".

    While an earlier asking still hangs no other is begun: a server that never answers costs one thread.
    """

    def __init__(self, names: tuple[str, ...], ask: Callable[[], Answers]) -> None:
        self._noes = dict.fromkeys(names, False)
        self._ask = ask
        self._lock = Lock()
        self._asking: Asking | None = None

    def begin(self) -> "Asking":
        """Have it asked, or join those who have."""
        with self._lock:
            if self._asking is None or self._asking.done.is_set():
                self._asking = Asking(self._noes)
                Thread(target=self._asking.run, args=(self._ask,), name="probe", daemon=True).start()
            return self._asking


class Asking:
    """One asking under way."""

    def __init__(self, noes: Answers) -> None:
        self._answers = noes
        self.done = Event()

    def run(self, ask: Callable[[], Answers]) -> None:
        """Ask; whatever goes wrong, nobody waits forever."""
        with suppress(Exception):  # whatever it is, the answer is no, and who asks says so
            self._answers = {**self._answers, **ask()}
        self.done.set()

    def answers(self, seconds: float) -> Answers:
        """The answers, or "no" to everything when there are none in time."""
        self.done.wait(max(0.0, seconds))
        return self._answers
