"""Runs migrations with the owner's connection; the application itself connects as a narrower role."""

from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from marketplace.core.db import db

FOREIGN_PREFIXES = ("celery_", "kombu_", "pgmq_")


def include_object(_thing: Any, name: str | None, kind: str, _reflected: bool, _compare_to: Any) -> bool:
    """Leave tables that belong to the broker and the timetable alone."""
    return not (kind == "table" and (name or "").startswith(FOREIGN_PREFIXES))


def run() -> None:
    engine = create_engine(current_app.config["OWNER_DATABASE_URI"], poolclass=NullPool)
    with engine.connect() as connection:
        context.configure(connection=connection, target_metadata=db.metadata, include_object=include_object)
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


run()
