"""The tables' version, by Alembic. The application itself knows nothing of it, and starts in a tenth less time so."""

import psycopg
from alembic import command
from alembic.config import Config
from flask import current_app

from marketplace.core import stored_code
from marketplace.core.places import MIGRATIONS


def upgrade(revision: str = "head") -> None:
    """Bring the tables of the current application to `revision`; at the newest, functions and triggers follow."""
    command.upgrade(_config(), revision)
    if revision == "head":
        install_code()


def downgrade(revision: str) -> None:
    """Bring the tables back to an earlier `revision` ("base": to nothing). What only newer tables hold is lost."""
    command.downgrade(_config(), revision)


def install_code() -> None:
    """Put the database's functions and triggers in place as they are written now."""
    uri = current_app.config["OWNER_DATABASE_URI"].replace("postgresql+psycopg://", "postgresql://")
    with psycopg.connect(uri) as connection:
        stored_code.install(connection)


def current() -> None:
    """Print the version of the tables of the current application."""
    command.current(_config())


def _config() -> Config:
    config = Config(MIGRATIONS / "alembic.ini")
    config.set_main_option("script_location", str(MIGRATIONS))
    return config
