"""Looks at the books beside the work on them."""

from collections.abc import Callable
from contextvars import copy_context
from typing import TypeVar

from flask import current_app

from marketplace.core.db import db

T = TypeVar("T")


class Looker:
    """Asks in a session of its own, always on the same connection. Nothing is rolled back there, so what it asks stays prepared."""

    def __init__(self) -> None:
        db.session.connection()  # held by the work meanwhile
        self._app = current_app.app_context()
        self._context = copy_context()
        self._context.run(self._app.push)

    def ask(self, question: Callable[[], T]) -> T:
        """What the books say."""
        return self._context.run(question)

    def close(self) -> None:
        """Give the connection back."""
        self._context.run(self._app.pop)
