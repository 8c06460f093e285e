"""Files that show why a member's account was put right: cleaned as those of cases are, and encrypted, each part bound to its place."""

import hashlib
from datetime import datetime

from marketplace.core import vault
from marketplace.core.db import execute
from marketplace.core.rekeying import Ciphertexts
from marketplace.support.accounts.errors import NoPaper
from marketplace.support.accounts.values import Paper
from marketplace.support.cases import Attachment, clean_file

CHUNK = 2**20


def keep(member_id: int, came: Attachment, *, now: datetime) -> Paper:
    """Keep a file beside a member's account; the same file again is the one that is there. Raises cases.FileRefused."""
    name, kind, content, _ = clean_file(came)
    digest = hashlib.sha256(content).digest()
    facts = {"member": member_id, "name": name, "kind": kind, "size": len(content), "digest": digest, "now": now}
    made = execute(
        """INSERT INTO account_papers (member_id, name, kind, size, digest, added_at)
           VALUES (%(member)s, %(name)s, %(kind)s, %(size)s, %(digest)s, %(now)s) ON CONFLICT (member_id, digest) DO NOTHING RETURNING id""",
        facts,
    ).first()
    if made is None:
        there = "SELECT id, member_id, name, kind, size FROM account_papers WHERE member_id = %(member)s AND digest = %(digest)s"
        return Paper(*execute(there, facts).one())
    for part, start in enumerate(range(0, len(content), CHUNK)):
        cipher = vault.encrypt(content[start : start + CHUNK], place(made.id, part))
        execute(
            "INSERT INTO account_paper_parts (paper_id, part, ciphertext) VALUES (%(id)s, %(part)s, %(cipher)s)",
            {"id": made.id, "part": part, "cipher": cipher},
        )
    return Paper(made.id, member_id, name, kind, len(content))


def paper(paper_id: int, *, programme_id: int) -> Paper:
    """A paper of a programme's member, by what it is. Raises NoPaper: unknown and another's alike."""
    row = execute(
        """SELECT p.id, p.member_id, p.name, p.kind, p.size FROM account_papers p JOIN members m ON m.id = p.member_id
            WHERE p.id = %(id)s AND m.programme_id = %(programme)s""",
        {"id": paper_id if paper_id < 2**63 else 0, "programme": programme_id},
    ).first()
    if row is None:
        raise NoPaper
    return Paper(*row)


def content(of: Paper) -> bytes:
    """A paper in the clear. Raises NoPaper: its member's data were erased."""
    parts = execute(
        "SELECT part, ciphertext FROM account_paper_parts WHERE paper_id = %(id)s ORDER BY part", {"id": of.id}
    )
    whole = b"".join(vault.decrypt(one.ciphertext, place(of.id, one.part)) for one in parts)
    if not whole:
        raise NoPaper
    assert len(whole) == of.size, "a paper is whole"
    return whole


def place(paper_id: int, part: int) -> bytes:
    """The name of the row that a ciphertext belongs to."""
    return b"account paper:%d:%d" % (paper_id, part)


CIPHERTEXTS = Ciphertexts(
    "papers of accounts", "account_paper_parts", ("paper_id", "part"), "ciphertext", place,
    """WITH renewed AS (
        UPDATE account_paper_parts f SET ciphertext = n.new
          FROM unnest(%(paper_id)b::bigint[], %(part)b::integer[], %(old)b::bytea[], %(new)b::bytea[]) n(paper_id, part, old, new)
         WHERE f.paper_id = n.paper_id AND f.part = n.part AND f.ciphertext = n.old RETURNING f.part)
    SELECT count(*) FROM renewed""",
)  # fmt: skip
