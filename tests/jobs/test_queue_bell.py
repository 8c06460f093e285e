"""Web, worker and timetable open the queue in the same moment; none of them may be thrown out by another."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import psycopg
import pytest
from celery import Celery

from marketplace.jobs.celery_app import QUEUE, broker
from marketplace.settings import load

KEY = "aB3-kQ9_zX7tLm2vRw8yPc5nGh4jDf6sTu1eWq0oIi"
AT_ONCE = 6
QUEUES = [f"opened_at_once_{number}" for number in range(8)]


@pytest.mark.usefixtures("database")
def test_a_new_queue_is_opened_by_many_at_once(owner_url: str) -> None:
    start = Barrier(AT_ONCE, timeout=30)

    def open_all(_: int) -> None:
        with psycopg.connect(owner_url, autocommit=True) as connection:
            for queue in QUEUES:
                start.wait()
                connection.execute("SELECT pgmq.create(%s)", [queue])
                connection.execute("SELECT pgmq.enable_notify_insert(%s, 100)", [queue])
                connection.execute("SELECT pgmq.send(%s, '{}')", [queue])

    try:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(open_all, range(AT_ONCE)))
        with psycopg.connect(owner_url, autocommit=True) as connection:
            for queue in QUEUES:
                messages = connection.execute("SELECT msg_id FROM pgmq.read(%s, 1, 100)", [queue]).fetchall()
                assert len(messages) == AT_ONCE
    finally:
        with psycopg.connect(owner_url, autocommit=True) as connection:
            for queue in QUEUES:
                connection.execute("SELECT pgmq.drop_queue(%s)", [queue])


@pytest.mark.usefixtures("database")
def test_the_bell_rings_with_the_pause_that_was_asked_for_last(owner_url: str) -> None:
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("SELECT pgmq.create('bell')")
        try:
            for pause in (500, 0):
                connection.execute("SELECT pgmq.enable_notify_insert('bell', %s)", [pause])
            connection.execute('LISTEN "pgmq.q_bell.INSERT"')
            for _ in range(2):
                connection.execute("SELECT pgmq.send('bell', '{}')")
                assert [each.channel for each in connection.notifies(timeout=5, stop_after=1)] == ["pgmq.q_bell.INSERT"]
        finally:
            connection.execute("SELECT pgmq.drop_queue('bell')")


@pytest.mark.usefixtures("database")
def test_there_is_no_bell_without_a_queue(owner_url: str) -> None:
    with psycopg.connect(owner_url, autocommit=True) as connection, pytest.raises(psycopg.errors.RaiseException):
        connection.execute("SELECT pgmq.enable_notify_insert('nowhere', 100)")


@pytest.mark.usefixtures("database")
def test_the_application_opens_the_queue_that_is_there_and_can_make_nothing_in_its_schema(owner_url: str) -> None:
    sender = Celery(set_as_current=False)
    sender.conf.update(**broker(load(_env_file=None, secret_key=KEY, database_url=owner_url)))
    with psycopg.connect(owner_url, autocommit=True) as owner:
        try:
            with sender.connection_for_write() as connection:
                connection.SimpleQueue(QUEUE).put({})
                left = connection.SimpleQueue(QUEUE).get(timeout=10)
                left.ack()
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.SimpleQueue("another").put({})
            rights = owner.execute(
                """SELECT has_schema_privilege('vitrina_app', 'pgmq', 'CREATE'), count(*) FILTER (WHERE tableowner = 'vitrina_app')
                     FROM pg_tables WHERE schemaname = 'pgmq'"""
            ).fetchone()
            assert rights == (False, 0)
        finally:
            sender.close()
