"""The Celery app: where tasks come from, how they travel, and the context in which they run."""

import pkgutil
import ssl
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from celery import Celery, Task
from celery.signals import setup_logging, worker_init, worker_process_init
from flask import Flask
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from sqlalchemy.exc import OperationalError
from sqlalchemy_celery_beat.schedulers import session_manager

from marketplace import jobs
from marketplace.core import clock, logs, outbox, pulses
from marketplace.core.db import db, execute, transaction
from marketplace.jobs.timetable import TIMETABLE
from marketplace.jobs.waking import Alarm
from marketplace.settings import Settings

QUEUE = "vitrina"
OWN_QUEUE = f"pgmq.q_{QUEUE}"
LONGEST_TASK_SECONDS = 600
# A message that was not acknowledged appears again after this time: its worker must be dead by then.
INVISIBLE_SECONDS = LONGEST_TASK_SECONDS + 60
NOTIFY_THROTTLE_MS = 100
ANSWER_SECONDS = 1
TIMETABLE_SCHEMA = "timetable"
# Anyone who has signed in works with the queue by the application's rights.
ROLE = "-c role=vitrina_app"
# A migration has made the timetable's tables; the application's role may not, so the library need not try.
session_manager.prepared = True


class ContextTask(Task):
    """Runs inside the application's context, as a request does."""

    abstract = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        logs.begin(task=self.name, task_id=str(self.request.id or "-"))
        with self.app.flask.app_context():
            done = self.run(*args, **kwargs)
            with transaction():
                pulses.beat(self.name, clock.now())
            return done


celery = Celery("vitrina", task_cls=ContextTask)


def bind(app: Flask) -> Celery:
    """Give the Celery app its settings and the Flask app in whose context tasks run; promises now wake the worker."""
    settings: Settings = app.config["SETTINGS"]
    celery.flask = app
    celery.conf.update(
        # Arguments are ids and refs as JSON; nobody waits for a result.
        task_serializer="json",
        accept_content=["json"],
        task_ignore_result=True,
        result_expires=None,  # and nothing of it needs tidying
        task_default_queue=QUEUE,
        # A task is done when it is done: killed in the middle, it comes again, and repeats are harmless.
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_time_limit=LONGEST_TASK_SECONDS,
        task_soft_time_limit=LONGEST_TASK_SECONDS - 30,
        worker_prefetch_multiplier=4,  # with two processes, eight messages are fetched ahead
        # Queues for remote control would be named longer than a table may be, and nobody calls them.
        worker_enable_remote_control=False,
        worker_send_task_events=False,
        worker_hijack_root_logger=False,
        worker_redirect_stdouts=False,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,  # a worker waits for its broker however long it is away
        enable_utc=True,
        timezone="UTC",
        include=[f"{jobs.__name__}.{module.name}" for module in pkgutil.iter_modules(jobs.__path__)],
        beat_schedule=TIMETABLE,
        beat_dburi=settings.database_uri,
        beat_schema=TIMETABLE_SCHEMA,
        beat_engine_options={"connect_args": {"options": f"-c search_path={TIMETABLE_SCHEMA} {ROLE}"}},
        beat_max_loop_interval=5,
        beat_sync_every=1,  # when each entry was sent last is written down at once: it shows that the timetable lives
        **broker(settings),
    )
    outbox.on_promise(Alarm(celery, "outbox.relay").ring)
    if not _is_own(settings.broker_url):
        app.extensions["broker"] = _ask_broker
    return celery


def _ask_broker() -> None:
    """Raises whatever the broker's driver raises when it does not answer."""
    with celery.connection_for_write(connect_timeout=ANSWER_SECONDS) as connection:
        connection.ensure_connection(max_retries=1, timeout=ANSWER_SECONDS)


def broker(settings: Settings) -> dict[str, Any]:
    """Celery's settings for the broker; `pgmq://` without a host means our own database."""
    url = settings.broker_url
    if not url.startswith("pgmq:"):
        return {"broker_url": url, "broker_transport_options": {"visibility_timeout": INVISIBLE_SECONDS}} | _tls(url)
    own = _is_own(url)
    address = settings.database_uri if own else url
    return {
        "broker_url": "pgmq://localhost",  # a name for messages; the address is below
        "broker_transport_options": {
            "conn_string": _for_pgmq("postgresql://" + address.partition("://")[2], ROLE if own else ""),
            "init_extension": False,  # a migration has put its tables there
            "use_notify": True,
            "notify_throttle_interval_ms": NOTIFY_THROTTLE_MS,
            # Between notifications the queue is looked at this often, in a single short statement.
            "wait_time_seconds": 0,
            "polling_interval": 5,
            "visibility_timeout": INVISIBLE_SECONDS,
            "pool_size": 2,
        },
    }


def _is_own(url: str) -> bool:
    return url.startswith("pgmq:") and not urlsplit(url).hostname


def _tls(url: str) -> dict[str, Any]:
    """Whose certificate is believed: left alone, the library asks Redis for none that is valid, RabbitMQ for no name.

    An address that says something about it itself (`?ssl_ca_certs=`) is taken at its word.
    """
    parts = urlsplit(url)
    if "ssl_" in parts.query:
        return {}
    asked: dict[str, dict[str, Any]] = {
        "rediss": {"ssl_cert_reqs": ssl.CERT_REQUIRED},
        "amqps": {"cert_reqs": ssl.CERT_REQUIRED, "server_hostname": None},  # None: that of the address
    }
    return {"broker_use_ssl": asked[parts.scheme]} if parts.scheme in asked else {}


def _for_pgmq(url: str, options: str) -> str:
    """The address as the library must be given it so that nothing of it is lost.

    It keeps five fields, drops all others (a socket's folder in a URL, sslmode) and joins the five without quotes. So
    each is quoted beforehand, and the rest rides along behind the name of the database, with `options` for the session.
    """
    rest = {name: str(value) for name, value in conninfo_to_dict(url).items()}
    if options:
        rest["options"] = f"{rest.get('options', '')} {options}".strip()
    fields = {name: rest.pop(name) for name in ("host", "port", "dbname", "user", "password") if name in rest}
    quoted = {name: make_conninfo("", **{name: value}).partition("=")[2] for name, value in fields.items()}
    quoted["dbname"] = f"{quoted['dbname']} {make_conninfo('', **rest)}".strip()
    return make_conninfo("", **quoted)


@worker_process_init.connect
def _own_connections(**_: Any) -> None:
    """A forked process opens connections of its own."""
    with celery.flask.app_context():
        db.engine.dispose(close=False)


@setup_logging.connect
def _logs(**_: Any) -> None:
    logs.configure(celery.flask.config["SETTINGS"].log_level)


@worker_init.connect
def _forget_expired(**_: Any) -> None:
    """What the timetable sent while no worker was there goes in one statement; taken one by one it would hold up the rest."""
    if not _is_own(celery.flask.config["SETTINGS"].broker_url):
        return
    with celery.flask.app_context(), suppress(OperationalError), transaction():
        execute(f"DELETE FROM {OWN_QUEUE} WHERE (message -> 'headers' ->> 'expires')::timestamptz < now()")  # noqa: S608
