"""Lists as files: the short ones at once, the long ones by the worker; kept encrypted for a day, for the asker alone."""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from typing import Any, BinaryIO

from marketplace import catalogue, codes, mailings, members, orders, partners, payments, runs, support, tills
from marketplace.core import audit, ids, listing, outbox
from marketplace.core.db import execute
from marketplace.core.encrypted_files import EncryptedFiles
from marketplace.core.errors import NotFound, Refusal
from marketplace.core.listing import Asker, Listing, Locale, Question, Row, files
from marketplace.core.listing.files import Wording
from marketplace.core.topics import Topic
from marketplace.reports.journal import AUDIT
from marketplace.reports.partner_sales import SALES
from marketplace.reports.promises import PROMISES

AT_ONCE = 5_000  # rows that whoever asks can wait for
ROWS_MAX = 100_000  # rows that the worker writes in the seconds that it has for one promise
KEPT_FOR = timedelta(days=1)
FILES = EncryptedFiles(
    "exports", "export_parts", "export_id", place_name="export", part="number", column="sealed", part_bytes=2**19
)
CIPHERTEXTS = FILES.ciphertexts()
LISTINGS: dict[str, Listing] = {
    one.name: one
    for one in (
        AUDIT, PROMISES, mailings.LETTERS, members.MEMBERS, codes.BATCHES, codes.RETURNS, partners.PARTNERS, partners.APPLICATIONS, partners.SHOPS, SALES, runs.RUNS, runs.CHANGES,
        orders.SUPPLIED,
        payments.PAYMENTS,
        tills.REDEMPTIONS, tills.ALARMS,
        tills.TAKINGS,
        catalogue.OFFERS,
        support.cases.CASES,
    )
}  # fmt: skip


class TooManyRows(Refusal):
    """The list is longer than a file of it may be: it must be narrowed."""

    code = "too_many_rows"


