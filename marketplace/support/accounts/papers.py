"""Files that show why a member's account was put right: cleaned as those of cases are, and encrypted, each part bound to its place."""

import hashlib
from datetime import datetime

from marketplace.core.db import execute
from marketplace.core.encrypted_files import EncryptedFiles
from marketplace.support.accounts.errors import NoPaper
from marketplace.support.accounts.values import Paper
from marketplace.support.cases import Attachment, clean_file

FILES = EncryptedFiles("papers of accounts", "account_paper_parts", "paper_id", place_name="account paper")
CIPHERTEXTS = FILES.ciphertexts()


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
    FILES.keep(made.id, content)
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
    whole = FILES.whole(of.id)
    if not whole:
        raise NoPaper
    assert len(whole) == of.size, "a paper is whole"
    return whole
