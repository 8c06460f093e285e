"""The rules that cases must satisfy at any moment, each as one query that finds where it is broken; and the clocks of those that are open."""

from marketplace.core.db import execute
from marketplace.core.findings import Finding, search

RULES: dict[str, str] = {
    "a case stands as its events say": """
        SELECT c.id AS case, c.state, e.says FROM cases c
          LEFT JOIN LATERAL (
               SELECT CASE e.what WHEN 'waiting' THEN 'waits_' || (e.facts ->> 'for') WHEN 'closed' THEN 'closed' WHEN 'merged' THEN 'merged'
                      ELSE 'open' END AS says
                 FROM case_events e WHERE e.case_id = c.id AND e.what IN ('opened', 'waiting', 'resumed', 'closed', 'reopened', 'merged')
                ORDER BY e.version DESC LIMIT 1) e ON true
         WHERE c.state IS DISTINCT FROM e.says""",
    "a case's events are counted without a gap, and the first is that it was opened": """
        SELECT c.id AS case, c.version, count(e.id) AS events FROM cases c LEFT JOIN case_events e ON e.case_id = c.id
         GROUP BY c.id HAVING c.version <> count(e.id) OR c.version <> max(e.version)
            OR c.id NOT IN (SELECT case_id FROM case_events WHERE version = 1 AND what = 'opened')""",
    "a case's owner, member, incident and first answer are what its events say": """
        SELECT c.id AS case FROM cases c
         WHERE c.owner_id IS DISTINCT FROM (SELECT (facts ->> 'owner')::bigint FROM case_events WHERE case_id = c.id AND what = 'assigned'
                                             ORDER BY version DESC LIMIT 1)
            OR c.incident_id IS DISTINCT FROM (SELECT (facts ->> 'incident')::bigint FROM case_events WHERE case_id = c.id AND what = 'linked'
                                                ORDER BY version DESC LIMIT 1)
            OR c.merged_into IS DISTINCT FROM (SELECT (facts ->> 'into')::bigint FROM case_events WHERE case_id = c.id AND what = 'merged')
            OR c.answered_at IS DISTINCT FROM (SELECT min(at) FROM case_events WHERE case_id = c.id AND what = 'answered')""",
    "a merged case leads to one that is not merged, of the same programme and of no other member": """
        SELECT c.id AS case, t.id AS target FROM cases c JOIN cases t ON t.id = case_target(c.id)
         WHERE c.state = 'merged' AND (t.state = 'merged' OR t.programme_id <> c.programme_id OR t.member_id <> c.member_id)""",
    "a case that waits for its partner has a question without an answer": """
        SELECT c.id AS case FROM cases c WHERE c.state = 'waits_partner' AND NOT EXISTS (
               SELECT FROM case_questions q JOIN cases asked ON asked.id = q.case_id
                WHERE case_target(asked.id) = c.id AND NOT EXISTS (SELECT FROM case_question_answers a WHERE a.question_id = q.id))""",
    "a file belongs to an event of its case": """
        SELECT f.id AS file FROM case_files f JOIN case_events e ON e.id = f.event_id WHERE e.case_id <> f.case_id""",
}
CLOCKS_MOST = 2_000


def invariants() -> list[Finding]:
    """Every place where cases break a rule; none when they are right."""
    return [*search(RULES), *_clocks()]


def _clocks() -> list[Finding]:
    """Closed and merged cases whose clocks run, and cases waiting for their member whose clock for the solution does."""
    rows = execute(
        f"""SELECT id FROM cases WHERE (state IN ('closed', 'merged') AND (first_due_at IS NOT NULL OR solve_due_at IS NOT NULL))
               OR (state = 'waits_member' AND solve_due_at IS NOT NULL) OR (state IN ('open', 'waits_partner') AND solve_due_at IS NULL)
             ORDER BY id LIMIT {CLOCKS_MOST}"""  # noqa: S608 - our own number
    )
    return [
        Finding("a case's clocks run while something is to be done by us, and only then", f"case {row.id}", {})
        for row in rows
    ]
