"""How long a text may be and how large a number is said once, by the tables; Python reads what was written down from there."""

import os
import re
from pathlib import Path

from marketplace.core import bounds

SCHEMA = Path(__file__).resolve().parents[2] / "migrations" / "schema.sql"
HEAD = '"""The most that columns take: characters of a text, or a number. Written by `make schema` from the CHECKs of the tables."""\n'
_TABLE = re.compile(r"^CREATE TABLE public\.(\w+) \((.*?)^\)", re.MULTILINE | re.DOTALL)
_MOST = re.compile(
    r"\(length\((?P<text>\w+)\) <= (?P<signs>\d+)\)"
    r"|\((?P<slug>\w+) ~ '\^\[a-z0-9-\]\{1,(?P<letters>\d+)\}\$'"
    r"|\((?P<number>\w+) <= '?(?P<most>\d+)'?(?:::bigint)?\)"
)


def written() -> dict[str, int]:
    """What the tables say, by table and column."""
    found = {}
    for table, body in _TABLE.findall(SCHEMA.read_text(encoding="utf-8")):
        for hit in _MOST.finditer(body):
            column = hit["text"] or hit["slug"] or hit["number"]
            found[f"{table}.{column}"] = int(hit["signs"] or hit["letters"] or hit["most"])
    return dict(sorted(found.items()))


def test_bounds_of_columns_are_those_written_down_of_the_tables() -> None:
    if os.environ.get("SCHEMA") == "write":
        lines = "".join(f'    "{column}": {most:_},\n' for column, most in written().items())
        Path(bounds.__file__).write_text(f"{HEAD}\nMOST = {{\n{lines}}}\n", encoding="utf-8")
        return
    assert written() == bounds.MOST, "the tables take something else: make schema"
