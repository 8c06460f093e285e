"""An issued card as support sees it: how it stands, what tills took, what happened. Never its code."""

from flask import Blueprint, g, render_template
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from marketplace import giftcards, members, orders, partners, reports, tills
from marketplace.identity import Permission
from marketplace.support import cases
from marketplace.web.console import standing, timeline
from marketplace.web.shared import case_words, filters
from marketplace.web.shared.security import may, require

blueprint = Blueprint("cards", __name__, url_prefix="/cards")


@blueprint.get("/<public_id>")
@require(Permission.MEMBERS_READ)
def show(public_id: str) -> str:
    card = giftcards.card_of_programme(public_id, g.programme.id)
    state = card.state_on(filters.today())
    voiding = giftcards.voiding_of(card) if state == "void" else None
    void = standing.TAKEN_AWAY if voiding else standing.RETURNED
    return render_template(
        "console/card.html", card=card, brand=partners.brand(card.brand_id), member=members.member(card.member_id),
        order=None if card.order_id is None else orders.order_by_id(card.order_id), forebear=giftcards.forebear(card),
        heir=giftcards.heir(card) if state == "replaced" else None, state=void if state == "void" else standing.CARDS[state],
        pages=_pages(state), voiding=voiding,
        acts=_acts(state), stop=giftcards.stop_of(card) if state == "frozen" else None,
        taken=tills.of_card(card.id), of_cases=cases.of_card(card.id, limit=5) if may(Permission.CASES_READ) else [],
        case_states=case_words.STATES, case_categories=case_words.CATEGORIES, story=timeline.shown(reports.of_card(card)),
    )  # fmt: skip


def _acts(state: str) -> list[tuple[LazyString, str, str]]:
    """What the reader may do with a card as it stands: how it is called, its page and its sign."""
    freezable, extendable = may(Permission.CARD_FREEZE), may(Permission.CARD_EXTEND)
    return [
        (label, f"console.card_acts.ask_{deed}", sign) for label, deed, sign, can in (
            (_l("Freeze"), "freezing", "snowflake", freezable and (state == "active" or (state == "held" and may(Permission.CARD_STOP)))),
            (_l("Unfreeze"), "release", "check", freezable and state == "frozen"),
            (_l("Send the link again"), "email", "mail", freezable and state not in ("void", "replaced")),
            (_l("Extend"), "extension", "calendar-clock", extendable and state in ("active", "frozen", "expired")),
        ) if can
    ]  # fmt: skip


def _pages(state: str) -> list[tuple[LazyString, str]]:
    """What of a card takes a page of its own: how it is called, and which."""
    return [
        (label, page) for label, page, can in (
            (_l("Another code for the card"), "console.reissues.ask", state in ("active", "frozen") and may(Permission.CARD_REISSUE)),
            (_l("Correct the recipient"), "console.recipients.ask", state in ("active", "frozen", "held") and may(Permission.CARD_REISSUE)),
            (_l("Void or refund"), "console.withdrawals.ask", state in ("active", "frozen", "held") and may(Permission.CARD_WITHDRAW)),
            (_l("Look at the code"), "console.card_reveals.ask", state not in ("void", "replaced") and may(Permission.CARD_REVEAL)),
        ) if can
    ]  # fmt: skip
