"""/metrics: what the processes counted, and what the database says of the whole shop, for Prometheus.

For anyone who brings METRICS_TOKEN. To all others, and where none is set, there is nothing here: from where a request comes
says nothing, because a proxy on this machine may pass on everybody's.
"""

import logging
from collections.abc import Iterator, Mapping
from datetime import datetime
from hmac import compare_digest
from typing import Any

from flask import Blueprint, Response, current_app, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from marketplace import codes, erasures
from marketplace.core import book_checks, clock, faults, outbox, pulses
from marketplace.core.db import db, execute, snapshot
from marketplace.settings import Settings
from marketplace.web.shared.entry_points import EntryPoint

STATEMENT_SECONDS = 3
OWN_QUEUE = "pgmq.q_vitrina"
log = logging.getLogger(__name__)
blueprint = Blueprint("metrics", __name__)


# Who it is for is said by a token of its own.
ENTRY_POINT = EntryPoint(name="metrics", machines=(blueprint,), anybody=frozenset({"metrics."}), paths=("/metrics",))


@blueprint.get("/metrics")
def show() -> Response:
    if not _allowed():
        return Response("not found\n", 404, content_type="text/plain")
    shop = CollectorRegistry()
    shop.register(Shop())
    counted = generate_latest(current_app.extensions["counts"].registry())
    return Response(counted + generate_latest(shop), content_type=CONTENT_TYPE_LATEST)


def _allowed() -> bool:
    settings: Settings = current_app.config["SETTINGS"]
    if settings.metrics_token is None:
        return False
    wanted = f"Bearer {settings.metrics_token.get_secret_value()}"
    return compare_digest(request.headers.get("Authorization", "").encode(), wanted.encode())


class Shop(Collector):
    """What the database says at this moment; a database that says nothing costs its figures, not the scrape."""

    def describe(self) -> list[Metric]:
        """Nothing beforehand: asking is dear."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Each figure with the time of the application's clock."""
        found: list[Metric] = []
        try:
            with snapshot(STATEMENT_SECONDS):
                found = [
                    *_promises(clock.now()),
                    *_queue(),
                    *_supply(),
                    *_erasures(clock.now()),
                    *_books(),
                    *_pulses(),
                    *_connections(),
                ]
        except Exception as error:
            log.warning("cannot read the shop's figures: %s", faults.trace(error))
        finally:
            db.session.remove()
        yield _gauge("vitrina_database_up", "Whether the database returned the figures", {(): float(bool(found))})
        yield from found


def _promises(now: datetime) -> Iterator[Metric]:
    backlog = outbox.backlog(now)
    late = {(one.topic,): (now - one.overdue_since).total_seconds() for one in backlog if one.overdue_since}
    yield _gauge("vitrina_promises_waiting", "Promises not yet kept", {(b.topic,): b.waiting for b in backlog}, "topic")
    yield _gauge("vitrina_promises_dead", "Promises given up", {(b.topic,): b.dead for b in backlog}, "topic")
    yield _gauge("vitrina_promises_overdue_seconds", "How late the oldest promise is", late, "topic")


def _queue() -> Iterator[Metric]:
    """The queue in our own database, where we may look into it; another broker has figures of its own."""
    if not execute("SELECT has_table_privilege(to_regclass(%(queue)s), 'SELECT')", {"queue": OWN_QUEUE}).scalar():
        return
    row = execute(
        f"""SELECT count(*) AS messages, coalesce(extract(epoch FROM clock_timestamp() - min(vt)), 0)::float8 AS late
             FROM {OWN_QUEUE} WHERE vt <= clock_timestamp()"""  # noqa: S608 - our own name
    ).one()
    yield _gauge("vitrina_queue_messages", "Tasks that nobody has taken yet", {(): row.messages})
    yield _gauge("vitrina_queue_age_seconds", "How long the oldest of them has waited", {(): row.late})


def _supply() -> Iterator[Metric]:
    supply = codes.supply(clock.now().date())
    states = {("out",): supply.out, ("low",): supply.low, ("enough",): supply.enough}
    scarcest = {(str(number), slug): free for number, slug, free in supply.scarcest}
    yield _gauge("vitrina_offers", "Offers sold from stock, by what is left", states, "stock")
    yield _gauge("vitrina_free_codes", "Free codes of the scarcest brands", scarcest, "programme", "brand")


def _erasures(now: datetime) -> Iterator[Metric]:
    yield _gauge(
        "vitrina_erasures_late", "Members whose data should be erased, and are not", {(): len(erasures.late(now))}
    )


def _books() -> Iterator[Metric]:
    check = book_checks.last()
    if check is not None:
        yield _gauge("vitrina_books_looked_at_timestamp_seconds", "Time of the last check", {(): check.at.timestamp()})
        yield _gauge("vitrina_books_findings", "Places where it found errors", {(): check.wrong})


def _pulses() -> Iterator[Metric]:
    done = {(name,): at.timestamp() for name, at in pulses.last().items()}
    sent = execute("SELECT max(last_run_at) AS at FROM timetable.celery_periodictask WHERE enabled").scalar()
    yield _gauge("vitrina_task_done_timestamp_seconds", "When each task last succeeded", done, "task")
    alive = {("worker",): max(done.values())} if done else {}
    alive |= {("timetable",): sent.timestamp()} if sent else {}
    yield _gauge("vitrina_alive_timestamp_seconds", "Last heartbeat", alive, "process")


def _connections() -> Iterator[Metric]:
    row = execute(
        "SELECT count(*) AS held, current_setting('max_connections')::int AS most FROM pg_stat_activity"
        " WHERE backend_type = 'client backend'"
    ).one()
    yield _gauge(
        "vitrina_database_connections", "Connections to the server", {("held",): row.held, ("most",): row.most}, "which"
    )


def _gauge(name: str, about: str, figures: Mapping[Any, float], *labels: str) -> Metric:
    family = GaugeMetricFamily(name, about, labels=labels)
    for values, figure in figures.items():
        family.add_metric(values, figure)
    return family
