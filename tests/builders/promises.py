"""Promises in tests, as they stand in the outbox."""

from typing import Any

from flask import Flask

from marketplace.core.db import execute
from marketplace.jobs import outbox as relay


def keep(app: Flask, *, at: str = "") -> None:
    """Do what the worker does after an answer: keep everything that is due; of a shop whose public address is `at`."""
    settings = app.config["SETTINGS"]
    app.config["SETTINGS"] = settings.model_copy(update={"public_url": at or settings.public_url})
    try:
        with app.app_context():
            relay.drain()
    finally:
        app.config["SETTINGS"] = settings


def dead() -> list[Any]:
    """Those that were given up, newest first."""
    return execute("SELECT * FROM outbox WHERE dead_at IS NOT NULL ORDER BY id DESC").all()


def waiting() -> list[Any]:
    """Those that are still to be kept, newest first."""
    return execute("SELECT * FROM outbox WHERE kept_at IS NULL AND dead_at IS NULL ORDER BY id DESC").all()
