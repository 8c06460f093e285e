"""Every table has an owner, the domain whose file of migrations/sql makes it; and no other domain writes it, none below reads it.

What a domain says in SQL is found in its `sql/` files and in the texts of its Python. Entry points (web, jobs, cli) and integrations write no
table of a domain; the partner portal reads none either.
"""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from marketplace.core.topics import Topic
from marketplace.jobs import promises

ROOT = Path(__file__).resolve().parent.parent
_MADE = re.compile(r"^CREATE (?:UNLOGGED )?TABLE (\w+)", re.MULTILINE)
_COMMENT = re.compile(r"--[^\n]*")
_USED = re.compile(r"\b(INSERT INTO|UPDATE|DELETE FROM|TRUNCATE|FROM|JOIN|COPY)\s+(?:ONLY\s+)?([a-z_]+)\b")
# What stands after a comma in a list of tables: with an alias anywhere, without one after FROM.
_BESIDE = re.compile(
    r",\s*(?:LATERAL\s+|ONLY\s+)?([a-z_]+)(?=\s+(?:AS\s+)?[a-z]\w*\b)|(?<=,)\s*([a-z_]+)(?=\s+(?:WHERE|GROUP|ORDER|LIMIT|ON)\b)"
)
READING = {"FROM", "JOIN"}
PORTAL = "partner_portal"


@cache
def owners() -> dict[str, str]:
    """Which domain each table of the public schema belongs to. The timetable's have a schema of their own."""
    files = [file for file in ROOT.glob("migrations/sql/*/*.sql") if "timetable" not in file.parent.name]
    return {table: file.stem for file in files for table in _MADE.findall(file.read_text(encoding="utf-8"))}


@cache
def ranks() -> dict[str, int]:
    """How high each package stands in the house; neighbours of a line are of one height."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = project["tool"]["importlinter"]["contracts"][0]["layers"]
    return {name: at for at, line in enumerate(reversed(layers)) for name in re.findall(r"\w+", line)}


def trespasses(package: str, sql: str) -> Iterator[str]:
    """What a text of SQL does to tables that are not its package's to write or to read."""
    owned, height = owners(), ranks()
    said = _COMMENT.sub("", sql)
    beside = _BESIDE.findall(said) if "FROM " in said else []
    for verb, table in [*_USED.findall(said), *(("FROM", aliased or plain) for aliased, plain in beside)]:
        owner = owned.get(table, package)
        if owner == package:
            continue
        if verb not in READING:
            yield f"writes {table} of {owner}"
        elif package == PORTAL or height[owner] >= height[package]:
            yield f"reads {table} of {owner}"


def texts(file: Path) -> Iterator[str]:
    """The pieces of SQL in a file."""
    source = file.read_text(encoding="utf-8")
    if file.suffix == ".sql":
        yield source
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def sources() -> list[Path]:
    """Every file that could say SQL."""
    return [
        file
        for kind in ("marketplace/*/**/*.py", "marketplace/*/sql/*.sql", "partner_portal/**/*.py")
        for file in sorted(ROOT.glob(kind))
    ]


def package_of(file: Path) -> str:
    """The package of the marketplace that a file is in, or the portal that stands above them."""
    first, second, *_ = file.relative_to(ROOT).parts
    return second if first == "marketplace" else first


def test_every_table_belongs_to_a_package_that_there_is() -> None:
    assert len(owners()) > 40
    assert set(owners().values()) <= {face.parent.name for face in ROOT.glob("marketplace/*/__init__.py")}


def test_domains_write_their_own_tables_and_read_those_below() -> None:
    found = [
        f"{file.relative_to(ROOT)} {said}"
        for file in sources()
        for text in texts(file)
        for said in trespasses(package_of(file), text)
    ]
    assert not found, "\n".join(found)


def test_encrypted_files_lie_in_a_table_of_their_own_domain() -> None:
    """Its statements are made in the core, so the table is named where the files are declared."""
    declared = [
        (file.relative_to(ROOT / "marketplace").parts[0], table)
        for file in sorted((ROOT / "marketplace").glob("*/**/*.py"))
        for table in re.findall(r"= EncryptedFiles\(\s*\"[^\"]+\", \"(\w+)\"", file.read_text(encoding="utf-8"))
    ]
    assert len(declared) >= 7
    assert [one for one in declared if one[0] != "core" and owners()[one[1]] != one[0]] == []


def test_the_books_of_deeds_and_promises_have_one_writer_each() -> None:
    writers = {
        book: [
            file.relative_to(ROOT).as_posix()
            for file in [
                *ROOT.glob("marketplace/**/*.py"),
                *ROOT.glob("marketplace/*/sql/*.sql"),
                *ROOT.glob("partner_portal/**/*.py"),
            ]
            if re.search(rf"INSERT INTO {book}\b", file.read_text(encoding="utf-8"))
        ]
        for book in ("audit_records", "outbox")
    }
    assert writers == {
        "audit_records": ["marketplace/core/sql/audit_record.sql"],
        "outbox": ["marketplace/core/sql/promise.sql"],
    }


def test_each_promise_of_the_database_is_a_topic_and_each_topic_has_a_keeper() -> None:
    said = {
        topic
        for file in ROOT.glob("marketplace/*/sql/*.sql")
        for topic in re.findall(r"\bpromise\(\s*'([^']+)'", _COMMENT.sub("", file.read_text(encoding="utf-8")))
    }
    assert len(said) >= 10
    assert said <= set(Topic)
    assert [topic for topic in Topic if promises.keeper(topic) is None] == []
    assert promises.keeper("orders.advanced") is None, "a topic with a slip in it"


def test_functions_stand_with_their_domains_and_none_in_the_migrations() -> None:
    found = [
        file.relative_to(ROOT).as_posix()
        for file in ROOT.glob("migrations/**/*")
        if file.suffix in (".sql", ".py")
        and re.search(r"CREATE (OR REPLACE )?(FUNCTION|TRIGGER)", file.read_text(encoding="utf-8"))
    ]
    assert found == ["migrations/schema.sql"], "it tells what triggers there are"


@pytest.mark.parametrize(
    ("package", "sql", "said"),
    [
        ("codes", "SELECT 1 FROM giftcards g", ["reads giftcards of giftcards"]),
        ("identity", "SELECT 1 FROM lots", ["reads lots of ledger"]),
        ("identity", "SELECT 1 FROM users u, lots l WHERE true", ["reads lots of ledger"]),
        ("identity", "SELECT 1 FROM users, lots WHERE true", ["reads lots of ledger"]),
        ("orders", "UPDATE giftcards SET state = 'void'", ["writes giftcards of giftcards"]),
        ("web", "DELETE FROM orders", ["writes orders of orders"]),
        ("partner_portal", "SELECT 1 FROM orders", ["reads orders of orders"]),
        ("orders", "SELECT 1 FROM giftcards JOIN codes ON true -- FROM mails", []),
        ("orders", "INSERT INTO orders SELECT * FROM members", []),
    ],
)
def test_control_a_trespass_is_seen(package: str, sql: str, said: list[str]) -> None:
    assert list(trespasses(package, sql)) == said