@dataclass(frozen=True, slots=True)
class Export:
    """A file that somebody asked for, as its page shows it; `failed` when the worker gave it up."""

    id: int
    public_id: str
    programme_id: int
    user_id: int
    listing: str
    kind: str
    permission: str
    asked: dict[str, Any]
    rows_asked: int
    rows_done: int
    asked_at: datetime
    ends_at: datetime
    made_at: datetime | None
    failed: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants as a file: the list, what is asked of it, by whom, in which words and kind of file."""

    listing: Listing
    question: Question
    asker: Asker
    wording: Wording
    kind: str


def rows_wanted(wanted: Wanted) -> int:
    """How many rows the file will have. Raises TooManyRows, ListTooSlow."""
    count = listing.count(wanted.listing, wanted.question, wanted.asker, most=ROWS_MAX + 1)
    if count > ROWS_MAX:
        raise TooManyRows(rows_max=ROWS_MAX)
    return count


def write_export(
    wanted: Wanted, file: BinaryIO, *, most: int = ROWS_MAX, told: Callable[[int], None] | None = None
) -> int:
    """Write the file; returns how many rows it has. `told` hears after each part how many are read."""

    def parts() -> Iterator[list[Row]]:
        done = 0
        for part in listing.every(wanted.listing, wanted.question, wanted.asker, most=most):
            yield part
            done += len(part)
            if told is not None:
                told(done)

    return files.write(wanted.kind, file, wanted.listing, wanted.wording, parts())


def record_export(wanted: Wanted, programme_id: int, *, rows: int, now: datetime) -> None:
    """Put into the audit which list left the house, how it was narrowed, and how many rows went."""
    asked = wanted.question.recorded(wanted.listing)
    facts = {"list": wanted.listing.name, "kind": wanted.kind, "rows": rows, "whole": wanted.asker.sees_private} | asked
    audit.record("reports.export", f"programme:{programme_id}", at=now, after=facts)


def ask_for_export(
    wanted: Wanted, *, programme_id: int, user_id: int, permission: str, rows: int, now: datetime
) -> str:
    """Have the worker make the file; returns the name under which the asker finds it. Audited.

    Args:
        permission: what he must still be permitted when he fetches it.
    """
    assert LISTINGS.get(wanted.listing.name) is wanted.listing, f"{wanted.listing.name} is not among LISTINGS"
    asked = {
        "said": wanted.question.said, "scope": wanted.asker.scope, "sees_private": wanted.asker.sees_private,
        "wording": asdict(wanted.wording),
    }  # fmt: skip
    row = execute(
        """INSERT INTO exports (public_id, programme_id, user_id, listing, kind, permission, asked, rows_asked, asked_at, ends_at)
           VALUES (%(public)s, %(programme)s, %(user)s, %(listing)s, %(kind)s, %(permission)s, %(asked)s::jsonb, %(rows)s, %(now)s, %(ends)s)
           RETURNING id, public_id""",
        {
            "public": ids.new_ref(), "programme": programme_id, "user": user_id, "listing": wanted.listing.name,
            "kind": wanted.kind, "permission": permission, "asked": json.dumps(asked), "rows": rows, "now": now,
            "ends": now + KEPT_FOR,
        },
    ).one()  # fmt: skip
    record_export(wanted, programme_id, rows=rows, now=now)
    outbox.send(Topic.REPORTS_EXPORT, ref=str(row.id), now=now)
    return str(row.public_id)


def export(public_id: str, *, user_id: int, programme_id: int, now: datetime) -> Export:
    """A file of this asker's. Raises NotFound, for another's too, and once it is gone."""
    found = _export("e.public_id = %(key)s", public_id)
    if found is None or (found.user_id, found.programme_id) != (user_id, programme_id) or found.ends_at <= now:
        raise NotFound
    return found


def export_to_make(export_id: int, now: datetime) -> Wanted | None:
    """What the worker must make; None when it is made already, or nobody waits for it any more."""
    found = _export("e.id = %(key)s", export_id)
    if found is None or found.made_at is not None or found.ends_at <= now:
        return None
    of, asked = LISTINGS[found.listing], found.asked
    wording = Wording(**asked["wording"])
    question = listing.ask(of, asked["said"], Locale(wording.time_zone, wording.decimals))
    return Wanted(
        of,
        question,
        Asker(asked["scope"], asked["sees_private"], english=wording.language == "en"),
        wording,
        found.kind,
    )


def note_progress(export_id: int, rows: int) -> None:
    """Tell whoever waits how many rows are written."""
    execute("UPDATE exports SET rows_done = %(rows)s WHERE id = %(id)s", {"id": export_id, "rows": rows})


def keep_export(export_id: int, file: BinaryIO, *, rows: int, now: datetime) -> None:
    """Keep a written file, read from where it stands; one that was kept before stays as it is."""
    kept = execute(
        "UPDATE exports SET made_at = %(now)s, rows_done = %(rows)s WHERE id = %(id)s AND made_at IS NULL RETURNING id",
        {"id": export_id, "now": now, "rows": rows},
    ).first()
    if kept is not None:
        FILES.keep(export_id, file)


def forget_exports(now: datetime) -> None:
    """Delete the files whose day is over, and what was asked."""
    execute("DELETE FROM exports WHERE ends_at <= %(now)s", {"now": now})


def export_content(export: Export) -> Iterator[bytes]:
    """The bytes of a file that is made, part by part."""
    return FILES.parts(export.id)


def _export(where: str, key: Any) -> Export | None:
    columns = ", ".join(f"e.{field.name}" for field in fields(Export) if field.name != "failed")
    row = execute(
        f"""SELECT {columns}, EXISTS (SELECT FROM outbox o WHERE o.topic = %(topic)s AND o.ref = e.id::text
                   AND o.dead_at IS NOT NULL) AS failed FROM exports e WHERE {where}""",  # noqa: S608 - our own names
        {"key": key, "topic": Topic.REPORTS_EXPORT},
    ).first()
    return None if row is None else Export(**row._asdict())
