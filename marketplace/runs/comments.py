"""What is said of single things that a run would change, by both sides: written, answered, resolved."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marketplace.core import audit, ids, pans
from marketplace.core.bounds import COLUMN_MAX
from marketplace.core.db import execute
from marketplace.runs.errors import BadComment, NoComment, RunNotThere
from marketplace.runs.values import Run

COMMENT_MAX = COLUMN_MAX["run_comments.body"]
# While it is still to be decided whether a run is applied.
TALKED_OF = ("checked", "awaiting_approval")

# A run and all whose place it takes, however far back.
_CHAIN = """WITH RECURSIVE chain AS (
    SELECT id, continues FROM runs WHERE id = %(run)s
    UNION ALL
    SELECT r.id, r.continues FROM runs r JOIN chain ON r.id = chain.continues)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """What a person said of one thing, `about`; `answers` is the comment that it answers. Answers are settled with what they answer.

    `of_partner`: whether he wrote as one of the partner's people; else as one of the programme's.
    """

    id: int
    run_id: int
    about: str
    answers: int | None
    by: int
    of_partner: bool
    at: datetime
    body: str
    resolved_by: int | None
    resolved_at: datetime | None


def comments(one: Run) -> list[Comment]:
    """What was said of a run and of those whose place it takes, oldest first."""
    rows = execute(
        f"""{_CHAIN} SELECT c.id, c.run_id, c.about, c.answers, c.written_by AS by, c.of_partner, c.written_at AS at, c.body, e.resolved_by, e.resolved_at
              FROM run_comments c JOIN chain ON chain.id = c.run_id LEFT JOIN run_comment_resolutions e ON e.comment_id = c.id
             ORDER BY c.id""",  # noqa: S608 - our own text
        {"run": one.id},
    )
    return [Comment(**row) for row in rows.mappings()]


def comment(
    one: Run,
    about: str,
    body: str,
    *,
    answers: int | None = None,
    by: int,
    of_partner: bool,
    ref: str = "",
    now: datetime,
) -> int:
    """Say something of a thing that a run would change, or answer what was said of it. Returns the comment's id; sent again with the same form (`ref`)
    that of the comment which is there.

    Raises:
        BadComment: it is empty or too long, or the run does not change such a thing.
        NoComment: what it answers is not beside this run.
        RunNotThere: nobody decides about the run any more.
    """
    text = pans.masked(body.strip())
    _must_be_open(one)
    if answers is None:
        known = any(change["name"] == about for change in one.preview.get("changes", ()))
    else:
        first = _beside(one, answers)
        answers, about, known = first.answers or first.id, first.about, True
    if not known or not 1 <= len(text) <= COMMENT_MAX:
        raise BadComment(most=COMMENT_MAX)
    facts = {
        "run": one.id,
        "about": about,
        "answers": answers,
        "by": by,
        "of_partner": of_partner,
        "now": now,
        "body": text,
    }
    return _written(facts, ids.once(ref, f"{one.id} {about} {answers} {text}"), now)


def _written(facts: dict[str, Any], key: str | None, now: datetime) -> int:
    """The id of a new comment, or of the one that is there under the key."""
    row = execute(
        """INSERT INTO run_comments (run_id, about, answers, written_by, of_partner, written_at, body, ref)
           VALUES (%(run)s, %(about)s, %(answers)s, %(by)s, %(of_partner)s, %(now)s, %(body)s, %(ref)s) ON CONFLICT (ref) DO NOTHING RETURNING id""",
        facts | {"ref": key},
    ).first()
    if row is None:
        return int(execute("SELECT id FROM run_comments WHERE ref = %(ref)s", {"ref": key}).scalar_one())
    after = {"comment": row.id, "about": facts["about"], "answers": facts["answers"]}
    audit.record("runs.comment", f"run:{facts['run']}", at=now, before={}, after=after)
    return int(row.id)


def resolve(one: Run, comment_id: int, *, by: int, now: datetime) -> None:
    """Settle a comment with its answers; twice is once. Raises NoComment, RunNotThere."""
    found = _beside(one, comment_id)
    _must_be_open(one)
    settled = execute(
        """INSERT INTO run_comment_resolutions (comment_id, resolved_by, resolved_at) VALUES (%(id)s, %(by)s, %(now)s)
           ON CONFLICT (comment_id) DO NOTHING RETURNING comment_id""",
        {"id": found.answers or found.id, "by": by, "now": now},
    ).first()
    if settled is not None:
        after = {"comment": settled.comment_id, "about": found.about, "open": False}
        audit.record("runs.resolve", f"run:{one.id}", at=now, before=after | {"open": True}, after=after)


def _beside(one: Run, comment_id: int) -> Comment:
    found = next((said for said in comments(one) if said.id == comment_id), None)
    if found is None:
        raise NoComment
    return found


def _must_be_open(one: Run) -> None:
    if one.state not in TALKED_OF:
        raise RunNotThere(run=one.id, state=one.state)
