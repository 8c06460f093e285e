"""Points and money are whole numbers wherever they are stored: no column of the schema can hold a fraction."""

import psycopg
import pytest
from flask import Flask

from marketplace import ledger
from marketplace.core.db import db

# Tables of the queue and of its timetable, which know no points and no money.
FOREIGN = ("celery_", "kombu_", "pgmq_")
# At how much of one currency another was bought: a ratio as the issuer wrote it, exact, and no amount of anything.
RATIOS = {("card_operations", "rate"), ("waiting_operations", "rate")}
COLUMNS = """
SELECT table_name, column_name, data_type FROM information_schema.columns
 WHERE table_schema = 'public' AND data_type IN ('real', 'double precision', 'numeric', 'money')"""


def columns_with_fractions(url: str) -> list[tuple[str, ...]]:
    with psycopg.connect(url) as connection:
        rows = connection.execute(COLUMNS).fetchall()
    return [
        row for row in rows if not row[0].startswith(FOREIGN) and row not in {(*ratio, "numeric") for ratio in RATIOS}
    ]


@pytest.mark.proof("P14")
def test_no_column_holds_a_fraction(ctx: Flask, owner_url: str) -> None:
    assert columns_with_fractions(owner_url) == []


@pytest.mark.proof("P14", control=True)
def test_control_a_column_with_fractions_is_found(ctx: Flask, owner_url: str) -> None:
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("CREATE TABLE p14 (amount numeric(12, 2))")
        try:
            assert columns_with_fractions(owner_url) == [("p14", "amount", "numeric")]
        finally:
            connection.execute("DROP TABLE p14")


@pytest.mark.proof("P14")
def test_models_hold_no_fraction_either(ctx: Flask) -> None:
    assert ledger.invariants() == []
    fractions = [
        f"{table.name}.{column.name}"
        for table in db.metadata.tables.values()
        for column in table.columns
        if not table.name.startswith(FOREIGN)
        and (table.name, column.name) not in RATIOS
        and type(column.type).__name__.lower() in ("float", "numeric", "double", "real")
    ]
    assert fractions == []
