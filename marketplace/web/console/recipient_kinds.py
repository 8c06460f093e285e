"""The right recipient as an act of two: a card bound to another member, and a gift that staff sends to one more address. What is proposed, how it stands,
what happens once it is approved.
"""

from datetime import datetime

from marketplace import approvals, giftcards, gifts, members, support
from marketplace.approvals import Facts, Proposal, Target
from marketplace.core import clock
from marketplace.identity import Permission
from marketplace.members import Member

REBIND = "card_rebind"
REDIRECT = "gift_redirect"


def recipient(programme_id: int, number: str) -> Member:
    """The member with this number. Raises NoSuchRecipient."""
    found = members.numbered(programme_id, number.strip())
    if found is None:
        raise support.NoSuchRecipient
    return found


def _check(programme_id: int, subject: str, facts: Facts) -> Facts:
    card = giftcards.card_of_programme(subject, programme_id)
    support.check_rebinding(card, recipient(programme_id, facts["member"]), by=facts["by"], now=clock.now())
    return {**facts, "left": card.remaining}


def _target(programme_id: int, subject: str, facts: Facts) -> Target:
    """A card changes by being used, stopped or replaced; what would change is whose it is."""
    card = giftcards.card_of_programme(subject, programme_id)
    owner = members.member(card.member_id)
    number = owner.number if owner is not None else ""
    return Target(f"{card.state}:{card.remaining}", dict.fromkeys(facts, "") | {"member": number})


def _hold(programme_id: int, subject: str) -> None:
    support.hold(giftcards.card_of_programme(subject, programme_id))


def _about(programme_id: int, subject: str, facts: Facts) -> list[int]:
    card = giftcards.card_of_programme(subject, programme_id)
    to = members.by_number(programme_id, facts["member"])
    return [card.member_id, *([] if to is None else [to.id, members.member_now(to.id).id])]


def _concerned(programme_id: int, subject: str, facts: Facts) -> list[int]:
    return support.concerned(*_about(programme_id, subject, facts))


def _apply(proposal: Proposal, now: datetime) -> None:
    facts, card = proposal.payload, giftcards.card_of_programme(proposal.subject, proposal.programme_id)
    to = recipient(proposal.programme_id, facts["member"])
    support.rebind(card, to, note=proposal.why, by=facts["by"], proposal_id=proposal.id, now=now)


approvals.register(
    approvals.Kind(
        name=REBIND, propose=Permission.CARD_REISSUE, approve=Permission.CARD_REISSUE_APPROVE, check=_check, target=_target, hold=_hold,
        apply=_apply, about=_about, concerned=_concerned, gives=True,
    )
)  # fmt: skip


def gift_of(programme_id: int, subject: str) -> gifts.Gift:
    """The gift as which a card waits. Raises gifts.GiftEnded: it waits no more."""
    card = giftcards.card_of_programme(subject, programme_id)
    found = gifts.of_card(card.id)
    if found is None or not found.open:
        raise gifts.GiftEnded(how=None if found is None else found.how)
    return found


def _check_gift(programme_id: int, subject: str, facts: Facts) -> Facts:
    support.check_giver(members.member_now(gift_of(programme_id, subject).giver_id), by=facts["by"], now=clock.now())
    return facts


def _target_gift(programme_id: int, subject: str, facts: Facts) -> Target:
    """A gift changes by another letter; what would change is to whom it goes."""
    of = gift_of(programme_id, subject)
    return Target(str(of.number), dict.fromkeys(facts, "") | {"to_name": of.to_name, "email": of.email})


def _about_gift(programme_id: int, subject: str, facts: Facts) -> list[int]:
    """The giver, and who is reached by the address."""
    reached = members.reached_by(programme_id, email=facts["email"], phone="")
    return [giftcards.card_of_programme(subject, programme_id).member_id, *(one.id for one in reached)]


def _concerned_gift(programme_id: int, subject: str, facts: Facts) -> list[int]:
    return support.concerned(*_about_gift(programme_id, subject, facts))


def _apply_gift(proposal: Proposal, now: datetime) -> None:
    facts, of = proposal.payload, gift_of(proposal.programme_id, proposal.subject)
    support.check_giver(members.member_now(of.giver_id), by=facts["by"], now=now)
    gifts.correct(
        of, to_name=facts["to_name"], email=facts["email"], why=proposal.why, proposal_id=proposal.id, now=now
    )  # fmt: skip


approvals.register(
    approvals.Kind(
        name=REDIRECT, propose=Permission.CARD_REISSUE, approve=Permission.CARD_REISSUE_APPROVE, check=_check_gift, target=_target_gift, hold=_hold,
        apply=_apply_gift, about=_about_gift, concerned=_concerned_gift, gives=True,
    )
)  # fmt: skip
