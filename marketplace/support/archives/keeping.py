"""An archive from the moment when it is asked for to the day on which it is deleted."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import BinaryIO

from marketplace.core import audit, ids, outbox
from marketplace.core.db import execute
from marketplace.core.encrypted_files import EncryptedFiles
from marketplace.core.errors import NotFound, Refusal
from marketplace.core.topics import Topic
from marketplace.members import Member
from marketplace.support import rules
from marketplace.support.archives.collecting import SECTIONS

KEPT_FOR = timedelta(days=7)
DAY = timedelta(days=1)
STAFF_ARCHIVES_A_DAY = 10  # copies of members' data that one of staff asks for within a day
FILES = EncryptedFiles(
    "archives of members", "member_archive_parts", "archive_id", place_name="archive", part="number", column="sealed", part_bytes=2**19,
)  # fmt: skip
CIPHERTEXTS = FILES.ciphertexts()


class TooManyArchives(Refusal):
    """One of staff has asked for as many copies within a day as may be; facts: limit."""

    code = "too_many_archives"
    status = 429


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive as its page shows it; `failed` when the worker gave it up."""

    id: int
    public_id: str
    programme_id: int
    member_id: int
    asked_by: int
    language: str
    sections_done: int
    asked_at: datetime
    ends_at: datetime
    made_at: datetime | None
    failed: bool

    @property
    def sections(self) -> int:
        """How many parts it has when it is whole."""
        return len(SECTIONS)


_COLUMNS = ", ".join(f"a.{field.name}" for field in fields(Archive) if field.name != "failed")
_ARCHIVE = f"""SELECT {_COLUMNS}, EXISTS (SELECT FROM outbox o WHERE o.topic = '{Topic.SUPPORT_ARCHIVE}' AND o.ref = a.id::text
                      AND o.dead_at IS NOT NULL) AS failed FROM member_archives a"""  # noqa: S608 - our own names


def ask(
    member: Member, *, by: int, language: str, why: str = "", identified: Collection[str] = (), now: datetime
) -> Archive:
    """Have the worker make an archive; one that this person asked for and that is being made comes back as it is.

    Args:
        by: who asks and alone can fetch it: the member's own user, or one of staff.
        why: the reason of staff; "" for the member.
        identified: which facts whoever asked staff could name (support.IDENTIFIED).

    For one of staff the member gets a letter, whatever they want to be told otherwise.

    Raises:
        NotIdentified: staff has checked fewer facts than are needed.
        TooManyArchives: one of staff has asked for as many within a day as may be.
    """
    by_staff = by != member.user_id
    named = rules.proven(identified) if by_staff else []
    waiting = newest(member.id, by=by, now=now)
    if waiting is not None and waiting.made_at is None and not waiting.failed:
        return waiting
    values = {
        "public": ids.new_ref(), "programme": member.programme_id, "member": member.id, "by": by, "language": language, "now": now,
        "ends": now + KEPT_FOR,
    }  # fmt: skip
    if by_staff:
        _count(by, now)
    made = execute(
        """INSERT INTO member_archives (public_id, programme_id, member_id, asked_by, language, asked_at, ends_at)
           VALUES (%(public)s, %(programme)s, %(member)s, %(by)s, %(language)s, %(now)s, %(ends)s) RETURNING id""",
        values,
    ).one()
    audit.record(
        "accounts.ask_archive", f"member:{member.id}", at=now, why=why, before={}, after={"until": (now + KEPT_FOR).isoformat()} | ({"identified": named} if named else {}),
    )  # fmt: skip
    outbox.send(Topic.SUPPORT_ARCHIVE, ref=str(made.id), now=now)
    if by_staff:
        outbox.send(Topic.SUPPORT_COPIED, ref=str(made.id), now=now)
    return archive(str(values["public"]), by=by, programme_id=member.programme_id, now=now)


def by_id(archive_id: int) -> Archive | None:
    """The archive with this id, for jobs; None once it is gone."""
    row = execute(f"{_ARCHIVE} WHERE a.id = %(id)s", {"id": archive_id}).first()
    return None if row is None else Archive(*row)


def _count(by: int, now: datetime) -> None:
    """One request of a person after the other. Raises TooManyArchives."""
    execute("SELECT pg_advisory_xact_lock(hashtextextended('archives for ' || %(by)s, 5))", {"by": by})
    asked = execute(
        """SELECT count(*) FROM member_archives a JOIN members m ON m.id = a.member_id
            WHERE a.asked_by = %(by)s AND m.user_id IS DISTINCT FROM a.asked_by AND a.asked_at > %(since)s""",
        {"by": by, "since": now - DAY},
    ).scalar_one()
    if asked >= STAFF_ARCHIVES_A_DAY:
        raise TooManyArchives(limit=STAFF_ARCHIVES_A_DAY)


def newest(member_id: int, *, by: int, now: datetime) -> Archive | None:
    """The archive of a member that this person asked for last and that is still kept."""
    row = execute(
        f"{_ARCHIVE} WHERE a.member_id = %(member)s AND a.asked_by = %(by)s AND a.ends_at > %(now)s ORDER BY a.id DESC LIMIT 1",
        {"member": member_id, "by": by, "now": now},
    ).first()
    return None if row is None else Archive(*row)


def archive(public_id: str, *, by: int, programme_id: int, now: datetime) -> Archive:
    """An archive of this asker's. Raises NotFound, for another's too, and once it is gone."""
    row = execute(
        f"{_ARCHIVE} WHERE a.public_id = %(id)s AND a.asked_by = %(by)s AND a.programme_id = %(programme)s AND a.ends_at > %(now)s",
        {"id": public_id, "by": by, "programme": programme_id, "now": now},
    ).first()
    if row is None:
        raise NotFound
    return Archive(*row)


def archive_to_make(archive_id: int, now: datetime) -> Archive | None:
    """What the worker must make; None when it is made already, or nobody waits for it any more."""
    row = execute(
        f"{_ARCHIVE} WHERE a.id = %(id)s AND a.made_at IS NULL AND a.ends_at > %(now)s", {"id": archive_id, "now": now}
    ).first()  # fmt: skip
    return None if row is None else Archive(*row)


def note_progress(archive_id: int, done: int) -> None:
    """Tell whoever waits how many parts are written."""
    execute("UPDATE member_archives SET sections_done = %(done)s WHERE id = %(id)s", {"id": archive_id, "done": done})


def keep(archive_id: int, file: BinaryIO, *, now: datetime) -> None:
    """Keep a written archive, read from where it stands; one that was kept before stays as it is."""
    kept = execute(
        "UPDATE member_archives SET made_at = %(now)s, sections_done = %(all)s WHERE id = %(id)s AND made_at IS NULL RETURNING id",
        {"id": archive_id, "now": now, "all": len(SECTIONS)},
    ).first()
    if kept is not None:
        FILES.keep(archive_id, file)


def content(of: Archive) -> Iterator[bytes]:
    """The bytes of an archive that is made, part by part."""
    return FILES.parts(of.id)


def note_fetched(of: Archive, *, now: datetime) -> None:
    """Put into the audit that it left the house."""
    audit.record("accounts.fetch_archive", f"member:{of.member_id}", at=now, before={}, after={"archive_id": of.id})


def forget(now: datetime) -> None:
    """Delete the archives whose week is over."""
    execute("DELETE FROM member_archives WHERE ends_at <= %(now)s", {"now": now})
