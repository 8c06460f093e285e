"""What is decided at the fraud desk. Each decision is a fact, moves the member's hold, and teaches the lists."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from marketplace import identity, members, tills
from marketplace.core import audit, outbox
from marketplace.core.db import execute
from marketplace.core.topics import Topic
from marketplace.fraud import queries
from marketplace.fraud.errors import (
    ColleagueSuspended,
    NobodyToHold,
    NoColleagueHere,
    NotBlocked,
    NotHeldHere,
    NoTillHere,
    NotSuspended,
)
from marketplace.fraud.values import LIMITS, Outcome, Signal
from marketplace.members import Member


def release(of: Signal, *, why: str, now: datetime) -> None:
    """Nothing is wrong: the member goes on, with all whom the signal had put on hold, and the device or network of the signal is left alone until its term ends.

    Raises NotHeldHere: the member is blocked. ColleagueSuspended: the signal's colleague is.
    """
    if of.colleague_id is not None and identity.suspended_since(of.colleague_id, of.programme_id) is not None:
        raise ColleagueSuspended
    concerned = [replace(of, member_id=one) for one in (of.member_id, *queries.held_by(of)) if one is not None]
    before = {one.member_id: members.lift_hold(_somebody(one), "hold", why=why, now=now) for one in concerned}
    if "block" in before.values():
        raise NotHeldHere
    _decide(of, "release", why, now)
    if of.mark is not None:
        _judge(of, [of.mark], "allow", queries.limits(of.programme_id)["allow_days"], now)
    for one in concerned:
        if before[one.member_id] is not None:
            _tell(one, now)


def hold(of: Signal, *, why: str, now: datetime) -> None:
    """The member may look and use his cards at tills, and order, exchange, give or reveal nothing until he is released. He is told. For a while the
    devices that he came from raise the score of whoever comes from them next, unless he is the one whom strangers attack.

    Raises NobodyToHold, and NotHeldHere: the member is blocked, which is more.
    """
    member = _somebody(of)
    if members.put_on_hold(member, "hold", why=why, now=now) != "hold":
        raise NotHeldHere
    _decide(of, "hold", why, now)
    if not of.of_victim:
        _judge(of, _devices(of, member), "watch", queries.limits(of.programme_id)["watch_days"], now)
    _tell(of, now)


def block(of: Signal, *, why: str, now: datetime) -> None:
    """The member is shut out, and the devices that he came from raise the score of whoever comes from them next. He is told.

    Raises NobodyToHold: it is about nobody, or about the one whom strangers attack.
    """
    member = _somebody(of)
    if of.of_victim:
        raise NobodyToHold
    members.put_on_hold(member, "block", why=why, now=now)
    _decide(of, "block", why, now)
    _judge(of, _devices(of, member), "deny", queries.limits(of.programme_id)["deny_days"], now)
    _tell(of, now)


def unblock(of: Signal, *, why: str, now: datetime) -> None:
    """Two people have decided that the block was wrong, or has lasted long enough: the member goes on, and is told.

    What the block taught about devices stays, so that a farm is no cleaner for one of its members.

    Raises NobodyToHold, and NotBlocked.
    """
    if members.lift_hold(_somebody(of), "block", why=why, now=now) != "block":
        raise NotBlocked
    _decide(of, "unblock", why, now)
    _tell(of, now)


def suspend(of: Signal, *, why: str, now: datetime) -> None:
    """The colleague gives nothing of value out in this programme and agrees to nobody's giving, until two others lift that. Raises NoColleagueHere."""
    identity.suspend_issuing(_colleague(of), programme_id=of.programme_id, why=why, now=now)
    _decide(of, "suspend", why, now)


def resume(of: Signal, *, why: str, now: datetime) -> None:
    """Two people have decided that the colleague may issue again. Raises NoColleagueHere, NotSuspended."""
    if not identity.resume_issuing(_colleague(of), programme_id=of.programme_id, why=why, now=now):
        raise NotSuspended
    _decide(of, "resume", why, now)


def tell_partner(of: Signal, *, why: str, now: datetime) -> None:
    """The till's partner reads what was found with the alarm at its own desk.

    Raises NoTillHere, and tills.AlarmAnswered: a colleague has written already.
    """
    tills.answer(_alarm(of), desk="programme", note=why, now=now)
    _decide(of, "tell", why, now)


