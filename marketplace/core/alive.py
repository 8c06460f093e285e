"""Whether a connection out of the pool is still one, without a question to the server each time."""

import select
import time
from typing import Any

import psycopg
from sqlalchemy import Engine, event
from sqlalchemy.exc import DisconnectionError

IDLE_SECONDS = 10


def watch(engine: Engine) -> None:
    """Have the pool replace connections that were lost while they lay there.

    A server that ends a connection closes its socket, which is seen without a word being sent. One that was cut off
    without a word is found by asking; a connection that was used a moment ago is not asked.
    """
    event.listen(engine, "checkin", _laid_down)
    event.listen(engine, "checkout", _taken_up)


def _laid_down(_driver: Any, record: Any) -> None:
    record.info["since"] = time.monotonic()


def _taken_up(driver: Any, record: Any, _holder: Any) -> None:
    since = record.info.get("since")
    if since is None:  # made a moment ago
        return
    try:
        if time.monotonic() - since > IDLE_SECONDS or _heard(driver):
            driver.execute("SELECT 1")
    except psycopg.Error as error:
        raise DisconnectionError from error


def _heard(driver: Any) -> bool:
    """Whether something came without having been asked for; mostly it is a farewell."""
    poll = select.poll()
    poll.register(driver.fileno(), select.POLLIN)
    return bool(poll.poll(0))
