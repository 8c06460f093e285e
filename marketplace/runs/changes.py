"""What a run would change, one by one: kept with its check, so that all of it can be looked through and taken as a file."""

from collections.abc import Iterator
from typing import Any

from marketplace.core.changes import TOPICS
from marketplace.core.copying import copy_in
from marketplace.core.db import execute
from marketplace.core.listing import Choice, Column, Kind, Listing
from marketplace.runs.values import Checked

ALL = "all"
AFTER = "changes_after"
_COLUMNS = (
    "run_id",
    "number",
    "name",
    "title_ru",
    "title_en",
    "at_row",
    "topic",
    "meaning",
    "percent",
    "field",
    "was",
    "will",
)

CHANGES = Listing(
    name="run_changes",
    source="run_changes change JOIN runs run ON run.id = change.run_id",
    scope=f"""change.run_id = %(run)s AND change.number > coalesce((run.preview ->> '{AFTER}')::integer, 0) AND run.programme_id = %(programme)s
        AND (%(partner)s::bigint IS NULL OR run.partner_id = %(partner)s)""",
    key="change.number",
    columns=(
        Column("title", sql="change.title_ru"),
        Column("title_en", sql="change.title_en"),
        Column("name", sql="change.name"),
        Column("meaning", Kind.WORD, "change.meaning"),
        Column("percent", Kind.NUMBER, "change.percent"),
        Column("field", sql="change.field"),
        Column("was", sql="change.was"),
        Column("will", sql="change.will"),
        Column("at_row", Kind.NUMBER, "change.at_row"),
        Column("topic", sql="change.topic", hidden=True),
    ),
    sort="id",
    filters=(
        Choice("topic", {ALL: "true"} | {topic: f"topic = '{topic}'" for topic in TOPICS}, ("topic",), default=ALL),
    ),
)  # fmt: skip


def keep(run_id: int, checked: Checked | None) -> dict[str, int]:
    """Keep what a check found, a row for each part of each change, in the order of the file; nothing where it only found what is wrong.

    Returns what the run's preview has to say of it: where an earlier check ends. What that one found stays, and is shown no more.
    """
    found = execute("SELECT coalesce(max(number), 0) FROM run_changes WHERE run_id = %(run)s", {"run": run_id})
    after = int(found.scalar_one())
    if checked is not None:
        copy_in("run_changes", _COLUMNS, _rows(run_id, checked, after))
    return {AFTER: after} if after else {}


def _rows(run_id: int, checked: Checked, number: int) -> Iterator[tuple[Any, ...]]:
    for change in checked.changes:
        for part in checked.meant(change):
            number += 1
            yield (
                run_id, number, change.name, change.title, change.title_en, change.row, part.topic, part.word, part.percent, part.field, part.was,
                part.will,
            )  # fmt: skip