def stop_till(of: Signal, *, why: str, now: datetime) -> None:
    """The till takes and looks up nothing any more; its partner reads why with the alarm, and may open another one. Raises NoTillHere."""
    alarm = _alarm(of)
    tills.close_terminal(tills.terminal_in(of.programme_id, alarm.terminal_id), why=why, now=now)
    if not any(one.desk == "programme" for one in tills.answers(alarm)):
        tills.answer(alarm, desk="programme", note=why, now=now)
    _decide(of, "stop", why, now)


def set_limits(programme_id: int, wanted: Mapping[str, int], *, now: datetime) -> None:
    """Give a programme thresholds of its own; those that are not named stay."""
    assert wanted.keys() <= LIMITS.keys(), "a form of ours"
    before = queries.limits(programme_id)
    changed = {name: value for name, value in wanted.items() if before[name] != value}
    for name, value in changed.items():
        execute(
            """INSERT INTO fraud_limits (programme_id, name, value) VALUES (%(programme)s, %(name)s, %(value)s)
               ON CONFLICT (programme_id, name) DO UPDATE SET value = excluded.value""",
            {"programme": programme_id, "name": name, "value": value},
        )
    if changed:
        audit.record(
            "fraud.set_limits",
            f"programme:{programme_id}",
            at=now,
            before={name: before[name] for name in changed},
            after=changed,
        )


def _member(of: Signal) -> Member | None:
    return None if of.member_id is None else members.member_now(of.member_id)


def _alarm(of: Signal) -> tills.Alarm:
    if of.alarm_id is None:
        raise NoTillHere
    return tills.alarm(of.alarm_id, programme_id=of.programme_id, partner_id=None)


def _colleague(of: Signal) -> int:
    if of.colleague_id is None:
        raise NoColleagueHere
    return of.colleague_id


def _somebody(of: Signal) -> Member:
    member = _member(of)
    if member is None:
        raise NobodyToHold
    return member


def _devices(of: Signal, member: Member) -> list[bytes]:
    """What a decision about a member judges: the devices that they came from, and the signal's own device or network."""
    seen = execute(
        "SELECT DISTINCT device FROM sign_in_traces WHERE user_id = %(user)s", {"user": member.user_id}
    ).scalars()  # fmt: skip
    return sorted({bytes(one) for one in seen} | ({of.mark} if of.mark is not None else set()))


def _decide(of: Signal, outcome: Outcome, why: str, now: datetime) -> None:
    execute(
        """INSERT INTO fraud_decisions (signal_id, outcome, why, member_id, actor, at)
           VALUES (%(id)s, %(outcome)s, %(why)s, %(member)s, acting(), %(now)s)""",
        {"id": of.id, "outcome": outcome, "why": why, "member": of.member_id, "now": now},
    )
    subject = f"member:{of.member_id}" if of.member_id is not None else f"programme:{of.programme_id}"
    facts = {"signal": of.id, "kind": of.kind} | ({} if of.colleague_id is None else {"user_id": of.colleague_id})
    audit.record(
        f"fraud.{outcome}",
        subject,
        at=now,
        why=why,
        before=facts | {"state": of.state},
        after=facts | {"state": outcome},
    )


def _judge(of: Signal, marks: list[bytes], verdict: str, days: int, now: datetime) -> None:
    execute(
        """INSERT INTO fraud_marks (programme_id, mark, verdict, signal_id, at, until)
           SELECT %(programme)s, mark, %(verdict)s, %(signal)s, %(now)s, %(until)s FROM unnest(%(marks)s::bytea[]) mark""",
        {
            "programme": of.programme_id, "marks": marks, "verdict": verdict, "signal": of.id, "now": now, "until": now + timedelta(days=days)
        },
    )  # fmt: skip


def _tell(of: Signal, now: datetime) -> None:
    """Promise a letter to the member about the last decision."""
    number = execute("SELECT max(id) FROM fraud_decisions WHERE signal_id = %(id)s", {"id": of.id}).scalar_one()
    outbox.send(Topic.FRAUD_TELL, ref=f"{of.programme_id}:{of.member_id}:{number}", now=now)
