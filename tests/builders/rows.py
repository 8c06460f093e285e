"""The rows of a test database: emptied quickly after a test, and kept where many tests begin with the same.

    kept = rows.kept("the demo's world", load)    # made once a process by the domains' own verbs, then copied in

One connection with the owner's rights lasts as long as the process, so that nothing is planned twice.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import psycopg
from psycopg.sql import SQL, Identifier

T = TypeVar("T")
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' ORDER BY 1"
# No trigger and no foreign key has a say: the rows were right when they were written, and all of them go. So it is for the whole
# session: a change of this setting throws away what the connection has planned.
BY_THE_OWNER = "-c session_replication_role=replica"


@dataclass
class Kept:
    """What a database held, by table, and what its maker returned."""

    answer: Any
    rows: dict[str, list[bytes]]


@dataclass
class Rows:
    """The rows of one database."""

    url: str
    _connection: psycopg.Connection[Any] | None = None
    _kept: dict[str, Kept] = field(default_factory=dict)

    def empty(self) -> None:
        """Rows go, sequences stay: a test that counts on an id fails at once."""
        filled = self._filled()
        if filled:  # several statements in one text are one transaction
            delete = [SQL("DELETE FROM {}").format(Identifier(name)) for name in filled]
            self._connected().execute(SQL("; ").join(delete), prepare=False)

    def kept(self, name: str, make: Callable[[], T]) -> T:
        """What `make` fills an empty database with: made at the first asking, copied in at each later one.

        Returns what `make` has returned, so that should be plain facts that stay true, such as ids.
        """
        kept, there = self._kept.get(name), self._filled()
        assert not there, "what is kept begins with an empty database"
        if kept is None:
            answer = make()
            self._kept[name] = Kept(answer, {table: self._read(table) for table in self._filled()})
            return answer
        with self._connected().transaction():
            for table, blocks in kept.rows.items():
                self._write(table, blocks)
        return kept.answer  # type: ignore[no-any-return]

    def close(self) -> None:
        """End the connection, until the next errand."""
        if self._connection is not None:
            self._connection.close()

    def _connected(self) -> psycopg.Connection[Any]:
        if self._connection is None or self._connection.closed:
            self._connection = psycopg.connect(self.url, autocommit=True, prepare_threshold=0, options=BY_THE_OWNER)
            names = [name for (name,) in self._connection.execute(TABLES)]
            one = SQL("SELECT {}::text WHERE EXISTS (SELECT FROM {})")
            all_of_them = SQL(" UNION ALL ").join(one.format(name, Identifier(name)) for name in names)
            self._question = all_of_them.as_bytes(self._connection)  # put together once: there are hundreds
        return self._connection

    def _filled(self) -> list[str]:
        """The tables that hold something; each errand begins with this question."""
        try:
            return [name for (name,) in self._connected().execute(self._question)]
        except psycopg.OperationalError:  # a test has ended this connection with all others
            self.close()
            return [name for (name,) in self._connected().execute(self._question)]

    def _read(self, table: str) -> list[bytes]:
        copy = SQL("COPY {} TO STDOUT (FORMAT binary)").format(Identifier(table))
        with self._connected().cursor().copy(copy) as blocks:
            return [bytes(block) for block in blocks]

    def _write(self, table: str, blocks: list[bytes]) -> None:
        copy = SQL("COPY {} FROM STDIN (FORMAT binary)").format(Identifier(table))
        with self._connected().cursor().copy(copy) as writing:
            for block in blocks:
                writing.write(block)
