"""Helpers of the migrations: schema is written as plain SQL, one file a subject."""

from pathlib import Path

from alembic import op

SQL = Path(__file__).with_name("sql")


def run_sql(name: str) -> None:
    """Run ``migrations/sql/<name>.sql`` as it stands, all its statements in one go."""
    connection = op.get_bind().connection.driver_connection
    connection.execute((SQL / f"{name}.sql").read_text(encoding="utf-8"))


def drop(*statements: str) -> None:
    """Run the given statements one after another; the way down of a migration."""
    for statement in statements:
        op.get_bind().exec_driver_sql(statement)
