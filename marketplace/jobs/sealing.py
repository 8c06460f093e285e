"""Seals the books and writes each seal down outside the database, and the journal of codes down to the disk."""

from datetime import datetime
from pathlib import Path

from flask import current_app

from marketplace import reports
from marketplace.core import anchors, chain, clock, handed_out
from marketplace.core.db import transaction
from marketplace.jobs.celery_app import celery
from marketplace.settings import Settings

BOOKS = reports.BOOKS


@celery.task(name="chain.seal")
def seal() -> None:
    """Seal what has been written since the last time, and bring down what was noted of codes that were sold."""
    settings: Settings = current_app.config["SETTINGS"]
    seal_all(clock.now(), settings.seal_file)
    handed_out.sync()


def seal_all(now: datetime, anchor_file: Path) -> None:
    """The same for a given moment and file; harmless to repeat and to run twice at once."""
    for book in BOOKS:
        with transaction():
            chain.seal(book, now)
        with transaction():
            anchors.anchor(book, anchor_file)
