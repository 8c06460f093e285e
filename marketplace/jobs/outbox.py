"""The relay: takes promises from the outbox in sets and has each kept by anyone who is registered for its topic."""

import logging
import time
from datetime import datetime

from marketplace.core import clock, faults, logs, outbox
from marketplace.core.db import db, transaction
from marketplace.core.errors import Refusal
from marketplace.core.outbox import Promise
from marketplace.jobs import promises
from marketplace.jobs.celery_app import celery

BATCH_SIZE = 50
# Half of the lease: what is taken later than this is given back rather than kept beside another relay.
BATCH_SECONDS = outbox.LEASE.total_seconds() / 2
RUN_SECONDS = 240
log = logging.getLogger("marketplace.jobs.outbox")


@celery.task(name="outbox.relay")
def relay() -> None:
    """Keep what is due; once everything is, or after some minutes, leave the rest to the next call."""
    drain(run_seconds=RUN_SECONDS)


def drain(now: datetime | None = None, run_seconds: float = RUN_SECONDS) -> int:
    """Keep everything that is due, set by set; returns how many promises were kept. `now` stands still in tests."""
    kept = 0
    ends = time.monotonic() + run_seconds
    while time.monotonic() < ends:
        with transaction():
            taken = outbox.due(now or clock.now(), BATCH_SIZE)
        if not taken:
            break
        kept += _keep_set(taken, now)
    return kept


def _keep_set(taken: list[Promise], now: datetime | None) -> int:
    kept = 0
    began = time.monotonic()
    for at, promise in enumerate(taken):
        if time.monotonic() - began > BATCH_SECONDS:
            with transaction():
                outbox.give_back([late.id for late in taken[at:]], now or clock.now())
            break
        kept += _keep(promise, now)
    return kept


def _keep(promise: Promise, now: datetime | None) -> bool:
    error = _tried(promise)
    with transaction():
        if isinstance(error, outbox.NotYet):
            outbox.put_off(promise.id, error.until, str(error))
        elif error:
            outbox.failed(promise.id, error, now or clock.now())
        else:
            outbox.kept([promise.id], now or clock.now())
    return not error


def _tried(promise: Promise) -> str | outbox.NotYet:
    """Have a promise kept; returns what went wrong, in words that hold no secret, or that its time has not come, or nothing."""
    logs.also(request_id=promise.request_id, promise=promise.id, topic=promise.topic)
    keep = promises.keeper(promise.topic)
    if keep is None:
        log.error("nobody keeps %s", promise.topic)
        return "nobody keeps this"
    try:
        keep(promise.ref)
    except outbox.NotYet as later:
        return later
    except Refusal as error:
        log.warning("%s %s was refused: %s", promise.topic, promise.id, error.code)
        return error.code
    except Exception as error:
        log.warning("%s %s failed: %s", promise.topic, promise.id, faults.trace(error))
        return (
            f"{faults.kind(error)}: {error}"
            if type(error).__module__.startswith("marketplace.")
            else faults.kind(error)
        )
    finally:
        db.session.remove()
    return ""
