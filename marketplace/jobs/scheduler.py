"""The timetable's scheduler, which outlives a clock that is set back and a database that goes away.

The library keeps when each entry ran last and when it is due next by the wall clock: set back by an hour, nothing at all
would be sent for an hour.
"""

import logging
import time
from datetime import datetime, timedelta
from typing import Any

import psycopg
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy_celery_beat.schedulers import DatabaseScheduler

from marketplace.core import clock, faults

AGAIN_SECONDS = 2
AWAY = (SQLAlchemyError, psycopg.Error)
BACK = timedelta(seconds=2)  # less is the everyday work of a time server
log = logging.getLogger("marketplace.jobs.scheduler")


class Scheduler(DatabaseScheduler):
    """What ran in the future ran now."""

    _seen: datetime | None = None

    def setup_schedule(self) -> None:
        """Write down what is new in the timetable and read the rest; a database that is away is waited for."""
        while True:
            try:
                super().setup_schedule()
            except AWAY as error:
                log.error("the timetable cannot be written: %s", faults.kind(error))
                self._initial_read = True  # the library believes that it has read it
                time.sleep(AGAIN_SECONDS)
            else:
                return

    def tick(self, *args: Any, **kwargs: Any) -> Any:
        """One look at the timetable; in seconds, when to look next."""
        now = clock.now()
        try:
            if self._seen is None or now < self._seen - BACK:
                self._come_back(now)
            self._seen = now
            return super().tick(*args, **kwargs)
        except AWAY as error:  # the library lets it end the process
            log.error("the timetable cannot be read: %s", faults.kind(error))
            return AGAIN_SECONDS

    def _come_back(self, now: datetime) -> None:
        ahead = [entry for entry in self.schedule.values() if entry.last_run_at > now]
        for entry in ahead:
            entry.last_run_at = entry.model.last_run_at = now
        if ahead or self._seen is not None:
            log.warning("the clock went back; %s entries start anew", len(ahead))
        self._heap = None  # it holds moments of the old clock
