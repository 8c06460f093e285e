"""For whoever watches the process: is it alive, and may it be sent work?"""

from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory
from flask import Blueprint, Flask, Response, current_app, jsonify
from sqlalchemy.exc import SQLAlchemyError

from marketplace.core.db import db, execute

blueprint = Blueprint("health", __name__)


def register(app: Flask) -> None:
    """Serve /healthz and /readyz, whatever else is served."""
    config = Config()
    config.set_main_option("script_location", str(Path(app.root_path) / "migrations"))
    app.extensions["schema_head"] = ScriptDirectory.from_config(config).get_current_head()
    app.register_blueprint(blueprint)


@blueprint.get("/healthz")
def alive() -> Response:
    return _answer({"process": True})


@blueprint.get("/readyz")
def ready() -> Response:
    try:
        version = execute("SELECT version_num FROM alembic_version").scalar()
        return _answer({"database": True, "schema": version == current_app.extensions["schema_head"]})
    except SQLAlchemyError:
        return _answer({"database": False, "schema": False})
    finally:
        db.session.rollback()


def _answer(checks: dict[str, bool]) -> Response:
    answer = jsonify(checks)
    answer.status_code = 200 if all(checks.values()) else 503
    answer.headers["Cache-Control"] = "no-store"
    return answer
