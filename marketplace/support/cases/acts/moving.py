"""What becomes of a member's cases when two members turn out to be one, or when his data are erased."""

from datetime import datetime

from marketplace.core import audit
from marketplace.core.db import execute
from marketplace.support.cases import queries
from marketplace.support.cases.writing import keeping

_WITH_MERGED = "SELECT id FROM member_cases(ARRAY[%(member)s]::bigint[]) id ORDER BY id"
_ALL = "SELECT id FROM cases WHERE member_id = %(member)s ORDER BY id"


def move(from_member_id: int, to_member_id: int, *, now: datetime) -> int:
    """Make all cases of a member those of another, of the same programme, who is the same person; returns how many there were."""
    moved = [queries.case_by_id(row.id) for row in execute(_ALL, {"member": from_member_id})]
    for case in moved:
        keeping.happen(case, "identified", facts={"member": to_member_id, "named": []}, now=now)
    return len(moved)


def forget(member_id: int, *, now: datetime) -> int:
    """Take out all that a member has written, his addresses and files, also in cases merged with his; what happened stays. Open ones are closed.

    Returns how many cases he had.
    """
    found = [queries.case_by_id(row.id) for row in execute(_WITH_MERGED, {"member": member_id})]
    for case in found:
        if case.is_open:
            keeping.happen(case, "closed", facts={"erased": True}, now=now)
    ids = {"ids": [case.id for case in found]}
    execute("UPDATE cases SET title = '', email = '', phone = '' WHERE id = ANY (%(ids)s)", ids)
    execute(
        """UPDATE case_events SET text = '', facts = facts - 'from' WHERE case_id = ANY (%(ids)s) AND (text <> '' OR facts ? 'from')""",
        ids,
    )
    execute("UPDATE case_questions SET note = '' WHERE case_id = ANY (%(ids)s)", ids)
    execute(
        """UPDATE case_question_answers SET note = ''
            WHERE question_id IN (SELECT id FROM case_questions WHERE case_id = ANY (%(ids)s))""",
        ids,
    )
    files = execute("DELETE FROM case_files WHERE case_id = ANY (%(ids)s)", ids).rowcount
    if found:
        facts = {"cases": len(found), "files": files}
        audit.record(
            "cases.forget", f"member:{member_id}", at=now, before=facts, after={"cases": len(found), "files": 0}
        )
    return len(found)
