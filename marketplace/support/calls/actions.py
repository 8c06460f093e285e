"""What is done while somebody is on the phone."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from marketplace import giftcards, members
from marketplace.core import audit
from marketplace.core.db import execute, insert_once
from marketplace.core.formats import masked_phone
from marketplace.giftcards import Card
from marketplace.members import Member
from marketplace.support import cases
from marketplace.support.calls import queries, rules
from marketplace.support.calls.errors import CallEnded, CallerUnknown, CardNeeded
from marketplace.support.calls.values import Call, Step, Trouble


def take(member: Member, named: Collection[str], *, phone: str, by: int, ref: str, now: datetime) -> Call:
    """Take down who is said to call and what he could name, once by `ref`; who named too little is kept as one who did.

    Args:
        named: of `rules.NAMED`; others are left out.
        phone: the number that calls, as it is known; "" for none. It proves nothing.
        by: the member of staff who takes the call.
    """
    believed = [one for one in rules.NAMED if one in named]
    values = {
        "programme_id": member.programme_id, "member_id": member.id, "phone": phone.strip()[:40], "named": believed, "agent_id": by, "ref": ref,
        "began_at": now,
    }  # fmt: skip
    if insert_once("calls", ["ref"], **values) is not None:
        audit.record(
            "calls.take", f"member:{member.id}", at=now,
            after={"phone": masked_phone(phone), "named": believed, "recognised": len(believed) >= rules.NAMED_LEAST},
        )  # fmt: skip
    return queries.call_by_ref(ref)


def turn_away(member: Member, *, phone: str, by: int, why: str, ref: str, now: datetime) -> Call:
    """A call ends because nobody could be identified; kept once by `ref`, with what happened. Arguments as `take`."""
    call = take(member, (), phone=phone, by=by, ref=ref, now=now)
    if call.ended_at is None:
        _done(call, "end", text=why, ref=f"{ref}:end", now=now)
    return queries.call_by_ref(ref)


def note(of: Call, text: str, *, ref: str, now: datetime) -> None:
    """Keep what the caller says; it becomes the text of the case, or a note on the one that is open. Codes in it are hidden. Raises CallEnded."""
    if _held(of, ref, now) is not None:
        return
    opened = [one.case_id for one in queries.steps(of) if one.case_id is not None]
    if opened:
        cases.note(cases.held_target(cases.case_by_id(opened[-1])), text, now=now)
    _done(of, "note", text=text, ref=ref, now=now)


def act(
    of: Call, trouble: Trouble, card: Card | None, *, text: str, keeps: bool = False, ref: str, now: datetime
) -> Step:
    """Do what helps against a trouble, once by `ref`: stop the card, send its link again, open a case with all that was noted.

    Args:
        keeps: whether whoever takes the call goes on with the case, which is theirs then; else it waits in the queue.

    Raises:
        CallEnded, CallerUnknown, CardNeeded.
        giftcards.CardNotActive, giftcards.NoAddress, giftcards.SentTooOften: the card does not let it happen.
    """
    there = _held(of, ref, now) or _reported(of, trouble, card)
    if there is not None:
        return there
    if not of.identified:
        raise CallerUnknown(needed=rules.NAMED_LEAST)
    if card is None and trouble in rules.ABOUT_CARD:
        raise CardNeeded
    if card is not None and trouble in rules.FREEZES and card.state in ("active", "frozen"):
        giftcards.stop(card, "lost", note="", now=now)
    if card is not None and trouble == "resend":
        giftcards.resend(card, now=now)
    category = rules.TROUBLES[trouble]
    opened = None if category is None else _case(of, category, card, text, ref, now)
    if opened is not None and keeps and opened.owner_id is None:
        cases.assign(opened, of.agent_id, now=now)
    return _done(of, trouble, text=text, card=card, case_id=None if opened is None else opened.id, ref=ref, now=now)


def end(of: Call, *, why: str = "", ref: str, now: datetime) -> None:
    """The call is over; once. `why`: where nobody could be identified. Raises CallEnded."""
    if _held(of, ref, now) is None:
        _done(of, "end", text=why, ref=ref, now=now)


def forget(member_id: int, *, now: datetime) -> int:
    """Take out the numbers that called about a member and all that was noted; returns how many calls there were."""
    found = execute("SELECT id FROM calls WHERE member_id = %(member)s ORDER BY id", {"member": member_id}).scalars()
    execute("UPDATE calls SET phone = '' WHERE id = ANY (%(ids)s)", {"ids": list(found)})
    execute("UPDATE call_steps SET text = '' WHERE call_id = ANY (%(ids)s)", {"ids": list(found)})
    if found:
        facts = {"calls": len(found)}
        audit.record(
            "calls.forget",
            f"member:{member_id}",
            at=now,
            before=facts | {"emptied": False},
            after=facts | {"emptied": True},
        )
    return len(found)


def _held(of: Call, ref: str, now: datetime) -> Step | None:
    """Let one thing after the other be done in a call; the step of this ref, where it was done already. Raises CallEnded."""
    execute("SELECT FROM calls WHERE id = %(id)s FOR UPDATE", {"id": of.id})
    there = _step(ref)
    if there is None and not queries.call(of.id, programme_id=of.programme_id).is_open(now, rules.LASTS):
        raise CallEnded
    return there


def _reported(of: Call, trouble: Trouble, card: Card | None) -> Step | None:
    """The step by which a card was reported lost in a call already: it is not frozen twice."""
    if card is None or trouble not in rules.FREEZES or giftcards.stop_of(card) is None:
        return None
    return next((one for one in queries.steps(of) if one.what == trouble and one.giftcard_id == card.id), None)


def _case(of: Call, category: cases.Category, card: Card | None, text: str, ref: str, now: datetime) -> cases.Case:
    """A new case; where one about the card is open already, a note on that one. However long the notes are, the case is opened."""
    said = "\n\n".join(
        [*(one.text for one in queries.steps(of) if one.what == "note"), *([text] if text.strip() else [])]
    )
    said, _told = cases.shortened(said, of.member_id)
    there = None if card is None else cases.open_of_card(card.id)
    if there is not None:
        return cases.note(there, said, now=now).case if said else there
    member = members.member(of.member_id)
    assert member is not None, "a member is never deleted"
    contact = cases.Contact(
        member.email, of.phone or member.phone, reply_by="letter" if member.email else "phone", language=member.language
    )
    return cases.open_case(
        of.programme_id, channel="phone", category=category, text=said, contact=contact, member=member, card=card,
        ref=f"call:{ref}", told={"named": list(of.named)}, now=now,
    ).case  # fmt: skip


def _done(
    of: Call,
    what: str,
    *,
    text: str = "",
    card: Card | None = None,
    case_id: int | None = None,
    ref: str,
    now: datetime,
) -> Step:
    plain, _hidden = cases.masked(text.strip()[: rules.TEXT_MAX], of.member_id)
    values: dict[str, Any] = {
        "call_id": of.id, "what": what, "text": plain[: rules.TEXT_MAX], "giftcard_id": None if card is None else card.id, "case_id": case_id, "ref": ref,
        "at": now,
    }  # fmt: skip
    if insert_once("call_steps", ["ref"], **values) is not None:
        facts = {"trouble": what} | ({"card": card.public_id} if card else {}) | ({"case": case_id} if case_id else {})
        audit.record("calls.act", f"member:{of.member_id}", at=now, after=facts)
    step = _step(ref)
    assert step is not None, "what was done is there"
    return step


def _step(ref: str) -> Step | None:
    row = execute(
        "SELECT id, what, text, giftcard_id, case_id, at FROM call_steps WHERE ref = %(ref)s", {"ref": ref}
    ).first()
    return None if row is None else Step(*row)
