"""Papers that come with what is said in a dispute: few, bounded, of three kinds; pictures redrawn; encrypted, each part bound to its place."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime

from marketplace.core import papers
from marketplace.core.db import execute
from marketplace.core.encrypted_files import EncryptedFiles
from marketplace.settlements.errors import DisputeFileRefused, NoDisputeFile
from marketplace.settlements.values import DisputeFile, Paper

FILES_MAX = 5  # with one remark
OF_DISPUTE_MAX = 20
FILES = EncryptedFiles("papers of disputes", "statement_dispute_file_parts", "file_id", place_name="dispute file")
CIPHERTEXTS = FILES.ciphertexts()
_FILES = "SELECT f.id, f.dispute_id, f.remark_id, f.name, f.kind, f.size, f.digest, f.at FROM statement_dispute_files f"


def keep(dispute_id: int, remark_id: int, given: Sequence[Paper], *, now: datetime) -> int:
    """Keep the papers of a remark; one that the dispute has already is not kept twice. Returns how many are new.

    Raises DisputeFileRefused, with the name and the reason of the first that cannot be kept; facts: most, where they are too many.
    """
    if len(given) > FILES_MAX:
        raise DisputeFileRefused(reason="many", most=FILES_MAX, name="")
    kept = 0
    for one in given:
        name = _named(one.name)
        try:
            content, kind = papers.cleaned(one.content)
        except papers.PaperRefused as error:
            raise DisputeFileRefused(reason=error.facts["reason"], name=name) from None
        kept += _kept(dispute_id, remark_id, name or kind, kind, content, now)
    count = execute("SELECT count(*) FROM statement_dispute_files WHERE dispute_id = %(id)s", {"id": dispute_id})
    if count.scalar_one() > OF_DISPUTE_MAX:
        raise DisputeFileRefused(reason="many", most=OF_DISPUTE_MAX, name="")
    return kept


def _kept(dispute_id: int, remark_id: int, name: str, kind: str, content: bytes, now: datetime) -> int:
    row = execute(
        """INSERT INTO statement_dispute_files (dispute_id, remark_id, name, kind, size, digest, at)
           VALUES (%(dispute)s, %(remark)s, %(name)s, %(kind)s, %(size)s, %(digest)s, %(now)s)
           ON CONFLICT (dispute_id, digest) DO NOTHING RETURNING id""",
        {
            "dispute": dispute_id, "remark": remark_id, "name": name, "kind": kind, "size": len(content),
            "digest": hashlib.sha256(content).digest(), "now": now,
        },
    ).first()  # fmt: skip
    if row is None:
        return 0
    FILES.keep(row.id, content)
    return 1


def dispute_files(dispute_ids: Iterable[int]) -> list[DisputeFile]:
    """The papers of some disputes, in the order in which they came."""
    rows = execute(f"{_FILES} WHERE f.dispute_id = ANY (%(ids)s) ORDER BY f.id", {"ids": list(dispute_ids)})
    return [DisputeFile(**row) for row in rows.mappings()]


def dispute_file(file_id: int, partner_ids: Iterable[int]) -> tuple[DisputeFile, bytes]:
    """A paper in the clear, of a dispute of one of these partners. Raises NoDisputeFile: unknown and another's alike."""
    row = (
        execute(
            f"""{_FILES} JOIN statement_disputes d ON d.id = f.dispute_id JOIN statements s ON s.id = d.statement_id
                WHERE f.id = %(id)s AND s.partner_id = ANY (%(partners)s)""",
            {"id": file_id if file_id < 2**63 else 0, "partners": list(partner_ids)},
        )
        .mappings()
        .first()
    )
    if row is None:
        raise NoDisputeFile
    found, content = DisputeFile(**row), FILES.whole(file_id)
    assert hashlib.sha256(content).digest() == bytes(found.digest), "a paper is what was kept"
    return found, content


def _named(name: str) -> str:
    """A file's name without folders and without what cannot be printed."""
    plain = name.replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in plain if letter.isprintable())[-200:].strip()
