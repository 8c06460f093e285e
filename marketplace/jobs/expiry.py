"""Points whose last day is over go to breakage, in every programme by its own calendar."""

import logging
from datetime import datetime

from marketplace import ledger, programmes
from marketplace.core import clock, faults
from marketplace.core.db import db, transaction
from marketplace.jobs.celery_app import celery

# Members swept, and so locked, in one transaction; an order of one of them waits that long at most.
MEMBERS = 20_000
log = logging.getLogger("marketplace.jobs.expiry")


@celery.task(name="ledger.expire")
def expire() -> None:
    """Expire what is due now; harmless to repeat."""
    expire_all(clock.now())


def expire_all(now: datetime) -> int:
    """The same for a given moment; returns how many lots expired. A programme that fails does not stop the others."""
    with transaction():
        everyone = programmes.everyone()
    lots = 0
    for programme in everyone:
        try:
            lots += _expire(programme, now)
        except Exception as error:
            log.error("expiry of programme %s failed: %s", programme.id, faults.trace(error))
        finally:
            db.session.remove()
    return lots


def _expire(programme: programmes.Programme, now: datetime) -> int:
    lots = 0
    while True:
        with transaction():
            swept = ledger.expire(programme.id, at=now, today=programme.day(now), limit=MEMBERS)
        if not swept.lots:
            return lots
        lots += swept.lots
        log.info("programme %s: %s lots expired", programme.id, swept.lots)
