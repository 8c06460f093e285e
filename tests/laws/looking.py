"""Looks at the books beside the work on them."""

from collections.abc import Callable
from contextvars import copy_context
from typing import TypeVar

from flask import current_app

from marketplace.core.db import db, execute

T = TypeVar("T")
NEVER = 0  # no transaction has this number


class Looker:
    """Asks in a session of its own, always on the same connection. Nothing is rolled back there, so what it asks stays prepared."""

    def __init__(self) -> None:
        db.session.connection()  # held by the work meanwhile
        self._app = current_app.app_context()
        self._context = copy_context()
        self._context.run(self._app.push)
        self._looked_at: int | None = NEVER

    def wrong(self, invariants: Callable[[], list[T]]) -> list[T]:
        """What the invariants find; asked again only if a transaction that wrote has been committed since. Call it within `ask`.

        Without one the database holds what it held when they found nothing, to the byte. (The server notes the last one:
        `track_commit_timestamp`.)
        """
        last = execute("SELECT xid::text::bigint FROM pg_last_committed_xact()").scalar_one()
        if last == self._looked_at:
            return []
        found = invariants()
        self._looked_at = NEVER if found else last
        return found

    def ask(self, question: Callable[[], T]) -> T:
        """What the books say."""
        return self._context.run(question)

    def close(self) -> None:
        """Give the connection back."""
        self._context.run(self._app.pop)
