"""An issued card as support sees it: how it stands, what tills took, what happened. Never its code."""

from flask import Blueprint, g, render_template

from marketplace import giftcards, members, orders, partners, reports, tills
from marketplace.identity import Permission
from marketplace.web.console import standing, timeline
from marketplace.web.shared import filters
from marketplace.web.shared.security import may, require

blueprint = Blueprint("cards", __name__, url_prefix="/cards")


@blueprint.get("/<public_id>")
@require(Permission.MEMBERS_READ)
def show(public_id: str) -> str:
    card = giftcards.card_of_programme(public_id, g.programme.id)
    state = card.state_on(filters.today())
    return render_template(
        "console/card.html", card=card, brand=partners.brand(card.brand_id), member=members.member(card.member_id),
        order=None if card.order_id is None else orders.order_by_id(card.order_id), forebear=giftcards.forebear(card),
        heir=giftcards.heir(card) if state == "replaced" else None, state=standing.CARDS[state],
        reissuable=state in ("active", "frozen") and may(Permission.CARD_REISSUE),
        taken=tills.of_card(card.id), story=timeline.shown(reports.of_card(card)),
    )  # fmt: skip
