"""Functions and triggers of the database: `marketplace/<domain>/sql/<name>.sql`, one current definition each."""

import re
from pathlib import Path
from typing import Any

import psycopg

from marketplace.core.places import PACKAGE

Owner = psycopg.Connection[tuple[Any, ...]]
_FUNCTION = re.compile(r"^CREATE OR REPLACE FUNCTION (\w+)\s*\(", re.MULTILINE)
_TRIGGER = re.compile(r"^CREATE (?:OR REPLACE|CONSTRAINT) TRIGGER (\w+)\b", re.MULTILINE)

# Of the public schema, without what belongs to an extension. The youngest of a name is the one that was written last.
_FUNCTIONS = """
SELECT p.proname, p.oid::regprocedure::text, row_number() OVER (PARTITION BY p.proname ORDER BY age(p.xmin)) = 1 AS newest
  FROM pg_proc p
 WHERE p.pronamespace = 'public'::regnamespace AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')"""
_TRIGGERS = """
SELECT t.tgname, t.tgrelid::regclass::text FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
 WHERE NOT t.tgisinternal AND c.relnamespace = 'public'::regnamespace"""


def files() -> list[Path]:
    """Every file that is put in place, in one order."""
    return sorted(PACKAGE.glob("*/sql/*.sql"))


def source(domain: str, name: str) -> str:
    """The text of `marketplace/<domain>/sql/<name>.sql`."""
    return (PACKAGE / domain / "sql" / f"{name}.sql").read_text(encoding="utf-8")


def install(connection: Owner) -> None:
    """Put all functions and triggers in place as they are written now and drop those that no file defines any more.

    Needs the owner's rights, and the tables of this version. Call it inside a transaction: others then see all of the
    change or none. Bodies are not checked before all of them are there, so no order has to be kept.
    """
    connection.execute("SET LOCAL check_function_bodies = off")
    connection.execute("SET LOCAL client_min_messages = warning")
    sources = [file.read_text(encoding="utf-8") for file in files()]
    for text in sorted(sources, key=lambda text: bool(_TRIGGER.search(text))):
        _put(connection, text)
    _drop_others(connection, {name for text in sources for name in _FUNCTION.findall(text)},
                 {name for text in sources for name in _TRIGGER.findall(text)})  # fmt: skip


def _put(connection: Owner, text: str) -> None:
    """Run a file. A function whose parameters or result are others now cannot be replaced, and is dropped before.

    Not with what depends on it: that is an index, and the migration which changes its function makes it again.
    """
    try:
        with connection.transaction():
            connection.execute(text.encode())
    except (psycopg.errors.InvalidFunctionDefinition, psycopg.errors.AmbiguousFunction):
        names = set(_FUNCTION.findall(text))
        for name, signature, _ in connection.execute(_FUNCTIONS).fetchall():
            if name in names:
                connection.execute(f"DROP FUNCTION {signature}".encode())
        connection.execute(text.encode())


def _drop_others(connection: Owner, functions: set[str], triggers: set[str]) -> None:
    for name, table in connection.execute(_TRIGGERS).fetchall():
        if name not in triggers:
            connection.execute(f"DROP TRIGGER {name} ON {table}".encode())
    for name, signature, newest in connection.execute(_FUNCTIONS).fetchall():
        if name not in functions or not newest:
            connection.execute(f"DROP FUNCTION {signature}".encode())
