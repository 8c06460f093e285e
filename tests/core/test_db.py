"""The session, when the database goes away at the worst moment."""

import time

import psycopg
import pytest
from flask import Flask, request_finished
from sqlalchemy.exc import DBAPIError, IntegrityError, InternalError

from marketplace.core import rows
from marketplace.core.db import broken_rule, db, execute, meanwhile, transaction, write_alone, write_last
from tests.builders.api import a_caller


def database_goes_away(owner_url: str) -> None:
    """Every connection to this database is ended by the server, as when it is killed."""
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute(
            """SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid()"""
        )


def test_answer_is_given_although_the_database_went_away_after_the_last_statement(app: Flask, owner_url: str) -> None:
    caller = a_caller(app)

    def go_away(*_: object, **__: object) -> None:
        database_goes_away(owner_url)

    with request_finished.connected_to(go_away, app):
        answer = caller.get(f"/members/{caller.number}")
    assert (answer.status_code, answer.json["number"]) == (200, caller.number)
    assert caller.get(f"/members/{caller.number}").status_code == 200


def test_session_is_whole_again_once_a_lost_one_was_let_go(ctx: Flask, owner_url: str) -> None:
    execute("SELECT 1")
    database_goes_away(owner_url)
    db.session.remove()
    assert execute("SELECT 2").scalar_one() == 2


def test_what_is_written_outside_of_a_transaction_is_refused_by_the_database(ctx: Flask) -> None:
    with pytest.raises(InternalError, match="read-only transaction"):
        execute("INSERT INTO throttle (key, starts_at, hits) VALUES ('stray', now(), 1)")
    with transaction():
        execute("INSERT INTO throttle (key, starts_at, hits) VALUES ('meant', now(), 1)")
    assert execute("SELECT array_agg(key) FROM throttle").scalar_one() == ["meant"]


def test_looking_keeps_what_the_connection_has_prepared(ctx: Flask) -> None:
    for _ in range(8):
        execute("SELECT count(*) AS looked_at FROM programmes").one()
        db.session.remove()
    prepared = execute("SELECT count(*) FROM pg_prepared_statements WHERE statement ~ '^SELECT count.* AS looked_at'")
    assert prepared.scalar_one() == 1


HIT = "INSERT INTO throttle (key, starts_at, hits) VALUES (%(key)s, 'epoch', 1) RETURNING key"


def test_rows_stay_what_they_were_when_their_statement_is_asked_again(ctx: Flask) -> None:
    sql = "SELECT n, %(word)s::text AS word FROM generate_series(1, %(most)s) n"
    first = execute(sql, {"word": "a", "most": 3})
    other = execute(sql, {"word": None, "most": 10_000_000_000 - 9_999_999_999})
    assert [tuple(row) for row in first] == [(1, "a"), (2, "a"), (3, "a")]
    assert (other.all(), other.rowcount, other.keys()) == ([(1, None)], 1, ["n", "word"])


def test_a_connection_keeps_the_cursors_of_what_it_was_asked_last(ctx: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "KEPT_MAX", 3)
    kept = vars(db.session.connection().connection.driver_connection).setdefault("cursors_kept", {})
    kept.clear()
    for n in (1, 2, 3, 1, 4):
        assert execute(f"SELECT {n}").scalar_one() == n
    execute(f"SELECT generate_series(1, {rows.KEPT_ROWS + 1})")
    assert list(kept) == ["SELECT 3", "SELECT 1", "SELECT 4"]


def test_a_statement_that_failed_can_be_asked_again(ctx: Flask) -> None:
    sql = "SELECT 6 / %(by)s AS part"
    assert execute(sql, {"by": 3}).scalar_one() == 2
    with pytest.raises(DBAPIError):
        execute(sql, {"by": 0})
    assert execute(sql, {"by": 2}).scalar_one() == 3


def test_a_statement_that_writes_alone_is_kept_whatever_follows(ctx: Flask) -> None:
    assert write_alone(HIT, {"key": "anna"}).scalar_one() == "anna"
    db.session.rollback()
    assert execute("SELECT key FROM throttle").scalars() == ["anna"]
    with pytest.raises(InternalError, match="read-only"):
        execute(HIT, {"key": "boris"})
    with transaction(), pytest.raises(AssertionError):
        write_alone(HIT, {"key": "boris"})


def test_one_that_is_refused_leaves_nothing_open(ctx: Flask) -> None:
    write_alone(HIT, {"key": "anna"})
    with pytest.raises(IntegrityError) as refused:
        write_alone(HIT, {"key": "anna"})
    assert broken_rule(refused.value) == "throttle_pkey"
    assert write_alone(HIT, {"key": "boris"}).scalar_one() == "boris"
    assert execute("SELECT count(*) FROM throttle").scalar_one() == 2


def test_statement_runs_while_the_block_does_something_else(ctx: Flask, owner_url: str) -> None:
    waits = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    with psycopg.connect(owner_url, autocommit=True) as other, transaction():
        other.execute("SELECT pg_advisory_lock(77)")
        until = time.monotonic() + 10
        with meanwhile("SELECT pg_advisory_xact_lock(%(key)s)", {"key": 77}):
            while other.execute(waits).fetchone() != (1,) and time.monotonic() < until:
                time.sleep(0.01)
            assert other.execute(waits).fetchone() == (1,)
            other.execute("SELECT pg_advisory_unlock(77)")
        assert execute(waits).scalar_one() == 0
        assert execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'").scalar_one() == 1


def test_error_of_a_statement_comes_when_the_block_ends_and_that_of_the_block_goes_first(ctx: Flask) -> None:
    done = []

    def divided(fail: bool) -> None:
        with transaction():
            with meanwhile("SELECT 1 / %(by)s", {"by": 0}):
                done.append("block")
                if fail:
                    raise KeyError
            done.append("never")

    with pytest.raises(DBAPIError, match="division by zero"):
        divided(fail=False)
    with pytest.raises(KeyError):
        divided(fail=True)
    assert done == ["block", "block"]
    assert execute("SELECT 1").scalar_one() == 1


def test_first_statement_comes_with_the_beginning_and_last_with_the_commit(ctx: Flask) -> None:
    with transaction(first=("SELECT %(n)s::int + 1 AS n", {"n": 1})) as first:
        assert first.scalar_one() == 2
        write_last(HIT, {"key": "anna"})
        assert execute("SELECT count(*) FROM throttle").scalar_one() == 0
    assert execute("SELECT key FROM throttle").scalars() == ["anna"]


def test_last_statement_that_fails_undoes_everything_and_one_of_a_fallen_transaction_is_forgotten(ctx: Flask) -> None:
    def twice(name: str) -> None:
        with transaction():
            execute(HIT, {"key": name})
            write_last(HIT, {"key": name})

    def falls() -> None:
        with transaction():
            write_last(HIT, {"key": "anna"})
            raise KeyError

    with pytest.raises(IntegrityError):
        twice("boris")
    with pytest.raises(KeyError):
        falls()
    with pytest.raises(DBAPIError), transaction(first=("SELECT 1 / 0", {})):
        pass
    with transaction():
        pass
    assert execute("SELECT count(*) FROM throttle").scalar_one() == 0
    with transaction():
        execute(HIT, {"key": "anna"})
