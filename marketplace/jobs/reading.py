"""How far the check of a large file is, told now and then: the check itself is one transaction, of which nobody sees anything before its end."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

from flask import Flask, current_app
from sqlalchemy.exc import SQLAlchemyError

from marketplace import runs
from marketplace.core.db import db, transaction
from marketplace.core.problems import Problems

TOLD_EVERY_SECONDS = 2.0


@contextmanager
def watched(run_id: int) -> Iterator[Callable[[Problems], None]]:
    """Have it written down how many rows were read, on a connection of its own; what comes is given the problems that say so."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    ended, held = Event(), list[Problems]()
    teller = Thread(target=_tell, args=(app, run_id, held, ended), name="reading", daemon=True)
    teller.start()
    try:
        yield held.append
    finally:
        ended.set()
        teller.join()


def _tell(app: Flask, run_id: int, held: list[Problems], ended: Event) -> None:
    told = 0
    while not ended.wait(TOLD_EVERY_SECONDS):
        reached = held[0].reached if held else 0
        if reached == told:
            continue
        told = reached
        with app.app_context():
            try:
                with transaction():
                    runs.note_read(run_id, reached)
            except SQLAlchemyError:
                return  # nothing but a number is lost, and the check meets the same trouble itself
            finally:
                db.session.remove()
