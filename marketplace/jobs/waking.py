"""Wakes the worker after commits with promises, without making anybody wait for the broker."""

import logging
import os
import threading
import time

from celery import Celery

PAUSE_SECONDS = 1.0
log = logging.getLogger(__name__)


class Alarm:
    """Sends a task soon after `ring()`, once for all rings of a moment.

    A broker that is down costs nothing but time: the timetable looks for promises, too.
    """

    def __init__(self, celery: Celery, task: str) -> None:
        self._celery = celery
        self._task = task
        self._rung = threading.Event()
        self._lock = threading.Lock()
        self._process = 0

    def ring(self) -> None:
        """Have the task sent; returns at once and never raises."""
        self._rung.set()
        if self._process != os.getpid():
            self._start()

    def _start(self) -> None:
        with self._lock:
            if self._process != os.getpid():
                self._process = os.getpid()
                threading.Thread(target=self._send, name=f"wake {self._task}", daemon=True).start()

    def _send(self) -> None:
        while self._rung.wait():
            self._rung.clear()
            try:
                self._celery.send_task(self._task, retry=False)
            except Exception:  # whatever the broker's driver raises, the thread lives on
                log.warning("the broker cannot be reached; promises wait for the timetable", exc_info=True)
            time.sleep(PAUSE_SECONDS)
