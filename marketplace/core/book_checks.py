"""What each look at the books found, so that staff see since when they are not right, and nobody is told twice."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from marketplace.core.db import execute
from marketplace.core.findings import Finding

KEPT_MAX = 100  # findings of one look that are kept


@dataclass(frozen=True, slots=True)
class BookCheck:
    """One look: when, how many places were wrong, since when without a break, and which trouble it is ("" for none)."""

    id: int
    at: datetime
    wrong: int
    trouble: str
    wrong_since: datetime | None


def record(findings: Sequence[Finding], now: datetime) -> BookCheck:
    """Keep what a look has found."""
    kept = json.dumps([asdict(finding) for finding in findings[:KEPT_MAX]], ensure_ascii=False, default=str)
    execute(
        "INSERT INTO book_checks (at, findings, trouble) VALUES (%(at)s, %(findings)s::jsonb, %(trouble)s)",
        {"at": now, "findings": kept, "trouble": trouble(findings)},
    )
    latest = last()
    assert latest is not None, "it has just been kept"
    return latest


def last() -> BookCheck | None:
    """The newest look; None before the first."""
    row = execute(
        """SELECT c.id, c.at, jsonb_array_length(c.findings) AS wrong, c.trouble,
                  (SELECT min(at) FROM book_checks w WHERE c.trouble <> ''
                      AND w.id > coalesce((SELECT max(id) FROM book_checks r WHERE r.trouble = ''), 0)) AS wrong_since
             FROM book_checks c ORDER BY c.id DESC LIMIT 1"""
    ).first()
    return None if row is None else BookCheck(row.id, row.at, row.wrong, row.trouble, row.wrong_since)


def trouble(findings: Sequence[Finding]) -> str:
    """The same text for the same rules broken at the same places, whatever the figures say; "" for no findings."""
    places = sorted({f"{finding.rule}\n{finding.subject}" for finding in findings})
    return hashlib.sha256("\n\n".join(places).encode()).hexdigest() if places else ""


def forget_before(before: datetime) -> int:
    """Delete the looks before a moment, but for the newest; returns how many."""
    result = execute(
        "DELETE FROM book_checks WHERE at < %(before)s AND id < (SELECT max(id) FROM book_checks)", {"before": before}
    )
    return int(result.rowcount)
