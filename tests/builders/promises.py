"""Promises in tests, as they stand in the outbox."""

from typing import Any

from marketplace.core.db import execute


def dead() -> list[Any]:
    """Those that were given up, newest first."""
    return execute("SELECT * FROM outbox WHERE dead_at IS NOT NULL ORDER BY id DESC").all()


def waiting() -> list[Any]:
    """Those that are still to be kept, newest first."""
    return execute("SELECT * FROM outbox WHERE kept_at IS NULL AND dead_at IS NULL ORDER BY id DESC").all()
