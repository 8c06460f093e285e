"""Taking a card away as an act of two: what is proposed, how the card stands, what happens once it is approved."""

from collections.abc import Callable
from datetime import datetime

from marketplace import approvals, giftcards, orders, support
from marketplace.approvals import Facts, Proposal, Target
from marketplace.core import clock
from marketplace.giftcards import Card
from marketplace.identity import Permission

VOID = "card_void"  # nothing comes back: always two
REFUND = "card_refund"


def kind_of(refund: str) -> str:
    """The kind of act that taking a card away is."""
    return VOID if refund == "none" else REFUND


def payload(card: Card, reason: str, refund: str, *, by: int, now: datetime) -> Facts:
    """The facts as they are proposed, and by which it is decided whether one person is enough; `card` as it is held."""
    back = [] if refund == "none" else orders.refundable(card)
    return {
        "reason": reason, "refund": refund, "left": card.remaining, "together": support.size(card, now=now), "points": sum(one.points for one in back),
        "money": sum(one.money for one in back), "to_others": any(one.member_id != card.member_id for one in back), "by": by,
    }  # fmt: skip


def _size(facts: Facts) -> int:
    """A refund to its source alone is small; elsewhere, or to somebody else than the card's owner, it takes two whatever it is worth."""
    return support.BEYOND if facts["refund"] != "source" or facts["to_others"] else int(facts["together"])


def _check(programme_id: int, subject: str, facts: Facts) -> Facts:
    card = giftcards.card_of_programme(subject, programme_id)
    support.check_withdrawal(card, facts["refund"], by=facts["by"], now=clock.now())
    return facts


def _target(programme_id: int, subject: str, facts: Facts) -> Target:
    """A card changes by being used, stopped or replaced; what would change is whether it is there."""
    card = giftcards.card_of_programme(subject, programme_id)
    return Target(f"{card.state}:{card.remaining}", dict.fromkeys(facts, ""))


def _hold(programme_id: int, subject: str) -> None:
    support.hold(giftcards.card_of_programme(subject, programme_id))


def _about(programme_id: int, subject: str, _facts: Facts) -> list[int]:
    """The card's owner, and whoever would get back what he paid for it."""
    card = giftcards.card_of_programme(subject, programme_id)
    return [card.member_id, *(one.member_id for one in orders.refundable(card))]


def _concerned(programme_id: int, subject: str, facts: Facts) -> list[int]:
    return support.concerned(*_about(programme_id, subject, facts))


def _apply(proposal: Proposal, now: datetime) -> None:
    facts, card = proposal.payload, giftcards.card_of_programme(proposal.subject, proposal.programme_id)
    support.withdraw(
        card, facts["reason"], facts["refund"], note=proposal.why, by=facts["by"], proposal_id=proposal.id, now=now
    )  # fmt: skip


def _kind(name: str, size: Callable[[Facts], int] | None, alone: bool, cap: int | None) -> approvals.Kind:
    return approvals.Kind(
        name=name, propose=Permission.CARD_WITHDRAW, approve=Permission.CARD_WITHDRAW_APPROVE, check=_check, target=_target,
        hold=_hold, apply=_apply, size=size, alone=alone, cap=cap, about=_about, concerned=_concerned, gives=name == REFUND,
    )  # fmt: skip


approvals.register(_kind(VOID, None, False, None))
approvals.register(_kind(REFUND, _size, True, support.CAP))
