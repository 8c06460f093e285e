"""Seals the books and writes each seal down outside the database."""

from flask import current_app

from marketplace import ledger
from marketplace.core import anchors, chain, clock
from marketplace.core.db import transaction
from marketplace.jobs.celery_app import celery
from marketplace.settings import Settings

BOOKS = (ledger.BOOK, chain.AUDIT)


@celery.task(name="chain.seal")
def seal() -> None:
    """Seal what has been written since the last time; harmless to repeat and to run twice at once."""
    settings: Settings = current_app.config["SETTINGS"]
    for book in BOOKS:
        with transaction():
            chain.seal(book, clock.now())
        with transaction():
            anchors.anchor(book, settings.seal_file)
