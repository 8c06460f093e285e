"""Where the sandbox keeps what it knows: objects by their ids and the answers under idempotency keys, in one file."""

import json
import secrets
import sqlite3
import threading
from pathlib import Path
from typing import Any

Thing = dict[str, Any]
_TABLES = """
CREATE TABLE IF NOT EXISTS things (id TEXT PRIMARY KEY, kind TEXT NOT NULL, number INTEGER NOT NULL, body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS things_by_kind ON things (kind, number);
CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, asked TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL);
"""


class Store:
    """Objects as Stripe writes them. Whoever reads and then writes holds `lock` in between."""

    def __init__(self, file: Path | None = None) -> None:
        self.lock = threading.RLock()
        self._lines = sqlite3.connect(str(file) if file else ":memory:", check_same_thread=False, isolation_level=None)
        self._lines.executescript(_TABLES)

    def put(self, thing: Thing) -> Thing:
        """Keep an object as it is now."""
        with self.lock:
            self._lines.execute(
                """INSERT INTO things (id, kind, number, body) VALUES (?, ?, (SELECT coalesce(max(number), 0) + 1 FROM things), ?)
                   ON CONFLICT (id) DO UPDATE SET body = excluded.body""",
                (thing["id"], thing["object"], json.dumps(thing)),
            )
        return thing

    def get(self, thing_id: str) -> Thing | None:
        """An object by its id; None where there is none."""
        with self.lock:
            row = self._lines.execute("SELECT body FROM things WHERE id = ?", (thing_id,)).fetchone()
        return None if row is None else json.loads(row[0])

    def all(self, kind: str, **wanted: Any) -> list[Thing]:
        """The objects of a kind with these values, the newest first."""
        with self.lock:
            rows = self._lines.execute(
                "SELECT body FROM things WHERE kind = ? ORDER BY number DESC", (kind,)
            ).fetchall()
        things = [json.loads(row[0]) for row in rows]
        return [thing for thing in things if all(thing.get(name) == value for name, value in wanted.items())]

    def answered(self, key: str) -> tuple[str, int, str] | None:
        """What was asked under a key, and the answer: its status and body."""
        with self.lock:
            row = self._lines.execute("SELECT asked, status, body FROM answers WHERE key = ?", (key,)).fetchone()
        return None if row is None else (row[0], row[1], row[2])

    def answer(self, key: str, asked: str, status: int, body: str) -> None:
        """Keep the answer to what was asked under a key."""
        with self.lock:
            self._lines.execute("INSERT INTO answers VALUES (?, ?, ?, ?)", (key, asked, status, body))

    def forget(self) -> None:
        """Forget what was answered under which key, as the provider does after a day."""
        with self.lock:
            self._lines.execute("DELETE FROM answers")


def new_id(kind: str) -> str:
    """A fresh identifier with the beginning that says what it is: "pi_…"."""
    return f"{kind}_{secrets.token_hex(12)}"
