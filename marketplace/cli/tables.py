"""The tables' version, by Alembic. The application itself knows nothing of it, and starts in a tenth less time so."""

from alembic import command
from alembic.config import Config

from marketplace.core.places import MIGRATIONS


def upgrade(revision: str = "head") -> None:
    """Bring the tables of the current application to `revision`; does nothing where they are of it already."""
    command.upgrade(_config(), revision)


def current() -> None:
    """Print the version of the tables of the current application."""
    command.current(_config())


def _config() -> Config:
    config = Config(MIGRATIONS / "alembic.ini")
    config.set_main_option("script_location", str(MIGRATIONS))
    return config
