"""What may be done with runs: the verbs in the order of a run's life. Writing parts is the kind's; when, is decided here."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from marketplace.approvals import Proposal
from marketplace.core import outbox, pans, vault
from marketplace.core.bounds import COLUMN_MAX
from marketplace.core.db import execute
from marketplace.core.errors import Refusal
from marketplace.core.problems import FileRefused
from marketplace.core.topics import Topic
from marketplace.runs import approval, checking, files, known, rules, steps
from marketplace.runs.errors import NothingToApply, OwnRun, RunBusy, RunHasErrors
from marketplace.runs.queries import COLUMNS, acting, read, run
from marketplace.runs.steps import Led
from marketplace.runs.values import Part, RowError, Run

NAME_MAX = COLUMN_MAX["runs.file_name"]
NO_WAIT = timedelta()

_KEEP = f"""WITH kept AS (
        INSERT INTO runs (programme_id, partner_id, ref, kind, options, not_before, file_name, file_size, file_digest, kept_at, continues, actor)
        VALUES (%(programme)s, %(partner)s, %(ref)s, %(kind)s, %(options)s::jsonb, %(not_before)s, %(name)s, %(size)s, %(digest)s, %(now)s,
                %(continues)s, acting())
        ON CONFLICT (ref) DO NOTHING RETURNING *)
    SELECT {COLUMNS} FROM kept r"""  # noqa: S608 - our own names


def keep(
    programme_id: int,
    kind: str,
    name: str,
    content: bytes,
    options: Mapping[str, str],
    *,
    ref: str,
    partner_id: int | None = None,
    not_before: datetime | None = None,
    continues: int | None = None,
    now: datetime,
    worker_waits: timedelta = NO_WAIT,
) -> Run:
    """Keep a file as it came, encrypted; once by `ref`. The worker checks it, unless the caller has done so by then.

    Args:
        partner_id: whose people bring it; it then speaks for this partner alone.
        not_before: it is not applied before this moment, whenever it is approved.
        continues: the run of its partner that it takes the place of.
    """
    assert content, "an empty file is refused where it comes in"
    facts = {
        "programme": programme_id, "partner": partner_id, "not_before": not_before, "ref": ref, "kind": kind, "options": json.dumps(dict(options)),
        "name": pans.masked(name)[:NAME_MAX] or "-", "size": len(content), "digest": vault.digest(content), "now": now, "continues": continues,
    }  # fmt: skip
    kept = read(execute(_KEEP, facts))
    if not kept:  # asked twice
        return run(int(execute("SELECT id FROM runs WHERE ref = %(ref)s", {"ref": ref}).scalar_one()))
    files.store(kept[0].id, content)
    steps.note(kept[0], "kept", was="", now=now, facts={})
    outbox.send(Topic.RUNS_CHECK, ref=str(kept[0].id), now=now, due_at=now + worker_waits)
    return kept[0]


def start(run_id: int, *, now: datetime, worker_waits: timedelta = NO_WAIT) -> Run:
    """Have a run applied, or go on with one that was stopped; where it is large, it is proposed to a second person first.

    Asking for one that is being applied, or waits for its approval, changes nothing. One whose proposal was refused, taken
    back or has expired is proposed anew. One that would do something else now than its check has found (`known.moved`) is checked again
    instead, and comes back so.

    Args:
        worker_waits: the worker leaves it alone for so long, where the caller applies it himself.

    Raises:
        RunHasErrors, NothingToApply: there is nothing that may be applied.
        SecondPersonNeeded: whoever asks cannot propose it.
        MayNotPropose, NobodyCouldApprove: as `approvals.propose`.
        RunNotThere: it has not been checked, or has ended.
    """
    before = run(run_id)
    if before.state == "applying":
        return before
    if before.state in rules.FROM["propose"]:
        if before.wrong and not rules.good_only(before.options):
            raise RunHasErrors(run=run_id, wrong=before.wrong)
        if known.moved(before):
            return checking.look_again(run_id, now=now)
        if not before.to_apply:
            raise NothingToApply(run=run_id)
        if approval.approver_needed(before):
            return _proposed(before, now)
    return _set_off(steps.lead_on(run_id, "start", "applying"), now=now, worker_waits=worker_waits)


def approved(proposal: Proposal, now: datetime) -> None:
    """Have a run applied that another person has approved; in the transaction of his approval.

    Raises:
        OwnRun: he brought the file himself.
        RunNotThere: it does not wait for approval.
    """
    if run(int(proposal.subject)).by == acting():
        raise OwnRun(run=int(proposal.subject))
    led = steps.lead_on(int(proposal.subject), "approve", "applying")
    steps.note(led.run, "approved", was=led.was, now=now, facts={"to_apply": led.run.to_apply})
    _set_off(led, now=now)


def stop(run_id: int, *, now: datetime) -> Run:
    """Stop applying once the part at hand is done; what is applied stays. Raises RunNotThere."""
    led = steps.lead_on(run_id, "stop", "stopped")
    steps.note(led.run, "stopped", was=led.was, now=now, facts={"reached": led.run.reached})
    return led.run


def discard(run_id: int, *, now: datetime, why: str = "") -> Run:
    """End a run without applying the rest of it; its file goes, and the proposal of whoever discards it.

    Raises:
        RunNotThere: it has ended. RunBusy: a part of it is at hand.
    """
    if not _alone(run_id):
        raise RunBusy(run=run_id)
    approval.withdraw_own(run(run_id), acting(), now=now)
    led = steps.lead_on(run_id, "discard", "discarded")
    files.drop(run_id)
    facts = {"applied": led.run.applied} | ({"why": why} if why else {})
    steps.note(led.run, "discarded", was=led.was, now=now, facts=facts)
    return led.run


def read_again(one: Run, options: Mapping[str, str], *, ref: str, now: datetime) -> Run:
    """Read the file of a run anew, once by `ref`. The options given take the place of the run's own of the same names; an empty one goes.

    Raises:
        RunNotThere, FileGone: it has ended. RunBusy: a part of it is at hand.
    """
    known = execute("SELECT id FROM runs WHERE ref = %(ref)s", {"ref": ref}).scalar()
    if known is not None:
        return run(int(known))
    content = files.given(one).content
    discard(one.id, now=now, why="read_again")
    chosen = {name: value for name, value in {**one.options, **options}.items() if value}
    return keep(
        one.programme_id, one.kind, one.file_name, content, chosen, ref=ref, partner_id=one.partner_id, not_before=one.not_before,
        continues=one.id, now=now,
    )  # fmt: skip


def fail(run_id: int, refusal: Refusal, errors: list[RowError], *, now: datetime) -> Run:
    """End a run that the domain has refused; what was applied before stays, its file goes, and an open proposal of it ends. Raises RunNotThere."""
    approval.call_off(run(run_id), now=now)
    led = steps.lead_on(run_id, "fail", "failed")
    files.drop(run_id)
    steps.add_errors(run_id, errors)
    wrong, rows = len(errors), len({error.row for error in errors} - {None})
    if isinstance(refusal, FileRefused):
        wrong, rows = refusal.total, refusal.rows
    execute(
        "UPDATE runs SET wrong = %(wrong)s, wrong_rows = %(rows)s WHERE id = %(run)s",
        {"run": run_id, "wrong": wrong, "rows": rows},
    )
    told = {name: value for name, value in refusal.facts.items() if isinstance(value, str | int) and name != "reason"}
    steps.note(led.run, "failed", was=led.was, now=now, facts={"code": refusal.code, "applied": led.run.applied} | told)
    return run(run_id)


def carry_out(before: Run, part: Part, *, now: datetime) -> Run:
    """Apply the next part in the open transaction, and end the run with its last one.

    Nobody else applies a part of the same run meanwhile. A run that was stopped, or that another worker took further than
    `before` says, comes back as it is now, and nothing was done.

    Raises:
        RunBusy: somebody else is at it right now.
        Whatever the kind refuses with: nothing of the part is applied once the transaction is rolled back.
    """
    if not _alone(before.id):
        raise RunBusy(run=before.id)
    current = run(before.id)
    if (
        current.state != "applying"
        or current.reached != before.reached
        or part.upto <= current.reached
        or current.waits(now)
    ):
        return current
    applied = part.apply(now)
    assert current.reached < part.upto <= current.total, "parts follow each other and end with the file"
    # Somebody may have pressed "stop" meanwhile: this part counts all the same, and the last part ends the run.
    after = read(execute(
        f"""UPDATE runs r SET reached = %(upto)s, applied = r.applied + %(applied)s,
                   state = CASE WHEN %(upto)s = r.total THEN 'applied' ELSE r.state END
             WHERE r.id = %(run)s RETURNING {COLUMNS}""",  # noqa: S608
        {"run": before.id, "upto": part.upto, "applied": applied},
    ))[0]  # fmt: skip
    if after.state == "applied":
        files.drop(after.id)
        steps.note(after, "applied", was=current.state, now=now, facts={"applied": after.applied})
    return after


def promise_rest(one: Run, *, now: datetime, wait: timedelta = NO_WAIT) -> None:
    """Have the worker go on with a run from where it is, after a while."""
    due = now + wait
    outbox.send(Topic.RUNS_APPLY, ref=f"{one.id}:{one.reached}:{due:%Y%m%dT%H%M%S}", now=now, due_at=due)


def _proposed(before: Run, now: datetime) -> Run:
    if before.state == "awaiting_approval" and approval.proposal_of(before, now=now):
        return before
    approval.propose(before, acting(), now=now)
    led = steps.lead_on(before.id, "propose", "awaiting_approval")
    steps.note(led.run, "proposed", was=led.was, now=now, facts={"to_apply": led.run.to_apply})
    return led.run


def _set_off(led: Led, *, now: datetime, worker_waits: timedelta = NO_WAIT) -> Run:
    what = "continued" if led.was == "stopped" else "started"
    steps.note(led.run, what, was=led.was, now=now, facts={"reached": led.run.reached})
    waits = max(worker_waits, led.run.not_before - now) if led.run.not_before else worker_waits
    promise_rest(led.run, now=now, wait=waits)
    return led.run


def _alone(run_id: int) -> bool:
    """Whether nobody else applies a part of this run until the open transaction ends."""
    lock = "SELECT pg_try_advisory_xact_lock(hashtextextended('runs', %(run)s))"
    return bool(execute(lock, {"run": run_id}).scalar_one())
