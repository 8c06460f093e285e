"""Files of the demo world's partners: brought, checked, talked about, approved and applied by their people, at moments that are over."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from marketplace import approvals, identity, runs
from marketplace.core import ids
from marketplace.core.actors import SYSTEM, Actor
from marketplace.core.db import act_as
from marketplace.core.problems import FileRefused, Problems
from marketplace.runs import Outcome, Run

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Bringer:
    """Who brings files for a partner (0: the programme itself), by their address."""

    programme_id: int
    partner_id: int
    email: str


def person(email: str) -> identity.User:
    """Somebody of the demo world."""
    found = identity.user_by_email(email)
    assert found is not None, f"{email} is in the demo world"
    return found


def table(rows: Iterable[Mapping[str, str]]) -> bytes:
    """Rows with the same columns as a CSV file."""
    written, text = list(rows), io.StringIO(newline="")
    writer = csv.DictWriter(text, list(written[0]))
    writer.writeheader()
    writer.writerows(written)
    return text.getvalue().encode()


def bring(
    by: Bringer, kind: str, name: str, content: bytes, options: Mapping[str, str] | None = None, *, at: datetime
) -> Run:
    """Keep a file, and check it a minute later as the worker does."""
    act_as(Actor("user", person(by.email).id))
    kept = runs.keep(
        by.programme_id, kind, name, content, options or {}, ref=ids.new_ref(), partner_id=by.partner_id or None, now=at
    )
    act_as(SYSTEM)
    run = runs.begin_check(kept.id, now=at)
    of, given, problems, checked = runs.kind(kind), runs.given(run), Problems(name), None
    try:
        checked = of.check(given, problems, at)
    except FileRefused:
        assert problems.total, "a file is refused for its problems"
    if problems.total and not run.good_only:
        checked = None
    if checked is not None and problems.told:
        told = [{"reason": reason.sentence, "facts": reason.facts} for reason in problems.told]
        checked = runs.Checked(
            checked.total, checked.to_apply, checked.skipped, {**checked.preview, "told": told}, checked.size
        )
    errors = runs.explained(given, of, [*problems.found, *problems.left_out])
    outcome = Outcome(checked, errors, problems.total, problems.rows)
    return runs.note_check(run.id, outcome, now=at + MINUTE)


def ask(run: Run, by: Bringer, *, at: datetime) -> Run:
    """Have it applied: at once, or once a second person agrees."""
    act_as(Actor("user", person(by.email).id))
    asked = runs.start(run.id, now=at)
    act_as(SYSTEM)
    return asked


def publish(run: Run, by: Bringer, *, approver: str, at: datetime) -> Run:
    """Have it applied, with the second person's consent where that is needed, as far as it goes."""
    asked, of = ask(run, by, at=at), person(approver)
    proposal = runs.proposal_of(asked, now=at)
    if proposal is not None:
        act_as(Actor("user", of.id))
        approvals.approve(proposal.id, seen=proposal.digest, by=of.id, now=at + 5 * MINUTE)
    done = runs.run(run.id)
    act_as(Actor("user", person(by.email).id))
    for part in runs.kind(done.kind).parts(runs.given(done), done.reached, done.total):
        done = runs.carry_out(done, part, now=at + 6 * MINUTE)
    act_as(SYSTEM)
    return done
