"""What an owner of the database can do to sealed books: edits, deletes, swaps, inserts, cuts, and chains remade."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random

from sqlalchemy.exc import IntegrityError

from marketplace import ledger
from marketplace.core import chain
from marketplace.core.chain import AUDIT, Book, Sheet
from marketplace.core.db import db, execute

BOOKS = (ledger.BOOK, AUDIT)
SEALS = Sheet("seals", ("book", "since", "upto", "row_count", "previous", "digest", "sealed_at"))
TABLES = (*(sheet for book in BOOKS for sheet in book.sheets), SEALS)
# How a value of a type becomes another one.
OTHERWISE = {
    "bigint": "coalesce({c}, 0) + 1", "text": "{c} || 'x'", "timestamp with time zone": "{c} + interval '1 us'",
    "date": "coalesce({c}, '2026-01-01') + 1", "jsonb": "coalesce({c}, '{{}}') || '{{\"n\": -1}}'",
    "ARRAY": "coalesce({c}, '{{}}') || 1::bigint", "xid8": "({c}::text::bigint + 1)::text::xid8",
    "bytea": "set_byte({c}, 0, get_byte({c}, 0) # 1)", "uuid": "gen_random_uuid()",
}  # fmt: skip


class Changed(Exception):
    """Ends the transaction of a change, so that it never was."""


class Owner:
    """Changes something at random, in the open transaction, with triggers off."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        rows = execute("SELECT table_name, column_name, data_type FROM information_schema.columns")
        self.types = {(row.table_name, row.column_name): row.data_type for row in rows}

    def change(self, kind: str = "") -> str:
        """Do one thing that leaves the books other than they were; returns which. The kind is chosen by chance if not given."""
        before = self._books()
        while True:
            name = kind or self.chance.choice(list(DEEDS))
            try:
                with db.session.begin_nested():
                    what = DEEDS[name](self)
                    if self._books() != before:
                        return f"{name}: {what}"
            except IntegrityError:
                continue  # a key or a CHECK does not let even them: something else, then

    def edit(self) -> str:
        """A value becomes a neighbour's, or another one."""
        sheet, (row, other) = self._rows(2)
        column = self.chance.choice([*sheet.stored, *(["txid"] if sheet is not SEALS else [])])
        bumped = OTHERWISE[self.types[sheet.table, column]].format(c=column)
        value = self.chance.choice([bumped, f"(SELECT o.{column} FROM {sheet.table} o WHERE o.id = {other})"])
        execute(f"UPDATE {sheet.table} SET {column} = {value} WHERE id = {row}")
        return f"{sheet.table}.{column} of {row}"

    def delete(self) -> str:
        """Some rows go."""
        sheet, rows = self._rows(self.chance.randint(1, 4))
        execute(f"DELETE FROM {sheet.table} WHERE id = ANY (%(ids)s)", {"ids": rows})
        return f"{sheet.table} {rows}"

    def swap(self) -> str:
        """Two rows change places."""
        sheet, (one, other) = self._rows(2)
        columns = ", ".join(sheet.stored if sheet is SEALS else ("txid", *sheet.stored))
        execute("DROP TABLE IF EXISTS pg_temp.two")
        execute(f"CREATE TEMP TABLE two ON COMMIT DROP AS SELECT * FROM {sheet.table} WHERE id IN ({one}, {other})")
        execute(f"DELETE FROM {sheet.table} WHERE id IN ({one}, {other})")
        execute(
            f"INSERT INTO {sheet.table} (id, {columns}) OVERRIDING SYSTEM VALUE SELECT {one}::bigint + {other} - id, {columns} FROM two"
        )
        return f"{sheet.table} {one} and {other}"

    def insert(self) -> str:
        """A row that never was, in a window that is sealed."""
        sheet, (row,) = self._rows(1, but=("seals", "accounts", "lots"))
        names = ["txid", *sheet.stored]
        values = ", ".join(
            "ref || 'x'" if name == "ref" else "NULL" if name == "settles_id" else name for name in names
        )
        execute(f"INSERT INTO {sheet.table} ({', '.join(names)}) SELECT {values} FROM {sheet.table} WHERE id = {row}")
        return f"{sheet.table} like {row}"

    def cut(self) -> str:
        """The end of a book goes, and the seals over it."""
        book, first = self._seal()
        for sheet in book.sheets:
            execute(f"DELETE FROM {sheet.table} WHERE txid >= (SELECT since FROM seals WHERE id = {first})")
        execute(f"DELETE FROM seals WHERE book = '{book.name}' AND id >= {first}")
        return f"{book.name} from seal {first} on"

    def rebuild(self) -> str:
        """A row is changed, and the chain remade as the product makes it."""
        book, first = self._seal()
        sheet = self.chance.choice(book.sheets)
        execute(
            f"""DELETE FROM {sheet.table} WHERE id = (SELECT t.id FROM {sheet.table} t, seals s
                 WHERE s.id = {first} AND t.txid >= s.since AND t.txid < s.upto ORDER BY random() LIMIT 1)"""
        )
        sealed = list(chain.seals(book))
        windows = chain.windows(book, [seal.upto for seal in sealed])
        previous = chain.GENESIS
        for at, seal in enumerate(sealed):
            count, rows = windows.get(at, (0, b""))
            digest = chain.link(previous, book, seal.since, seal.upto, count, rows)
            execute(
                "UPDATE seals SET row_count = %(count)s, previous = %(previous)s, digest = %(digest)s WHERE id = %(id)s",
                {"count": count, "previous": previous, "digest": digest, "id": seal.id},
            )
            previous = digest
        return f"{sheet.table} in seal {first}, and the chain after it"

    def _rows(self, how_many: int, but: tuple[str, ...] = ()) -> tuple[Sheet, list[int]]:
        sheet = self.chance.choice([sheet for sheet in TABLES if sheet.table not in but])
        ids = [row.id for row in execute(f"SELECT id FROM {sheet.table} ORDER BY id")]
        return sheet, self.chance.sample(ids, how_many)

    def _seal(self) -> tuple[Book, int]:
        book = self.chance.choice(BOOKS)
        return book, self.chance.choice([seal.id for seal in chain.seals(book)][1:])

    def _books(self) -> list[str]:
        """All rows, as they are: whether something was changed is not asked of the product."""
        return [
            str(execute(f"SELECT md5(string_agg(t::text, E'\\n' ORDER BY id)) FROM {sheet.table} t").scalar_one())
            for sheet in TABLES
        ]


DEEDS: dict[str, Callable[[Owner], str]] = {
    "edit": Owner.edit, "delete": Owner.delete, "swap": Owner.swap, "insert": Owner.insert, "cut": Owner.cut,
    "rebuild": Owner.rebuild,
}  # fmt: skip


@contextmanager
def as_owner() -> Iterator[None]:
    """The rights of the server's owner with triggers off, in a transaction that is undone at the end."""
    try:
        execute("BEGIN READ WRITE")
        execute("SET LOCAL ROLE NONE")
        execute("SET LOCAL session_replication_role = replica")
        yield
    finally:
        db.session.rollback()
