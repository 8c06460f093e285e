"""The one way in which anything happens to a case: an event, the case that says so, its clocks and its audit record, together."""

import json
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy.exc import DBAPIError

from marketplace import programmes
from marketplace.core import audit, texts
from marketplace.core.db import broken_rule, execute
from marketplace.support.cases import queries
from marketplace.support.cases.clocks import desks, rules
from marketplace.support.cases.clocks.rules import Mark
from marketplace.support.cases.errors import CaseChanged, CaseEnded, TextNeeded, TextTooLong
from marketplace.support.cases.values import TEXT_MAX, Case
from marketplace.support.cases.writing import files, masking

_APPEND = """SELECT case_append(%(case)s, %(seen)s, %(what)s, %(text)s, %(facts)s::jsonb, %(ref)s, %(first_due)s, %(solve_due)s, %(now)s)"""
# What each event is called in the audit.
ACTS = {
    "opened": "open", "wrote": "write", "answered": "answer", "note": "note", "assigned": "assign",
    "sorted": "sort", "identified": "identify", "waiting": "wait", "resumed": "resume", "linked": "link",
    "merged": "merge", "took_in": "take_in", "closed": "close", "reopened": "reopen", "undelivered": "undeliver",
    "reminded": "remind",
}  # fmt: skip
_TOLD = ("state", "owner_id", "member_id", "category", "priority", "incident_id", "merged_into")


class Said(NamedTuple):
    """What became of something that was written: the case as it is now, the event, and whether a code in it was hidden."""

    case: Case
    event_id: int
    masked: bool


def happen(
    of: Case,
    what: str,
    *,
    text: str = "",
    facts: Mapping[str, Any] | None = None,
    seen: int | None = None,
    ref: str | None = None,
    now: datetime,
) -> tuple[Case, int]:
    """Let something happen to a case; returns the case as it is then, and the event's id.

    Args:
        text: cleaned and without codes (`fit`).
        seen: the version of the case on which whoever acts decided; None where that does not matter.

    Raises:
        CaseChanged: the case has another version by now, or this `ref` stands for an event already.
        CaseEnded: this cannot happen to a case that stands as it does.
    """
    told = dict(facts or {})
    execute("SELECT FROM cases WHERE id = %(id)s FOR UPDATE", {"id": of.id})
    was = queries.case_by_id(of.id)
    clock = _clock(was, Mark(what, now, str(told.get("for", ""))), told)
    values = {
        "case": of.id, "seen": seen, "what": what, "text": text, "facts": json.dumps(told, ensure_ascii=False), "ref": ref, "first_due": clock.first_due,
        "solve_due": clock.solve_due, "now": now,
    }  # fmt: skip
    try:
        event_id = execute(_APPEND, values).scalar_one()
    except DBAPIError as error:
        if broken_rule(error) != "case_step":
            raise
        raise CaseEnded(state=was.state) from None
    if event_id is None:
        raise CaseChanged(case=of.number)
    then = queries.case_by_id(of.id)
    _record(was, then, what, told, event_id, now)
    return then, int(event_id)


def said(
    of: Case,
    what: str,
    text: str,
    *,
    attachments: Sequence[files.Clean] = (),
    facts: Mapping[str, Any] | None = None,
    seen: int | None = None,
    ref: str | None = None,
    now: datetime,
) -> Said:
    """The same for something that was written, with its files. Raises TextNeeded, TextTooLong, FileRefused beside that."""
    plain, hidden = fit(text, of.member_id)
    if not plain and not attachments:
        raise TextNeeded
    then, event_id = happen(
        of,
        what,
        text=plain,
        facts=dict(facts or {}) | ({"masked": True} if hidden else {}),
        seen=seen,
        ref=ref,
        now=now,
    )
    files.keep(of.id, event_id, attachments, now=now)
    return Said(then, event_id, hidden)


def fit(text: str, member_id: int | None) -> tuple[str, bool]:
    """A text as it may be stored: without codes, card numbers and what cannot be printed; and whether a code was hidden.

    Raises TextTooLong.
    """
    if len(text) > 2 * TEXT_MAX:
        raise TextTooLong(most=TEXT_MAX)
    made, hidden = _cleaned(text, member_id)
    if len(made) > TEXT_MAX:
        raise TextTooLong(most=TEXT_MAX)
    return made, hidden


def shortened(text: str, member_id: int | None) -> tuple[str, dict[str, bool]]:
    """A letter's text cut to what may be stored, since nobody is there to shorten it; and the facts "cut" and "masked" where they hold.

    Codes are hidden before it is cut: half of one would no longer be known for a code.
    """
    made, hidden = _cleaned(text, member_id)
    cut = len(made) > TEXT_MAX
    told = ({"cut": True} if cut else {}) | ({"masked": True} if hidden else {})
    return (texts.lines(made[: TEXT_MAX - 1]) + "…" if cut else made), told


def _cleaned(text: str, member_id: int | None) -> tuple[str, bool]:
    plain = "".join(character for character in text.replace("\r\n", "\n").replace("\r", "\n") if _is_kept(character))
    made, hidden = masking.masked(plain, member_id)
    return texts.lines(made), hidden


def _is_kept(character: str) -> bool:
    return character in "\n\t\u2028\u2029" or texts.is_printable(character) or unicodedata.category(character) == "Zs"


def _clock(of: Case, mark: Mark, told: Mapping[str, Any]) -> rules.Clock:
    programme = programmes.get(of.programme_id)
    category, priority = (
        told.get(name, getattr(of, name)) if mark.what == "sorted" else getattr(of, name)
        for name in ("category", "priority")
    )
    promised = desks.promised(of.programme_id, category, priority)
    return rules.clock([*queries.marks(of.id), mark], promised, desks.hours(programme))


def _record(was: Case, then: Case, what: str, told: Mapping[str, Any], event_id: int, now: datetime) -> None:
    changed = [name for name in _TOLD if getattr(was, name) != getattr(then, name)] or ["state"]
    facts = {
        name: value for name, value in told.items() if name in ("for", "into", "named", "partner", "outcome", "via")
    }
    after = {name: getattr(then, name) for name in changed} | facts | {"event": event_id}
    before = {name: getattr(was, name) for name in changed}
    audit.record(
        f"cases.{ACTS[what]}", f"case:{then.id}", at=now, before={} if what == "opened" else before, after=after
    )
