"""Rows that are copied in block by block: all of them or none, whatever breaks."""

import struct
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy.exc import DBAPIError

from marketplace.core import copying
from marketplace.core.copying import copy_binary
from marketplace.core.db import broken_rule, execute, transaction

PACK = struct.Struct("!hii").pack


def _rows(*numbers: int) -> Iterator[bytes]:
    return (PACK(1, 4, number) for number in numbers)


@pytest.fixture(autouse=True)
def numbers(ctx: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A table of numbers, of which three are sent at a time."""
    monkeypatch.setattr(copying, "BLOCK", 3)
    with transaction():
        execute("CREATE TEMP TABLE numbers (n integer CONSTRAINT once PRIMARY KEY)")
    yield
    with transaction():
        execute("DROP TABLE numbers")


def _stored() -> list[int]:
    return execute("SELECT n FROM numbers ORDER BY n").scalars()


@pytest.mark.parametrize("many", [0, 1, 3, 4, 7])
def test_every_row_arrives_once_however_many_blocks_there_are(many: int) -> None:
    with transaction():
        copy_binary("numbers", ("n",), _rows(*range(many)))
    assert _stored() == list(range(many))


def test_what_the_database_refuses_in_a_later_block_leaves_nothing() -> None:
    with pytest.raises(DBAPIError) as refused, transaction():
        copy_binary("numbers", ("n",), _rows(*range(7), 5, 8, 9, 10))
    assert broken_rule(refused.value) == "once"
    assert _stored() == []


def test_what_goes_wrong_while_rows_are_made_reaches_the_caller_and_leaves_nothing() -> None:
    def broken() -> Iterator[bytes]:
        yield from _rows(1, 2, 3, 4)
        raise KeyError("row 5")

    with pytest.raises(KeyError, match="row 5"), transaction():
        copy_binary("numbers", ("n",), broken())
    assert _stored() == []
