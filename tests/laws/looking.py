"""Looks at the books beside the work on them."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import current_app

from marketplace.core.db import db


@contextmanager
def apart() -> Iterator[None]:
    """A session on a connection of its own. Nothing is ever rolled back on it, so what it asks stays prepared."""
    db.session.connection()  # held by the work meanwhile
    with current_app.app_context():
        yield
