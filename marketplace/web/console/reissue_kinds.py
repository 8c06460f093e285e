"""The reissue of a card as an act of two: what is proposed, how the card stands, what happens once it is approved."""

from datetime import datetime

from flask import g, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from marketplace import approvals, giftcards, partners, support
from marketplace.approvals import Facts, Proposal, Target
from marketplace.core import clock
from marketplace.core.money import minor_digits
from marketplace.giftcards import Card
from marketplace.identity import Permission
from marketplace.web.console import approval_words
from marketplace.web.console.approval_words import Cap, Row, Words
from marketplace.web.console.programme_settings_form import written_limit
from marketplace.web.console.reissue_words import BECAUSE, IDENTIFIED, REASONS
from marketplace.web.shared import filters

REISSUE = "card_reissue"
NAMES = {"reason": _l("What is wrong"), "identified": _l("What the caller could name"), "risk": _l("Risk")}
BEYOND = 10**15  # larger than any cap: what is too risky needs another person, whatever the card is worth


def payload(card: Card, reason: str, identified: list[str], *, by: int, now: datetime) -> Facts:
    """The facts of a reissue as they are proposed, and by which it is decided whether one person is enough."""
    risk = support.risk(support.known(card, now), identified)
    return {
        "reason": reason,
        "identified": identified,
        "risk": risk.score,
        "because": list(risk.because),
        "left": card.remaining,
        "by": by,
    }


def _size(facts: Facts) -> int:
    return BEYOND if facts["risk"] >= support.SECOND_FROM else int(facts["left"])


def _check(programme_id: int, subject: str, facts: Facts) -> Facts:
    card = giftcards.card_of_programme(subject, programme_id)
    support.check(card, facts["identified"], by=facts["by"], now=clock.now())
    return facts


def _target(programme_id: int, subject: str, facts: Facts) -> Target:
    """A card changes by being used, stopped or replaced; what would change is its code."""
    card = giftcards.card_of_programme(subject, programme_id)
    return Target(f"{card.state}:{card.remaining}", dict.fromkeys(facts, ""))


def _hold(programme_id: int, subject: str) -> None:
    giftcards.hold(giftcards.card_of_programme(subject, programme_id))


def _apply(proposal: Proposal, now: datetime) -> None:
    facts, card = proposal.payload, giftcards.card_of_programme(proposal.subject, proposal.programme_id)
    support.reissue(
        card, facts["reason"], facts["identified"], note=proposal.why, by=facts["by"], proposal_id=proposal.id, now=now
    )  # fmt: skip


def _card(proposal: Proposal) -> Card:
    return giftcards.card_of_programme(proposal.subject, proposal.programme_id)


def _rows(proposal: Proposal) -> list[Row]:
    card, facts = _card(proposal), proposal.payload
    because = ", ".join(str(BECAUSE[name]) for name in facts["because"])
    said = {
        "reason": str(REASONS[facts["reason"]]), "identified": ", ".join(str(IDENTIFIED[name]) for name in facts["identified"]),
        "risk": gettext("%(score)s of 100: %(because)s", score=facts["risk"], because=because or gettext("nothing unusual")),
    }  # fmt: skip
    left = Row(gettext("Left on the card"), "", filters.money(card.remaining, card.currency))
    return [left, *(Row(str(label), "", said[name]) for name, label in NAMES.items())]


def _title(proposal: Proposal) -> str:
    card = _card(proposal)
    brand = filters.local(partners.brand(card.brand_id), "name")
    return str(
        gettext(
            "Another code for the card “%(brand)s”, %(sum)s", brand=brand, sum=filters.money(card.value, card.currency)
        )
    )


def _impact(_proposal: Proposal) -> list[str]:
    return [
        gettext("The old code stops working at once, at tills and on paper."),
        gettext("The owner gets a new card with what is left, valid to the same day, and a letter about it."),
    ]


def _editor(proposal: Proposal) -> str:
    return url_for("console.reissues.ask", public_id=proposal.subject)


def _written(amount: int) -> str:
    return written_limit(amount, g.programme.currency)


approvals.register(
    approvals.Kind(
        name=REISSUE, propose=Permission.CARD_REISSUE, approve=Permission.CARD_REISSUE_APPROVE, check=_check, target=_target,
        hold=_hold, apply=_apply, size=_size, alone=True, cap=support.CAP,
    )
)  # fmt: skip
approval_words.register(
    REISSUE,
    Words(
        kind=lambda: gettext("Another code for a card"), title=_title, approve=lambda _proposal: gettext("Reissue the card"),
        template="console/approvals/settings_difference.html", draw=_rows, impact=_impact, editor=_editor,
        cap=Cap(lambda: gettext("What is left on the card"), lambda: minor_digits(g.programme.currency), _written, filters.money),
    ),
)  # fmt: skip
