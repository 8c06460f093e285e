"""Codes that are known for such once it is known whose case it is: what was written before is masked again, with the codes of the member's own cards."""

from datetime import datetime

from marketplace.core import audit
from marketplace.core.db import execute
from marketplace.support.cases.values import Case
from marketplace.support.cases.writing import masking

# With those that were merged into it and belong to nobody by themselves.
_CASES = """WITH RECURSIVE whole AS (
        SELECT id FROM cases WHERE id = %(case)s
        UNION SELECT c.id FROM whole w JOIN cases c ON c.merged_into = w.id AND c.member_id IS NULL)
    SELECT id FROM whole"""
_TEXTS = "SELECT id, text FROM case_events WHERE case_id = ANY (%(cases)s) AND text <> '' ORDER BY id"
_TITLES = "SELECT id, title FROM cases WHERE id = ANY (%(cases)s) AND title <> '' ORDER BY id"
_HIDE_TEXT = """UPDATE case_events SET text = %(text)s, facts = facts || '{"masked": true}' WHERE id = %(id)s"""
_HIDE_TITLE = "UPDATE cases SET title = %(text)s WHERE id = %(id)s"


def hide(of: Case, *, now: datetime) -> int:
    """Hide the codes of the member's own cards in all that was written to a case before he was known; returns in how many texts."""
    cases = {"cases": list(execute(_CASES, {"case": of.id}).scalars())}
    hidden = 0
    for found, change in ((_TEXTS, _HIDE_TEXT), (_TITLES, _HIDE_TITLE)):
        for row in execute(found, cases).all():
            text, had = masking.masked(row[1], of.member_id)
            if had:
                execute(change, {"id": row.id, "text": text})
                hidden += 1
    if hidden:
        audit.record("cases.hide", f"case:{of.id}", at=now, before={"hidden": 0}, after={"hidden": hidden})
    return hidden
