"""A run over a file of brands: compared with those that there are, then saved in one go."""

from collections.abc import Iterator
from datetime import datetime

from marketplace.core.problems import Problems
from marketplace.identity import Permission
from marketplace.partners import files
from marketplace.partners.meaning import meanings
from marketplace.runs import Checked, Given, Kind, Part


def check(given: Given, problems: Problems, now: datetime) -> Checked | None:
    """Which brands the file would add and change."""
    comparison = files.look(given.programme_id, given.name, given.content, problems)
    if comparison is None:
        return None
    return Checked(
        comparison.total,
        comparison.total,
        comparison.unchanged,
        comparison.as_json(),
        changes=comparison.changes,
        meant=meanings,
    )


def parts(given: Given, reached: int, total: int) -> Iterator[Part]:
    """All brands as one part."""
    if reached == 0:
        yield Part(total, lambda now: _save(given, now))


def shown(column: str, cell: str) -> str:
    """Brands are made to be seen."""
    return cell


def _save(given: Given, now: datetime) -> int:
    return files.load_brands(given.programme_id, given.name, given.content, apply=True, now=now).total


KIND = Kind("brands", Permission.RUNS_BRANDS, check, parts, shown, in_parts=False)
