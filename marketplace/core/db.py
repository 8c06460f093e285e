"""The database: one session a request, `transaction()` that commits its work, one way to insert once."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from flask_sqlalchemy import SQLAlchemy
from psycopg.types.json import set_json_loads
from pydantic_core import from_json
from sqlalchemy import MetaData, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Session

from marketplace.core import logs, rows
from marketplace.core.actors import SYSTEM, Actor
from marketplace.core.errors import Refusal
from marketplace.core.rows import Rows, named

NAMES = {
    "ix": "%(table_name)s_by_%(column_0_name)s",
    "uq": "%(table_name)s_%(column_0_N_name)s_key",
    "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
    "pk": "%(table_name)s_pkey",
}


class Model(DeclarativeBase):
    """The base of every stored thing."""

    metadata = MetaData(naming_convention=NAMES)


set_json_loads(from_json)  # the parser of requests: JSON from the database is read in a third of the time

# Each statement stands alone until `transaction()` begins one, and what stands alone only reads (READ_ONLY): a look costs
# no BEGIN and no ROLLBACK, which would throw away the statements that the connection has prepared.
db = SQLAlchemy(
    model_class=Model,
    # The connection that was used last is taken first: it has prepared what is asked often.
    engine_options={"max_overflow": 8, "pool_timeout": 15, "pool_use_lifo": True, "isolation_level": "AUTOCOMMIT"},
)
# A look is planned once and not at every asking: the shop's larger statements take longer to plan than to run. Work in
# a transaction is planned for what it is given, where the planner thinks that this pays: sets may be of any size.
READ_ONLY = "-c default_transaction_read_only=on -c plan_cache_mode=force_generic_plan"
BEGIN = "BEGIN READ WRITE; SET LOCAL plan_cache_mode TO auto; SET LOCAL vitrina.actor TO '{actor}'; SET LOCAL vitrina.request TO '{request}'"
_REQUEST = re.compile(r"[A-Za-z0-9._-]{0,64}")
Statement = tuple[str, Mapping[str, Any]]
ALONE = "SET TRANSACTION READ WRITE"  # several statements in one text are one transaction, by the protocol's own word


class NestedTransactionError(AssertionError):
    """A transaction was opened inside another: some verb opens one, and verbs never do."""


@contextmanager
def transaction(by: Actor = SYSTEM, *, first: Statement | None = None) -> Iterator[Rows]:
    """Commit everything that happens inside, or nothing. A refusal that counts (`Refusal.counts`) is committed, and raised.

    Entry points open it, one per request or job; domains never do. Outside of it the database refuses to write, but for
    what `write_alone` writes. The audit and the promises read from it who acts and in which request.
    Callbacks given to `after_commit` run once the commit has succeeded.

    Args:
        first: a small statement that is sent along with its beginning; what it gives back is yielded.

    Raises:
        NestedTransactionError: it is already open.
    """
    session = db.session()
    if session.info.get("open"):
        raise NestedTransactionError("transaction() is already open")
    session.info["open"] = True
    session.info["after_commit"] = {}
    try:
        yield _in_one_text(_begin(by), *(first or ()))
        last = session.info.pop("last", None)
        if last is not None:
            _in_one_text(*last, "COMMIT")
        session.commit()
    except BaseException as error:
        if isinstance(error, Refusal) and error.counts:
            session.commit()
        session.rollback()
        session.info.pop("after_commit", None)
        session.info.pop("last", None)
        raise
    finally:
        session.info["open"] = False
    for callback in session.info.pop("after_commit").values():
        callback()


def write_last(sql: str, parameters: Mapping[str, Any]) -> None:
    """Run one small statement at the very end of the open transaction, sent along with its COMMIT.

    Its error is that of the commit. Its parameters become part of its text, so they are never secrets.
    """
    assert in_transaction(), "write_last() outside transaction()"
    assert "last" not in db.session().info, "only one statement is the last"
    db.session().info["last"] = (sql, parameters)


def act_as(by: Actor) -> None:
    """From here on to its end the open transaction is `by` somebody else: who was unknown when it began, say."""
    assert in_transaction(), "act_as() outside transaction()"
    execute("SELECT set_config('vitrina.actor', %(actor)s, true)", {"actor": str(by)})


@contextmanager
def as_owner() -> Iterator[None]:
    """Inside, the open transaction has all rights of the person who signed in to the database: for what the operator alone may do.

    Where the application signs in as itself and not as the owner, these are no more than it has anyway.
    """
    assert in_transaction(), "as_owner() outside transaction()"
    execute("SET LOCAL ROLE NONE")
    yield
    execute("SET LOCAL ROLE vitrina_app")  # after an error there is nothing to set: the role ends with the transaction


@contextmanager
def snapshot(statement_seconds: int) -> Iterator[None]:
    """A transaction that reads one state of the database and can write nothing; a statement may take so long (0: any)."""
    with transaction(first=("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY", {})):  # before any query
        execute(f"SET LOCAL statement_timeout = {int(statement_seconds) * 1000}")
        yield


def in_transaction() -> bool:
    """Whether a `transaction()` is open here."""
    return bool(db.session().info.get("open"))


def after_commit(name: str, callback: Callable[[], None]) -> None:
    """Run `callback` after the commit of the open transaction; the same name runs once."""
    assert in_transaction(), "after_commit() outside transaction()"
    db.session().info["after_commit"][name] = callback


def execute(
    sql: str, parameters: Mapping[str, Any] | Sequence[Mapping[str, Any]] = {}, *, prepare: bool | None = None
) -> Rows:
    """Run one statement on the session's connection, past the library's own way; parameters as %(name)s.

    The statement is prepared once per connection, nothing is compiled in Python, and rows are plain tuples with names:
    a third of the time that the library takes around a statement. What the driver raises comes as the library's
    DBAPIError, as from a model. Several statements in one text need `prepare=False`.
    """
    session = db.session()
    session.flush()
    driver = session.info.get("driver") or _driver(session)
    try:
        return rows.asked(driver, sql, parameters, prepare)
    except psycopg.Error as error:
        raise as_library(session, driver, sql, error) from error


@contextmanager
def meanwhile(sql: str, parameters: Mapping[str, Any]) -> Iterator[None]:
    """Run one statement while the block does something else, without the database; leaving it waits for the statement's end.

    What the statement gives back is not kept; its error is raised at the end of the block.
    """
    session = db.session()
    session.flush()
    driver = session.info.get("driver") or _driver(session)
    try:
        with driver.pipeline():
            rows.run(driver.cursor(), sql, parameters, None)
            yield
    except psycopg.Error as error:
        raise as_library(session, driver, sql, error) from error


def write_alone(sql: str, parameters: Mapping[str, Any]) -> Rows:
    """Run one statement that writes, as a transaction of its own: begun, done and committed in one round trip.

    For counters of the core, which must outlive what is refused. It is not prepared, so it should be a small one; and its
    parameters become part of its text, so they are never secrets.
    """
    assert not in_transaction(), "write_alone() inside transaction()"
    return _in_one_text(ALONE, sql, parameters)


def as_library(session: Session, driver: Any, sql: str, error: psycopg.Error) -> Exception:
    """The driver's error as the library's, without the parameters; a connection that is gone is not used again."""
    if driver.closed:
        session.connection().invalidate(error)
    return DBAPIError.instance(sql, None, error, psycopg.Error, hide_parameters=True)


def broken_rule(error: DBAPIError) -> str:
    """The name of the constraint that a statement broke, or of the rule that one of our functions upheld; else ""."""
    return (error.orig.diag.constraint_name or "") if isinstance(error.orig, psycopg.Error) else ""


def _in_one_text(*parts: str | Mapping[str, Any]) -> Rows:
    """Send several statements as one text, and so in one round trip; returns what the last of them gave back."""
    sql = "; ".join(part for part in parts if isinstance(part, str))
    parameters = next((part for part in parts if not isinstance(part, str)), {})
    session = db.session()
    session.flush()
    driver = session.info.get("driver") or _driver(session)
    cursor = psycopg.ClientCursor(driver, row_factory=named)
    try:
        rows.run(cursor, sql, parameters, None)
        while cursor.nextset():
            pass
    except psycopg.Error as error:
        raise as_library(session, driver, sql, error) from error
    return Rows(cursor)


def _begin(by: Actor) -> str:
    request = logs.request_id()
    assert _REQUEST.fullmatch(request), "a request's number is written into a statement"
    return BEGIN.format(actor=by, request=request)


def _driver(session: Session) -> Any:
    """The driver's connection under the session; remembered while one transaction lasts, for finding it is not cheap."""
    driver = session.info["driver"] = session.connection().connection.driver_connection
    return driver


@event.listens_for(Session, "after_transaction_create")  # a savepoint is set when the library is asked next
@event.listens_for(Session, "after_transaction_end")
def _forget_driver(session: Session, _transaction: object) -> None:
    session.info.pop("driver", None)


def insert_once(table: str, key: Sequence[str], **values: Any) -> int | None:
    """Insert a row unless one with the same unique `key` columns exists.

    Returns the new row's id, or None when the row was already there (also when another transaction has just
    committed it). Table and column names come from code, never from people.
    """
    assert all(name.isidentifier() for name in (table, *key, *values))
    columns = ", ".join(values)
    marks = ", ".join(f"%({name})s" for name in values)
    row = execute(
        f"INSERT INTO {table} ({columns}) VALUES ({marks}) ON CONFLICT ({', '.join(key)}) DO NOTHING RETURNING id",  # noqa: S608 - names of our own, checked above
        values,
    ).first()
    return None if row is None else int(row.id)
