"""One box for support: an order's number, a member, the end of a code, a receipt. One hit opens its page, several are a list."""

from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace import giftcards, members, reports
from marketplace.core import clock, texts
from marketplace.core.listing import MAX_SEARCH_LENGTH
from marketplace.identity import Permission
from marketplace.reports import Hit
from marketplace.web.console import standing
from marketplace.web.console.partners import lists
from marketplace.web.shared import case_words, filters
from marketplace.web.shared.security import may, require

blueprint = Blueprint("finding", __name__, url_prefix="/find")


@blueprint.get("")
@require(Permission.MEMBERS_READ)
def index() -> ResponseReturnValue:
    asked, wrong, hits, nearly = request.args.get("q", "").strip(), "", list[Hit](), False
    try:
        text = texts.one_line(asked)
        hits = [] if len(text) > MAX_SEARCH_LENGTH else _found(text)
        nearly = not hits
        hits = hits or _nearly(text)
    except texts.Unfit:
        wrong = gettext("It contains characters that cannot be read.")
    if len(hits) == 1 and not nearly:
        return redirect(address(hits[0]), 302)
    status = 422 if wrong else 200
    return render_template(
        "console/found.html", searched=asked, wrong=wrong, hits=hits, nearly=nearly, address=address, cards=standing.CARDS, orders=standing.ORDERS,
        partners=lists.STATES, shortest=reports.SHORTEST, state_of=_state_of, case_states=case_words.STATES, case_title=case_words.title,
    ), status  # fmt: skip


def members_meant(text: str) -> list[members.Member]:
    """Members whom the desk's one search box finds, or whose names are spelled nearly so; holders of what else it finds are not guessed at."""
    hits = [hit for hit in _found(text) if hit.kind == "member"] or _nearly(text)
    return [one for hit in hits if (one := members.numbered(g.programme.id, hit.key)) is not None]


def address(hit: Hit) -> str:
    """The page of what was found."""
    endpoint, name = {
        "member": ("console.members.show", "member"), "order": ("console.orders.show", "number"),
        "card": ("console.cards.show", "public_id"), "case": ("console.cases.show", "case_id"), "partner": ("console.partners.show", "of_partner"),
    }[hit.kind]  # fmt: skip
    values: dict[str, Any] = {name: hit.key}
    return url_for(endpoint, **values)


def _found(text: str) -> list[Hit]:
    return reports.find(
        g.programme.id, text, today=g.programme.day(clock.now()), sees_private=may(Permission.MEMBERS_CONTACTS),
        partners_too=may(Permission.PARTNERS_READ), cases_too=may(Permission.CASES_READ),
    )  # fmt: skip


def _nearly(text: str) -> list[Hit]:
    return reports.find_nearly(
        g.programme.id, text, today=g.programme.day(clock.now()), sees_private=may(Permission.MEMBERS_CONTACTS)
    )


def _state_of(card: Any) -> str:
    """A found card's state as people see it today."""
    return giftcards.state_of(card, filters.today())
