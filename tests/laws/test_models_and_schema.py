"""Models say what the migrated schema is: no table, column, type, default, key or index differs."""

from collections.abc import Iterator
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.pool import NullPool

from marketplace.core.db import db

pytestmark = pytest.mark.filterwarnings("ignore:Did not recognize type 'xid8'")


@pytest.fixture
def owner(ctx: Flask, owner_url: str) -> Iterator[Connection]:
    """The owner's connection; what a test changes of the schema is rolled back."""
    engine = create_engine("postgresql+psycopg://" + owner_url.partition("://")[2], poolclass=NullPool)
    with engine.connect() as connection:
        yield connection
        connection.rollback()


def differences(connection: Connection) -> list[Any]:
    """What alembic would change to make the schema what the models say."""
    options = {"compare_type": True, "compare_server_default": True}
    return compare_metadata(MigrationContext.configure(connection, opts=options), db.metadata)


def test_models_and_the_migrated_schema_do_not_differ(owner: Connection) -> None:
    tables = set(owner.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")))
    assert tables - {"alembic_version"} == set(db.metadata.tables)
    assert differences(owner) == []


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ("CREATE TABLE stray (id bigint)", "remove_table"),
        ("ALTER TABLE orders ADD COLUMN stray bigint", "remove_column"),
        ("ALTER TABLE orders DROP COLUMN card_until", "add_column"),
        ("ALTER TABLE orders ALTER COLUMN ref DROP NOT NULL", "modify_nullable"),
        ("ALTER TABLE orders ALTER COLUMN price_points TYPE integer", "modify_type"),
        ("ALTER TABLE giftcards ALTER COLUMN state SET DEFAULT 'frozen'", "modify_default"),
        ("DROP INDEX giftcards_live_code", "add_index"),
        ("ALTER TABLE orders DROP CONSTRAINT orders_member_id_ref_key", "add_constraint"),
    ],
)
def test_control_a_changed_schema_is_found(owner: Connection, change: str, kind: str) -> None:
    owner.execute(text(change))
    (found,) = differences(owner)
    assert kind in str(found)
