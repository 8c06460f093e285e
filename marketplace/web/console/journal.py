"""Who did what to a thing: the audit, looked up by subject. Only things of the request's programme."""

import re
from collections.abc import Callable

from flask import Blueprint, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from marketplace import giftcards, mailings, members, orders
from marketplace.core import audit, paging
from marketplace.core.errors import NotFound
from marketplace.identity import Permission
from marketplace.web.shared.places import Place
from marketplace.web.shared.security import may, require

LIMIT = 50
_SUBJECT = re.compile(r"([a-z_]{1,40}):([0-9]{1,18})")
blueprint = Blueprint("journal", __name__, url_prefix="/journal")
PLACE = Place("console.journal.index", _l("Who did what"), "history", Permission.AUDIT_READ, "w")


def _of_member(member_id: int) -> int | None:
    found = members.member(member_id)
    return found.programme_id if found else None


# Which programme a thing is of; kinds that are not listed belong to the installation.
PROGRAMME_OF: dict[str, Callable[[int], int | None]] = {
    "programme": lambda programme_id: programme_id,
    "member": _of_member,
    "order": lambda order_id: orders.order_by_id(order_id).programme_id,
    "giftcard": lambda card_id: giftcards.card_by_id(card_id).programme_id,
    "letter": lambda letter_id: mailings.letter(letter_id).programme_id,
}


@blueprint.get("")
@require(Permission.AUDIT_READ)
def index() -> ResponseReturnValue:
    subject = request.args.get("subject", "").strip().lower()[:128]
    cursor = request.args.get("cursor", "")
    before = paging.decode(cursor, int)[0] if cursor else None
    rows = (
        audit.of_subject(subject, limit=LIMIT + 1, before=int(before) if before else None) if _may_see(subject) else []
    )
    page = paging.page(rows, LIMIT, lambda one: [one.id])
    return render_template("console/journal.html", subject=subject, page=page)


def _may_see(subject: str) -> bool:
    found = _SUBJECT.fullmatch(subject)
    if found is None:
        return False
    of = PROGRAMME_OF.get(found[1])
    if of is None:
        return may(Permission.INSTALLATION_WATCH)
    try:
        return bool(of(int(found[2])) == g.programme.id)
    except NotFound:
        return False
