"""Issued cards as support sees them: the list, and of one how it stands, what tills took, what happened. Never a code."""

from typing import NamedTuple

from flask import Blueprint, g, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from marketplace import giftcards, gifts, members, orders, partners, tills
from marketplace.identity import Permission
from marketplace.support import cases
from marketplace.web.console import approval_shown, card_ended, standing, timeline
from marketplace.web.shared import case_words, filters, listing
from marketplace.web.shared.listing import Word
from marketplace.web.shared.places import Place
from marketplace.web.shared.security import may, require

blueprint = Blueprint("cards", __name__, url_prefix="/cards")
PLACE = Place("console.cards.index", _l("Cards"), "wallet-cards", Permission.MEMBERS_READ, "k")


def _brands() -> list[tuple[str, str]]:
    return [(one.slug, filters.local(one, "name")) for one in partners.brands_of(g.programme.id)]


FACE = listing.Face(
    giftcards.CARDS,
    export_url="console.cards.export",
    title=_l("Cards"),
    heads={
        "card": _l("Card"), "brand": _l("Brand"), "owner": _l("Member"), "number": _l("Number"), "left": _l("On the card now"), "value": _l("Value"),
        "state": _l("State"), "until": _l("Valid until"), "issued_at": _l("Issued"),
    },
    notes={"owner": "number", "left": "value"},
    box="q",
    box_hint=_l("Last four characters of the code, number or name"),
    labels={"show": _l("Which"), "brand": _l("Brand"), "issued": _l("Issued")},
    words={
        "state": standing.CARDS,
        "show": {
            "all": Word(_l("All")), "usable": Word(_l("Valid")), "frozen": Word(_l("Frozen")), "stopped": Word(_l("Kept frozen by staff")),
            "held": Word(_l("Given, waiting to be claimed")), "reissued": Word(_l("In place of a lost one")), "ended": Word(_l("Nothing left to spend")),
        },
    },
    options={"brand": _brands},
    link=("card", lambda row: url_for("console.cards.show", public_id=row["public_id"])),
    empty=listing.Empty(_l("No cards yet"), _l("Every card that a member gets will be listed here."), "card"),
)  # fmt: skip


@blueprint.get("")
@require(Permission.MEMBERS_READ)
def index() -> ResponseReturnValue:
    return listing.answer(FACE, _asker())


@blueprint.post("/exports")
@require(Permission.MEMBERS_READ)
def export() -> ResponseReturnValue:
    return listing.export(FACE, _asker(), permission=Permission.MEMBERS_READ)


def _asker() -> listing.Asker:
    scope = {"programme": g.programme.id, "today": filters.today().isoformat()}
    return listing.Asker(scope, sees_private=may(Permission.MEMBERS_CONTACTS))


@blueprint.get("/<public_id>")
@require(Permission.MEMBERS_READ)
def show(public_id: str) -> str:
    card = giftcards.card_of_programme(public_id, g.programme.id)
    state = card.state_on(filters.today())
    voiding = giftcards.voiding_of(card) if state == "void" else None
    gift, stop = gifts.of_card(card.id), giftcards.stop_of(card) if state == "frozen" else None
    void = standing.TAKEN_AWAY if voiding else standing.RETURNED
    return render_template(
        "console/card.html", card=card, brand=partners.brand(card.brand_id), member=members.member(card.member_id),
        stopped=members.held(card.member_id), others=approval_shown.of_card(public_id) if may(Permission.APPROVALS_READ) else [],
        order=None if card.order_id is None else orders.order_by_id(card.order_id), forebear=giftcards.forebear(card),
        came_by=giftcards.came_by(card), state=void if state == "void" else standing.CARDS[state],
        ended=card_ended.of(card, filters.today()), ownerless=card_ended.ownerless(card), voiding=voiding, gift=gift, gifts=standing.GIFTS,
        acts=_acts(card, state, waits=gift is not None and gift.open, stop=stop), stop=stop,
        taken=tills.of_card(card.id), of_cases=cases.of_card(card.id, limit=5) if may(Permission.CASES_READ) else [],
        case_states=case_words.STATES, case_categories=case_words.CATEGORIES, story=timeline.of_card(card),
    )  # fmt: skip


class Act(NamedTuple):
    """What can be done with a card: how it is called, its page and sign; `asks`: one question, that opens as a dialog."""

    label: LazyString
    page: str
    sign: str
    asks: bool
    kind: str = ""


def _acts(card: giftcards.Card, state: str, *, waits: bool, stop: giftcards.Stop | None) -> list[Act]:
    """What the reader may do with a card as it stands, in the order of the desk; `waits`: as a gift that nobody has claimed; `stop`: that keeps it."""
    usable, there = state in ("active", "frozen"), state not in ("void", "replaced")
    freezable = may(Permission.CARD_FREEZE)
    extendable = may(Permission.CARD_EXTEND) and not giftcards.bar_to_extending(card, today=filters.today())
    reissuable, withdrawable = may(Permission.CARD_REISSUE), may(Permission.CARD_WITHDRAW)
    recipient = _l("Another address for the gift") if waits else _l("Another owner for the card")
    offered = (
        (usable and reissuable, Act(_l("Another code for the card"), "console.reissues.ask", "refresh-cw", False, "primary")),
        (freezable and (state == "active" or (state == "held" and may(Permission.CARD_STOP))), Act(_l("Freeze"), "console.card_acts.ask_freezing", "snowflake", True)),
        (freezable and state == "frozen" and (stop is None or (stop.reported and may(Permission.CARD_STOP))), Act(_l("Let only staff unfreeze it"), "console.card_acts.ask_freezing", "snowflake", True)),
        (freezable and state == "frozen", Act(_l("Unfreeze"), "console.card_acts.ask_release", "check", True)),
        (freezable and there, Act(_l("Send the link again"), "console.card_acts.ask_email", "mail", True)),
        (extendable and state in ("active", "frozen", "expired"), Act(_l("Extend"), "console.card_acts.ask_extension", "calendar-clock", True)),
        ((usable or state == "held") and reissuable, Act(recipient, "console.recipients.ask", "user", False)),
        ((usable or state == "held") and withdrawable, Act(_l("Void or refund"), "console.withdrawals.ask", "undo-2", False)),
        (there and may(Permission.CARD_REVEAL), Act(_l("Look at the code"), "console.card_reveals.ask", "eye", True)),
    )  # fmt: skip
    return [act for can, act in offered if can]
