"""Many at once: every member of the crowd has a thread and a connection of its own, and all start at the same moment."""

from collections.abc import Callable, Sequence
from threading import Barrier, Thread

from flask import Flask

from marketplace.core.db import transaction

PATIENCE_SECONDS = 20


def together(app: Flask, deeds: Sequence[Callable[[], object]]) -> list[object]:
    """Do each deed in a transaction of its own; returns what each gave, or the exception that it raised.

    Raises:
        AssertionError: one of them is not done in time: they wait for each other.
    """
    barrier = Barrier(len(deeds), timeout=PATIENCE_SECONDS)
    outcomes: list[object] = [None] * len(deeds)

    def do(place: int, deed: Callable[[], object]) -> None:
        with app.app_context():
            barrier.wait()
            try:
                with transaction():
                    outcomes[place] = deed()
            except Exception as error:
                outcomes[place] = error

    threads = [Thread(target=do, args=(place, deed), daemon=True) for place, deed in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_SECONDS)
        assert not thread.is_alive(), "somebody still waits"
    return outcomes
