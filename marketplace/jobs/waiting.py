"""Takes in card operations that lay in the future when they came, once their time has come."""

import logging
from datetime import datetime

from marketplace import earning
from marketplace.core import clock
from marketplace.core.db import execute, transaction
from marketplace.jobs.celery_app import celery

log = logging.getLogger("marketplace.jobs.waiting")


@celery.task(name="earning.take_in_due")
def take_in_due() -> None:
    """Take in what is due now; harmless to repeat."""
    take_in_all(clock.now())


def take_in_all(now: datetime) -> int:
    """The same for a given moment; returns how many operations were taken in."""
    number = 0
    while True:
        with transaction():
            execute("SET LOCAL statement_timeout = 0")
            taken = earning.take_in_due(now)
        if not taken:
            return number
        number += taken
        log.info("%s card operations of the future were taken in", taken)
