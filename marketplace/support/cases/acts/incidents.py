"""One trouble behind many cases: they are linked to it, and answered all at once, each with its own facts."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from marketplace.core import audit, texts
from marketplace.core.db import execute
from marketplace.support.cases import queries
from marketplace.support.cases.acts import answering
from marketplace.support.cases.errors import CaseChanged, FactsMissing, NoAddress, TextNeeded, TextTooLong
from marketplace.support.cases.queries import Incident
from marketplace.support.cases.values import TITLE_MAX, After, Case
from marketplace.support.cases.writing import keeping


class Answered(NamedTuple):
    """What became of an answer to many: who got it, which cases have changed since, which have no address, and which facts others lack."""

    answered: list[Case]
    changed: list[Case]
    unreachable: list[Case]
    missing: dict[str, list[str]]  # by the number of the case


def begin(programme_id: int, title: str, *, now: datetime) -> Incident:
    """Name a trouble that cases can be linked to. Raises TextNeeded, TextTooLong."""
    line = " ".join("".join(sign if texts.is_printable(sign) else " " for sign in title).split())
    if not line:
        raise TextNeeded
    if len(line) > TITLE_MAX:
        raise TextTooLong(most=TITLE_MAX)
    made = execute(
        "INSERT INTO incidents (programme_id, title, began_at) VALUES (%(programme)s, %(title)s, %(now)s) RETURNING id",
        {"programme": programme_id, "title": line, "now": now},
    ).one()
    audit.record(
        "cases.begin_incident",
        f"programme:{programme_id}",
        at=now,
        before={},
        after={"incident": made.id, "title": line},
    )
    return queries.incident(int(made.id), programme_id=programme_id)


def link(of: Case, incident: Incident | None, *, now: datetime) -> Case:
    """Say which trouble is behind a case; None: none is. Raises CaseEnded."""
    number = None if incident is None else incident.id
    if of.incident_id == number:
        return of
    return keeping.happen(of, "linked", facts={"incident": number}, now=now)[0]


def answer_all(
    incident: Incident, text: str, *, seen: Mapping[int, int], by: int, then: After, now: datetime
) -> Answered:
    """Answer open cases of an incident, those of one page at most, in each one's own language and with its own facts.

    A case on which something has happened since the form was drawn is left out, and so is one that lacks a fact or an address;
    they are named, so that somebody looks at them.

    Args:
        text: with {{ name }} and other facts in it.
        seen: the version of each case as it was when the form was drawn; others are not answered, nor any beyond OF_INCIDENT_MAX.
    """
    result = Answered([], [], [], {})
    for case in queries.of_incident(incident.id, among=seen):
        if not case.is_open:
            continue
        try:
            done = answering.answer(case, text, seen=seen[case.id], by=by, then=then, now=now)
        except CaseChanged:
            result.changed.append(case)
        except NoAddress:
            result.unreachable.append(case)
        except FactsMissing as error:
            result.missing[case.number] = error.facts["names"]
        else:
            result.answered.append(done.case)
    return result
