"""The reissue of a card as an act of two: what is proposed, how the card stands, what happens once it is approved."""

from datetime import datetime

from marketplace import approvals, giftcards, support
from marketplace.approvals import Facts, Proposal, Target
from marketplace.core import clock
from marketplace.giftcards import Card
from marketplace.identity import Permission

REISSUE = "card_reissue"


def payload(card: Card, reason: str, identified: list[str], *, by: int, now: datetime) -> Facts:
    """The facts of a reissue as they are proposed, and by which it is decided whether one person is enough; `card` as it is held."""
    risk = support.risk(support.known(card, now), identified)
    return {
        "reason": reason,
        "identified": identified,
        "risk": risk.score,
        "because": list(risk.because),
        "left": card.remaining,
        "together": support.size(card, now=now),
        "by": by,
    }


def _size(facts: Facts) -> int:
    return support.BEYOND if facts["risk"] >= support.SECOND_FROM else int(facts["together"])


def _check(programme_id: int, subject: str, facts: Facts) -> Facts:
    card = giftcards.card_of_programme(subject, programme_id)
    support.check(card, facts["identified"], by=facts["by"], now=clock.now())
    return facts


def _target(programme_id: int, subject: str, facts: Facts) -> Target:
    """A card changes by being used, stopped or replaced; what would change is its code."""
    card = giftcards.card_of_programme(subject, programme_id)
    return Target(f"{card.state}:{card.remaining}", dict.fromkeys(facts, ""))


def _hold(programme_id: int, subject: str) -> None:
    support.hold(giftcards.card_of_programme(subject, programme_id))


def _about(programme_id: int, subject: str, _facts: Facts) -> list[int]:
    return [giftcards.card_of_programme(subject, programme_id).member_id]


def _concerned(programme_id: int, subject: str, facts: Facts) -> list[int]:
    return support.concerned(*_about(programme_id, subject, facts))


def _apply(proposal: Proposal, now: datetime) -> None:
    facts, card = proposal.payload, giftcards.card_of_programme(proposal.subject, proposal.programme_id)
    support.reissue(
        card, facts["reason"], facts["identified"], note=proposal.why, by=facts["by"], proposal_id=proposal.id, now=now
    )  # fmt: skip


approvals.register(
    approvals.Kind(
        name=REISSUE, propose=Permission.CARD_REISSUE, approve=Permission.CARD_REISSUE_APPROVE, check=_check, target=_target,
        hold=_hold, apply=_apply, size=_size, alone=True, cap=support.CAP, gives=True, about=_about, concerned=_concerned,
    )
)  # fmt: skip
