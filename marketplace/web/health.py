"""For whoever watches the process: is it alive, and may it be sent work?"""

import logging

from flask import Blueprint, Flask, Response, jsonify
from sqlalchemy.exc import SQLAlchemyError

from marketplace.core import schema
from marketplace.core.db import db, execute

NEWEST = schema.newest()  # of the code that runs, not of files that were replaced under it
log = logging.getLogger(__name__)
blueprint = Blueprint("health", __name__)


def register(app: Flask) -> None:
    """Serve /healthz and /readyz, whatever else is served."""
    app.register_blueprint(blueprint)


@blueprint.get("/healthz")
def alive() -> Response:
    return _answer({"process": True})


@blueprint.get("/readyz")
def ready() -> Response:
    try:
        version = execute("SELECT version_num FROM alembic_version").scalar()
        return _answer({"database": True, "schema": version == NEWEST})
    except SQLAlchemyError as failed:
        log.warning("the database does not answer: %s", type(failed.__cause__ or failed).__name__)
        return _answer({"database": False, "schema": False})
    finally:
        db.session.rollback()


def _answer(checks: dict[str, bool]) -> Response:
    answer = jsonify(checks)
    answer.status_code = 200 if all(checks.values()) else 503
    answer.headers["Cache-Control"] = "no-store"
    return answer
