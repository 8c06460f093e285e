"""Binding a card to another member as an act of two: what is proposed, how the card stands, what happens once it is approved."""

from datetime import datetime

from marketplace import approvals, giftcards, members, support
from marketplace.approvals import Facts, Proposal, Target
from marketplace.core import clock
from marketplace.identity import Permission
from marketplace.members import Member

REBIND = "card_rebind"


def recipient(programme_id: int, number: str) -> Member:
    """The member with this number. Raises NoSuchRecipient."""
    found = members.numbered(programme_id, number.strip())
    if found is None:
        raise support.NoSuchRecipient
    return found


def _check(programme_id: int, subject: str, facts: Facts) -> Facts:
    card = giftcards.card_of_programme(subject, programme_id)
    support.check_rebinding(card, recipient(programme_id, facts["member"]), by=facts["by"], now=clock.now())
    return facts


def _target(programme_id: int, subject: str, facts: Facts) -> Target:
    """A card changes by being used, stopped or replaced; what would change is whose it is."""
    card = giftcards.card_of_programme(subject, programme_id)
    owner = members.member(card.member_id)
    number = owner.number if owner is not None else ""
    return Target(f"{card.state}:{card.remaining}", dict.fromkeys(facts, "") | {"member": number})


def _hold(programme_id: int, subject: str) -> None:
    giftcards.hold(giftcards.card_of_programme(subject, programme_id))


def _concerned(programme_id: int, subject: str, facts: Facts) -> list[int]:
    card = giftcards.card_of_programme(subject, programme_id)
    to = members.by_number(programme_id, facts["member"])
    return support.concerned(card.member_id, *([] if to is None else [to.id]))


def _apply(proposal: Proposal, now: datetime) -> None:
    facts, card = proposal.payload, giftcards.card_of_programme(proposal.subject, proposal.programme_id)
    to = recipient(proposal.programme_id, facts["member"])
    support.rebind(card, to, note=proposal.why, by=facts["by"], proposal_id=proposal.id, now=now)


approvals.register(
    approvals.Kind(
        name=REBIND, propose=Permission.CARD_REISSUE, approve=Permission.CARD_REISSUE_APPROVE, check=_check, target=_target, hold=_hold,
        apply=_apply, concerned=_concerned,
    )
)  # fmt: skip
