"""Points that support gives to a member or takes back, by hand: each with its reason, its evidence and within limits.

The entry point has checked that whoever acts may do it, and for which programme.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from marketplace import identity, ledger, members, programmes
from marketplace.core import own_seals
from marketplace.core.db import execute
from marketplace.members import Member
from marketplace.support.accounts import queries, rules
from marketplace.support.accounts.errors import RefUsed
from marketplace.support.accounts.refusing import named
from marketplace.support.accounts.values import Correction, Wanted
from marketplace.support.book import CORRECTIONS
from marketplace.support.owners import check_owner

_CORRECT = """SELECT points_correct(%(programme)s, %(member)s, %(kind)s, %(amount)s, %(expires)s, %(reason)s, %(note)s, %(case)s, %(paper)s,
    %(bank_card)s, %(ref)s, %(proposal)s, %(now)s, %(today)s)"""


def correct(member: Member, wanted: Wanted, *, ref: str, proposal_id: int | None = None, now: datetime) -> Correction:
    """Give a member points or take some, once by `ref`. The member gets a letter.

    Points that are given expire as points earned today do; those that are taken come from the lots that expire soonest.

    Args:
        proposal_id: the proposal that was approved in this transaction, where one was needed.

    Raises:
        BadCorrection, EvidenceNeeded: it says not enough, or its evidence is about somebody else.
        ledger.NotEnoughPoints: the member cannot spend as much as is to be taken.
        DayLimit, ProgrammeDayLimit: whoever asks, or everybody, has reached what may be put right on a day.
        EarnedLess: the bank card has not earned as much as is to be taken.
        RefUsed: under this ref there was something else.
        OwnAccount: the member is whoever asks.
        members.MemberMerged: their membership goes on as another.
        OwnerHeld, RecentlyChanged: points are given, and the fraud desk holds the member, or what they sign in with was changed within the last 24 hours.
        NotAskedFor: whoever acts is nobody of staff, or the proposal is for something else.
        identity.StaffChanged, identity.IssuingSuspended: what whoever asks signs in with was changed within the last 24 hours, or they are
            suspended from issuing.
    """
    rules.check(wanted)
    facts = {
        "kind": wanted.kind, "amount": wanted.amount, "reason": wanted.reason, "note": wanted.note.strip(), "case": wanted.case_id,
        "paper": wanted.paper_id, "bank_card": wanted.bank_card_id, "proposal": proposal_id,
    }  # fmt: skip
    return _post(member, facts, ref=ref, now=now)


def give_goodwill(member: Member, amount: int, *, note: str, ref: str, now: datetime) -> Correction:
    """Give a member points from the budget that whoever acts has for a day, once by `ref`.

    Raises:
        BadCorrection, GoodwillSpent, RefUsed, OwnAccount, OwnerHeld, RecentlyChanged, identity.StaffChanged, identity.IssuingSuspended: as `correct`.
    """
    rules.check_sum(amount, note)
    facts = {
        "kind": "goodwill", "amount": amount, "reason": rules.GOODWILL_REASON, "note": note.strip(), "case": None, "paper": None, "bank_card": None,
        "proposal": None,
    }  # fmt: skip
    return _post(member, facts, ref=ref, now=now)


def _post(member: Member, facts: Mapping[str, Any], *, ref: str, now: datetime) -> Correction:
    members.must_not_be_erased(member.id)
    programme = programmes.get(member.programme_id)
    today = programme.day(now)
    expires = None if facts["kind"] == "debit" else programmes.expiry_of(programme, today)
    values = {
        "programme": programme.id,
        "member": member.id,
        "expires": expires,
        "ref": ref,
        "now": now,
        "today": today,
    }
    with named(), ledger.named_refusals():
        new = execute(_CORRECT, {**facts, **values}).scalar()
    if new is not None:
        own_seals.seal(CORRECTIONS, new)
    made = queries.by_ref(ref, member.id)
    if (made.kind, made.amount, made.reason, made.proposal_id) != tuple(
        facts[one] for one in ("kind", "amount", "reason", "proposal")
    ):
        raise RefUsed
    if made.kind != "debit":  # asked when the member's row is taken, so that nobody holds them meanwhile
        check_owner(member.id, now=now)
    identity.must_be_settled(made.asked_by, programme_id=programme.id, now=now)
    return made
