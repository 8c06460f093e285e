"""Runs migrations with the owner's connection; the application itself connects as a narrower role."""

from alembic import context
from flask import current_app
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool


def run() -> None:
    engine = create_engine(current_app.config["OWNER_DATABASE_URI"], poolclass=NullPool)
    with engine.connect() as connection:
        context.configure(connection=connection)
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


run()
