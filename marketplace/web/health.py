"""For anyone who watches the process: is it alive, and may it be sent work?

What orders need makes it not ready: the database, its tables as this code expects them, the keys. A broker that is away
does not, for orders are taken without it and promises wait in the database; nor does a stock in quarantine, for members see their
cards, and anyone who mends it works in the console. Both are told all the same.
"""

import logging
from collections.abc import Callable

import psycopg
from flask import Blueprint, Flask, Response, current_app, jsonify

from marketplace import reports
from marketplace.core import schema, vault
from marketplace.settings import Settings
from marketplace.web.shared.entry_points import EntryPoint
from marketplace.web.shared.probes import Answers, Probe

NEWEST = schema.newest()  # of the code that runs, not of files that were replaced under it
NEEDED = ("database", "schema", "keys")
PATIENCE_SECONDS, BROKER_SECONDS = 1.2, 0.5
# A connection of its own: one of the pool's may be busy or dead, and that would say nothing of the database.
OPTIONS = "-c role=vitrina_app -c statement_timeout=1000"
log = logging.getLogger(__name__)
blueprint = Blueprint("health", __name__)


def prepare(app: Flask) -> None:
    """Make the questions ready.

    `app.extensions["broker"]` asks a broker that is not the database, and raises when it does not answer.
    """
    settings: Settings = app.config["SETTINGS"]
    app.extensions["probes"] = (
        Probe((*NEEDED, "stock"), lambda: _ask_database(settings)),
        Probe(("broker",), lambda: _ask_broker(app.extensions["broker"])),
    )


@blueprint.get("/healthz")
def alive() -> Response:
    return _answer({"process": True}, 200)


@blueprint.get("/readyz")
def ready() -> Response:
    database, broker = current_app.extensions["probes"]
    begun = [database.begin()] + ([broker.begin()] if "broker" in current_app.extensions else [])
    checks = dict(begun[0].answers(PATIENCE_SECONDS))
    checks |= begun[1].answers(BROKER_SECONDS) if len(begun) > 1 else {"broker": checks["database"]}
    fit = all(checks[name] for name in NEEDED)
    if not all(checks.values()):
        log.warning("%s, but not: %s", "ready" if fit else "not ready", [name for name in checks if not checks[name]])
    return _answer({"ready": fit, **checks}, 200 if fit else 503)


def _ask_database(settings: Settings) -> Answers:
    url = "postgresql://" + settings.database_uri.partition("://")[2]
    with psycopg.connect(url, connect_timeout=2, options=OPTIONS) as connection:
        version = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        if version != (NEWEST,):
            return {"database": True}
        newest = connection.execute("SELECT ciphertext FROM codes ORDER BY id DESC LIMIT 1").fetchone()
        keys = _keys_fit(settings, newest[0] if newest else None)
        connection.rollback()
        connection.autocommit = True
        return {
            "database": True,
            "schema": True,
            "keys": keys,
            "stock": reports.may_sell(connection, settings.seal_file),
        }


def _keys_fit(settings: Settings, cipher: bytes | None) -> bool:
    """Whether the file can be used, and holds the key that the newest code was encrypted with."""
    try:
        held = vault.Vault(settings.keys_file).key_ids
        return cipher is None or vault.key_id(cipher) in held
    except (vault.KeysUnusable, vault.Unreadable) as refused:
        log.error("keys: %s", refused)
        return False


def _ask_broker(ask: Callable[[], None]) -> Answers:
    ask()
    return {"broker": True}


def _answer(checks: Answers, status: int) -> Response:
    answer = jsonify(checks)
    answer.status_code = status
    answer.headers["Cache-Control"] = "no-store"
    return answer


ENTRY_POINT = EntryPoint(
    name="health", machines=(blueprint,), anybody=frozenset({"health."}), paths=("/healthz", "/readyz"), prepare=prepare
)
