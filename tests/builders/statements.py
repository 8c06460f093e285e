"""Looks at every statement before it is sent, whichever way it takes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from marketplace.core import rows
from marketplace.core.db import db


@contextmanager
def watched(look: Callable[[str, Any], None]) -> Iterator[None]:
    """Call `look` with the SQL and the driver's connection; inside an app context."""

    def model(_connection: Any, cursor: Any, sql: str, *_: Any) -> None:
        look(sql, cursor.connection)

    def plain(cursor: Any, sql: str, *rest: Any) -> None:
        look(sql, cursor.connection)
        send(cursor, sql, *rest)

    send = rows.run
    engine = db.engine
    event.listen(engine, "before_cursor_execute", model)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rows, "run", plain)
        try:
            yield
        finally:
            event.remove(engine, "before_cursor_execute", model)
