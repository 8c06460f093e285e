"""Gives back what tills set aside and nobody captured."""

from datetime import datetime

from marketplace import tills
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.jobs.celery_app import celery

BATCH_SIZE = 100


@celery.task(name="tills.lapse")
def lapse() -> None:
    """End the authorisations whose time is over."""
    lapse_at(clock.now())


def lapse_at(now: datetime) -> None:
    """The same for a given moment; harmless to repeat and to run twice at once."""
    full = True
    while full:
        with transaction():
            full = tills.lapse(now, most=BATCH_SIZE) == BATCH_SIZE
