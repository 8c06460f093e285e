"""What the migrations make is what is written down in migrations/schema.sql, and stays so down and up again."""

import os
import secrets
import subprocess
from collections.abc import Iterator

import psycopg
import pytest
from flask import Flask

from marketplace.cli import tables
from marketplace.core import blueprint, postgres, stored_code
from marketplace.core.db import db, transaction
from marketplace.core.places import MIGRATIONS
from tests.builders import orders as shop
from tests.builders import schema
from tests.builders import settlements as deals
from tests.builders.rows import Rows
from tests.builders.tills import a_till
from tests.proof.plugin import Proof

STORED = MIGRATIONS / "schema.sql"
HINT = "the schema is not what migrations/schema.sql says; if it should be so: make schema"


@pytest.fixture
def copy(ctx: Flask, rows: Rows, owner_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A copy of this worker's database, with everything that a test has put there, under the application's feet."""
    db.session.remove()
    db.engine.dispose()
    rows.close()  # nobody may be connected to what is copied
    name, url = f"copy_{secrets.token_hex(4)}", owner_url.rpartition("/")[0]
    server = os.environ["VITRINA_TEST_SERVER"]
    with psycopg.connect(server.format("postgres"), autocommit=True) as connection:
        source = owner_url.rpartition("/")[2].partition("?")[0]
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [source]
        )  # threads of other tests may have left theirs
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {source}")
    monkeypatch.setitem(
        ctx.config, "OWNER_DATABASE_URI", server.format(name).replace("postgresql://", "postgresql+psycopg://")
    )
    yield server.format(name)
    with psycopg.connect(server.format("postgres"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
    assert url


@pytest.fixture
def populated(ctx: Flask) -> None:
    """A member, her orders and her cards, a partner's terminal, contract and statement: rows in the tables of most domains."""
    with transaction():
        till = a_till()
        contract = deals.a_contract(till.shelf.programme, till.terminal.partner_id, owed_on="sale")
        shop.an_order(till.member, till.shelf)
        till.redeem(amount=1_000)
    with transaction():
        deals.drawn(contract)


def test_the_schema_is_the_one_written_down(ctx: Flask, owner_url: str) -> None:
    told = schema.dump(owner_url)
    with transaction():
        objects = blueprint.write(blueprint.told())
    if os.environ.get("SCHEMA") == "write":
        STORED.write_text(told + "\n", encoding="utf-8")
        blueprint.SHIPPED.write_text(objects, encoding="utf-8")
    assert told + "\n" == STORED.read_text(encoding="utf-8"), HINT
    assert objects == blueprint.SHIPPED.read_text(encoding="utf-8"), HINT


def test_a_database_that_was_dumped_and_restored_is_still_as_shipped(ctx: Flask, copy: str) -> None:
    """What a dump writes is read with fewer brackets; a condition that is written with more of them would differ forever."""
    server, name = os.environ["VITRINA_TEST_SERVER"], f"restored_{secrets.token_hex(4)}"
    dump = subprocess.run([postgres.binary("pg_dump"), copy], check=True, capture_output=True).stdout
    with psycopg.connect(server.format("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    try:
        subprocess.run(
            [postgres.binary("psql"), "--quiet", "-v", "ON_ERROR_STOP=1", server.format(name)], input=dump, check=True, capture_output=True
        )  # fmt: skip
        with psycopg.connect(server.format(name)) as restored, restored.cursor() as cursor:
            cursor.execute(blueprint.PLAIN)
            told = blueprint.objects(cursor.execute(blueprint.QUESTION))
    finally:
        with psycopg.connect(server.format("postgres"), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
    with transaction():
        shipped = blueprint.told()
    assert {key: (shipped.get(key), told.get(key)) for key in shipped | told if shipped.get(key) != told.get(key)} == {}


@pytest.mark.parametrize(
    "change",
    [
        "CREATE TABLE stray (id bigint)",
        "ALTER TABLE orders ADD COLUMN stray bigint",
        "ALTER TABLE orders ALTER COLUMN ref DROP NOT NULL",
        "ALTER TABLE giftcards ALTER COLUMN state SET DEFAULT 'frozen'",
        "DROP INDEX giftcards_live_code",
        "ALTER TABLE orders DROP CONSTRAINT orders_member_id_ref_key",
        "DROP TRIGGER orders_frozen ON orders",
        "GRANT UPDATE ON entries TO vitrina_app",
        "GRANT EXECUTE ON FUNCTION ledger_write TO vitrina_app",
    ],
)
def test_control_a_changed_schema_is_found(copy: str, change: str) -> None:
    with psycopg.connect(copy, autocommit=True) as owner:
        owner.execute(change.encode())
    assert schema.dump(copy) + "\n" != STORED.read_text(encoding="utf-8")


@pytest.mark.proof("P12")
def test_what_is_kept_stays_and_is_worth_the_same_down_to_the_baseline_and_up_again(
    populated: None, copy: str, proof: Proof
) -> None:
    """Codes, cards and points are there to the last unit, each statement is drawn again to the same bytes, and tills take every card."""
    many = proof.size(200, 100_000)
    _fill(copy, many)
    before = _kept(copy)
    assert before["statements that replay"] == 1
    tables.downgrade("0001")
    tables.upgrade()
    assert _kept(copy) == before
    taken = _taken_whole(copy)
    assert taken == [(9_000, 0), (10_000, 0)]
    proof.count("codes and as many entries", many)
    proof.count("cards redeemed afterwards", len(taken))


@pytest.mark.proof("P12", control=True)
@pytest.mark.parametrize(
    "loss",
    [
        "UPDATE entries SET amount = amount + 1 WHERE id = (SELECT max(id) FROM entries)",
        "UPDATE codes SET last4 = 'lost' WHERE id = (SELECT min(id) FROM codes)",
        "UPDATE giftcards SET remaining = remaining - 1 WHERE id = (SELECT min(id) FROM giftcards)",
        "UPDATE giftcards SET value = value + 1",  # a statement counts it
    ],
)
def test_control_a_unit_that_a_migration_loses_is_seen(populated: None, copy: str, loss: str) -> None:
    before = _kept(copy)
    with psycopg.connect(copy, autocommit=True) as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute(loss.encode())
    assert _kept(copy) != before


def _fill(url: str, many: int) -> None:
    """So many codes more and as many entries, which come to nothing together."""
    with psycopg.connect(url) as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute(
            """INSERT INTO codes (batch_id, brand_id, partner_id, denomination_id, ciphertext, blind, last4)
               SELECT c.batch_id, c.brand_id, c.partner_id, c.denomination_id, c.ciphertext, substr(sha256(n::text::bytea), 1, length(c.blind)), c.last4
                 FROM (SELECT * FROM codes ORDER BY id LIMIT 1) c, generate_series(1, %s) n""",
            [many],
        )
        owner.execute(
            """INSERT INTO entries (transfer_id, account_id, amount, at) SELECT e.transfer_id, e.account_id, CASE n %% 2 WHEN 0 THEN 1 ELSE -1 END, e.at
                 FROM (SELECT * FROM entries ORDER BY id LIMIT 1) e, generate_series(1, %s) n""",
            [many],
        )


def _taken_whole(url: str) -> list[tuple[int, int]]:
    """Have a till take all that is on each card; what that was, and what is left of it then."""
    with psycopg.connect(url) as owner:
        return owner.execute(
            """SELECT g.remaining, (r.redemption).remaining
                 FROM giftcards g JOIN brands b ON b.id = g.brand_id JOIN terminals t ON t.partner_id = b.partner_id
                CROSS JOIN LATERAL terminal_redeem(t.id, 'AFTER-' || g.id, sha256('after'), g.id, g.remaining, NULL, g.currency, '', t.partner_id, %(today)s, %(now)s) r
                WHERE g.state = 'active' ORDER BY 1""",
            {"today": shop.NOW.date(), "now": shop.NOW},
        ).fetchall()


def _kept(url: str) -> dict[str, object]:
    questions = {
        "codes": "SELECT encode(sha256(convert_to(string_agg(c::text, ',' ORDER BY c.id), 'UTF8')), 'hex') FROM codes c",
        "points": "SELECT array_agg(amount ORDER BY id) FROM entries", "lots": "SELECT array_agg((amount, expires_on)::text ORDER BY id) FROM lots",
        "cards": "SELECT array_agg((state, remaining)::text ORDER BY id) FROM giftcards",
        "statements that replay": "SELECT count(*) FROM statements s WHERE s.digest = sha256(convert_to(statement_redrawn(s.id), 'UTF8')) AND s.line_count > 0",
    }  # fmt: skip
    with psycopg.connect(url) as owner:
        return {name: (owner.execute(sql.encode()).fetchone() or (None,))[0] for name, sql in questions.items()}


def test_a_populated_database_goes_down_and_up_again(populated: None, copy: str) -> None:
    before = schema.functions(copy)
    tables.downgrade("base")
    with psycopg.connect(copy) as owner:
        left = owner.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname IN ('public', 'timetable', 'pgmq')"
        ).fetchall()
    assert left == [("alembic_version",)]
    assert schema.functions(copy) == {}
    tables.upgrade()
    assert schema.dump(copy) + "\n" == STORED.read_text(encoding="utf-8")
    assert schema.functions(copy) == before


def test_an_upgrade_ends_with_the_functions_as_they_are_written_now(copy: str) -> None:
    before = schema.functions(copy)
    with psycopg.connect(copy, autocommit=True) as owner:
        owner.execute("CREATE FUNCTION stray() RETURNS int LANGUAGE sql AS 'SELECT 1'")
        owner.execute("CREATE FUNCTION promise(p_topic text) RETURNS int LANGUAGE sql AS 'SELECT 1'")
        owner.execute("CREATE TRIGGER stray BEFORE UPDATE ON orders EXECUTE FUNCTION refuse_change()")
        owner.execute("CREATE OR REPLACE FUNCTION acting() RETURNS text LANGUAGE sql AS $$ SELECT 'nobody' $$")
        owner.execute("DROP FUNCTION ledger_days")
        owner.execute(
            "CREATE FUNCTION ledger_days(p_other bigint, p_time_zone text, p_after bigint, p_upto bigint) RETURNS int LANGUAGE sql AS 'SELECT 1'"
        )
    tables.upgrade()
    assert schema.functions(copy) == before
    assert schema.dump(copy) + "\n" == STORED.read_text(encoding="utf-8")


def test_every_file_of_stored_code_holds_one_definition_that_can_be_put_again() -> None:
    for file in stored_code.files():
        text = file.read_text(encoding="utf-8")
        made = [line for line in text.splitlines() if line.startswith("CREATE ")]
        assert made, f"{file} defines nothing"
        again = ("CREATE OR REPLACE FUNCTION ", "CREATE OR REPLACE TRIGGER ")
        # A constraint trigger has no such form; it stands where a second one of its name is let pass.
        once = text.count("EXCEPTION WHEN duplicate_object THEN NULL;")
        assert [line.startswith("CREATE CONSTRAINT TRIGGER ") for line in made].count(True) == once, file
        assert all(line.startswith((*again, "CREATE CONSTRAINT TRIGGER ")) for line in made), file
        functions = [line for line in made if line.startswith("CREATE OR REPLACE FUNCTION ")]
        assert len(functions) <= 1, f"{file} defines {len(functions)} functions"
