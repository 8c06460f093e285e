"""Files that come with a message: few, bounded, of three kinds; pictures redrawn; encrypted, each part bound to its place."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from marketplace.core import papers
from marketplace.core.db import execute
from marketplace.core.encrypted_files import EncryptedFiles
from marketplace.support.cases.errors import FileRefused, NoFile
from marketplace.support.cases.values import Attachment, File

FILES_MAX = 5  # with one message
OF_CASE_MAX = 40
FILES = EncryptedFiles("files of cases", "case_file_parts", "file_id", place_name="case file")
CIPHERTEXTS = FILES.ciphertexts()
_FILES = "SELECT id, case_id, event_id, name, kind, size, added_at FROM case_files"
Clean = tuple[str, str, bytes, bytes]  # name, kind, content as it is kept, digest of what came


def cleaned(attachments: Sequence[Attachment]) -> list[Clean]:
    """The files as they are kept. Raises FileRefused, with the name and the reason of the first that cannot be."""
    if len(attachments) > FILES_MAX:
        raise FileRefused(reason="many", most=FILES_MAX, name="")
    return [clean_file(one) for one in attachments]


def keepable(attachments: Sequence[Attachment], case_id: int | None = None) -> tuple[list[Clean], int]:
    """Those of a letter's files that can be kept, and how many cannot: nobody is there to choose others.

    Args:
        case_id: the case that they come to, held by whoever asks; None for a new one. What it has already takes no room.
    """
    there = _digests(case_id) if case_id is not None else set()
    kept: list[Clean] = []
    lost = 0
    for one in attachments:
        try:
            clean = clean_file(one)
        except FileRefused:
            lost += 1
            continue
        is_new = clean[3] not in there
        if is_new and (len(there) >= OF_CASE_MAX or len(kept) >= FILES_MAX):
            lost += 1
        elif is_new:
            there.add(clean[3])
            kept.append(clean)
    return kept, lost


def keep(case_id: int, event_id: int, files: Sequence[Clean], *, now: datetime) -> None:
    """Store the files of an event; what the case has already is not kept twice. Raises FileRefused when there are too many."""
    there = _digests(case_id)
    for name, kind, content, digest in files:
        if digest in there:
            continue
        if len(there) >= OF_CASE_MAX:
            raise FileRefused(reason="many", most=OF_CASE_MAX, name=name)
        row = execute(
            """INSERT INTO case_files (case_id, event_id, name, kind, size, digest, added_at)
               VALUES (%(case)s, %(event)s, %(name)s, %(kind)s, %(size)s, %(digest)s, %(now)s)
               ON CONFLICT (case_id, digest) DO NOTHING RETURNING id""",
            {
                "case": case_id,
                "event": event_id,
                "name": name,
                "kind": kind,
                "size": len(content),
                "digest": digest,
                "now": now,
            },
        ).first()
        there.add(digest)
        if row is not None:
            FILES.keep(row.id, content)


def _digests(case_id: int) -> set[bytes]:
    rows = execute("SELECT digest FROM case_files WHERE case_id = %(case)s", {"case": case_id})
    return {bytes(row.digest) for row in rows}


def files_of(case_ids: Sequence[int]) -> list[File]:
    """The files of some cases, in the order in which they came."""
    rows = execute(f"{_FILES} WHERE case_id = ANY (%(ids)s) ORDER BY id", {"ids": list(case_ids)})
    return [File(*row) for row in rows]


def file_content(file_id: int, *, programme_id: int, member_id: int | None = None) -> tuple[File, bytes]:
    """A file of a programme's case in the clear; of this member's where one is given. Raises NoFile: unknown and another's alike."""
    row = execute(
        f"""{_FILES} WHERE id = %(id)s AND EXISTS (SELECT FROM cases c WHERE c.id = case_id AND c.programme_id = %(programme)s
              AND (%(member)s::bigint IS NULL OR c.member_id = %(member)s))""",
        {"id": file_id if file_id < 2**63 else 0, "programme": programme_id, "member": member_id},
    ).first()
    if row is None:
        raise NoFile
    found, whole = File(*row), FILES.whole(file_id)
    assert len(whole) == found.size, "a file is whole"
    return found, whole


def clean_file(one: Attachment) -> Clean:
    """A file as it is kept. Raises FileRefused, with its name and the reason."""
    try:
        kept, kind = papers.cleaned(one.content)
    except papers.PaperRefused as error:
        raise FileRefused(reason=error.facts["reason"], name=_named(one.name)) from None
    return _named(one.name) or kind, kind, kept, hashlib.sha256(one.content).digest()


def _named(name: str) -> str:
    """A file's name without folders and without what cannot be printed."""
    plain = name.replace("\\", "/").rpartition("/")[2]
    return "".join(sign for sign in plain if sign.isprintable())[-200:].strip()
