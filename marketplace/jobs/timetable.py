"""When repeated work is done. Names are those of tasks in this package; each acts once however often it is run."""

from datetime import timedelta
from typing import Any

from celery.schedules import crontab

TIMETABLE: dict[str, dict[str, Any]] = {
    # Promises wake the worker themselves; this catches those whose wake-up was lost, and those due later.
    "keep promises": {"task": "outbox.relay", "schedule": timedelta(seconds=5)},
    # Programmes live in their own time zones, so midnight comes at every hour somewhere.
    "expire points": {"task": "ledger.expire", "schedule": crontab(minute=5)},
    # Each programme is written to at one hour of its own day.
    "remind of points that end": {"task": "points.remind", "schedule": crontab(minute=20)},
    # What was written less than a minute ago is the only part of the books that could be changed unseen.
    "seal the books": {"task": "chain.seal", "schedule": crontab()},
    "tidy up": {"task": "housekeeping.tidy", "schedule": crontab(minute=40)},
}
