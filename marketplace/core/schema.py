"""Which version the tables should have: migrations are one straight line of numbered files."""

from marketplace.core.places import MIGRATIONS

VERSIONS = MIGRATIONS / "versions"


def newest() -> str:
    """The number of the last migration, as Alembic notes it in the database."""
    return max(file.name.partition("_")[0] for file in VERSIONS.glob("[0-9]*.py"))
