"""How long a text may be and how large a number is said once, by the tables; Python reads what was written down from there."""

import os
import re
from pathlib import Path

from marketplace.core import bounds
from marketplace.core.audit import WHY_MAX

SCHEMA = Path(__file__).resolve().parents[2] / "migrations" / "schema.sql"
HEAD = '"""The most that columns take: characters of a text, or a number. Written by `make schema` from the CHECKs of the tables."""\n'
_TABLE = re.compile(r"^CREATE TABLE public\.(\w+) \((.*?)^\)", re.MULTILINE | re.DOTALL)
_LIMIT = re.compile(
    r"\(length\((?P<text>\w+)\) <= (?P<characters>\d+)\)"
    r"|\((?P<slug>\w+) ~ '\^\[a-z0-9-\]\{1,(?P<letters>\d+)\}\$'"
    r"|\((?P<number>\w+) <= '?(?P<most>\d+)'?(?:::bigint)?\)"
)


def written() -> dict[str, int]:
    """What the tables say, by table and column."""
    found = {}
    for table, body in _TABLE.findall(SCHEMA.read_text(encoding="utf-8")):
        for hit in _LIMIT.finditer(body):
            column = hit["text"] or hit["slug"] or hit["number"]
            found[f"{table}.{column}"] = int(hit["characters"] or hit["letters"] or hit["most"])
    return dict(sorted(found.items()))


def test_bounds_of_columns_are_those_written_down_of_the_tables() -> None:
    if os.environ.get("SCHEMA") == "write":
        lines = "".join(f'    "{column}": {most:_},\n' for column, most in written().items())
        Path(bounds.__file__).write_text(f"{HEAD}\nCOLUMN_MAX = {{\n{lines}}}\n", encoding="utf-8")
        return
    assert written() == bounds.COLUMN_MAX, "the tables take something else: make schema"


def test_how_long_an_address_of_mail_may_be_stands_with_the_columns_alone() -> None:
    root = SCHEMA.parents[1]
    code = [file for folder in ("marketplace", "partner_portal") for file in (root / folder).rglob("*.py")]
    bound = re.compile(r"\b254\b")
    said = [file.relative_to(root).as_posix() for file in code if bound.search(file.read_text(encoding="utf-8"))]
    assert said == ["marketplace/core/bounds.py"]


def test_no_form_says_by_itself_how_long_a_reason_may_be() -> None:
    """A reason goes into the audit; forms take `audit.WHY_MAX`, which is the column's."""
    root = SCHEMA.parents[1]
    number = re.compile(r'"Why"\)?[^\n]*Length\(max=\d{4}\)')
    forms = [*(root / "marketplace" / "web").rglob("*.py"), *(root / "partner_portal").rglob("*.py")]
    assert [form.name for form in forms if number.search(form.read_text(encoding="utf-8"))] == []
    assert number.search('why = LinesField(_l("Why"), validators=[Length(max=1000)])')
    assert bounds.COLUMN_MAX["audit_records.why"] == WHY_MAX
