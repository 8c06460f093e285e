"""Promises in tests, as they stand in the outbox."""

from typing import Any

from flask import Flask

from marketplace.core.db import execute
from marketplace.jobs import outbox as relay


def keep(app: Flask) -> None:
    """Do what the worker does after an answer: keep everything that is due."""
    with app.app_context():
        relay.drain()


def dead() -> list[Any]:
    """Those that were given up, newest first."""
    return execute("SELECT * FROM outbox WHERE dead_at IS NOT NULL ORDER BY id DESC").all()


def waiting() -> list[Any]:
    """Those that are still to be kept, newest first."""
    return execute("SELECT * FROM outbox WHERE kept_at IS NULL AND dead_at IS NULL ORDER BY id DESC").all()
