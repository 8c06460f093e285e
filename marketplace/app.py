"""Composes the application: the one module that knows every part."""

from collections.abc import Sequence
from pathlib import Path

from flask_migrate import Migrate
from flask_openapi3.models.info import Info
from flask_openapi3.openapi import OpenAPI

from marketplace.core.db import db
from marketplace.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
# What every connection of the application is told: its narrow role, one time zone, and an end to what takes too long.
SESSION = "-c role=vitrina_app -c timezone=UTC -c statement_timeout=15000 -c idle_in_transaction_session_timeout=60000"


def create_app(settings: Settings, entry_points: Sequence[str] | None = None) -> OpenAPI:
    """Build the application with the entry points it is given (those of the settings by default)."""
    app = OpenAPI(
        "marketplace",
        info=Info(title="Vitrina API", version="1"),
        root_path=str(ROOT),
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
        doc_prefix="/api/v1",
        doc_url="/openapi.json",
    )
    app.config.from_mapping(
        SECRET_KEY=settings.secret_key.get_secret_value(),
        SETTINGS=settings,
        SQLALCHEMY_DATABASE_URI=settings.database_uri,
        SQLALCHEMY_ENGINE_OPTIONS={"connect_args": {"options": SESSION}},
        OWNER_DATABASE_URI=settings.owner_database_uri,
        MAX_CONTENT_LENGTH=settings.max_upload_bytes,
    )
    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "migrations"))
    return app
