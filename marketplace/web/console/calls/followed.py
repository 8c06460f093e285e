"""What came of a call besides what was pressed in it: acts that were proposed for its cards meanwhile, and other codes that they got."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from flask import url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from marketplace import approvals, support
from marketplace.core import clock, formats
from marketplace.giftcards import Card
from marketplace.identity import Permission
from marketplace.support import calls
from marketplace.web.console import approval_shown, approval_words
from marketplace.web.shared.security import may

STATES = {
    "waiting": _l("Waits for another person’s approval"), "changes_requested": _l("Changes are asked for"), "applied": _l("Approved and done"),
    "refused": _l("Refused"), "withdrawn": _l("Withdrawn by whoever proposed it"), "expired": _l("Not approved in time"),
}  # fmt: skip


class Followed(NamedTuple):
    """One thing: what it is, how it stands, since when, and its page or ""."""

    title: str | LazyString
    about: str | LazyString
    at: datetime
    href: str


def of(call: calls.Call, cards: Collection[Card]) -> list[Followed]:
    """What was proposed and done for a call's cards while it lasted, in order."""
    until = call.ended_at or call.began_at + calls.LASTS
    found = approvals.proposed_for(
        call.programme_id, [one.public_id for one in cards], since=call.began_at, until=until, now=clock.now()
    )
    listed = [_proposed(one) for one in found if one.kind in approval_shown.OF_CARDS]
    approved = {one.subject for one in found if one.state == "applied"}
    for card in cards:
        done = support.reissue_of(card)
        alone = done is not None and done.old_card == card.public_id not in approved
        if done is not None and alone and call.began_at <= done.at <= until:
            href = url_for("console.cards.show", public_id=done.new_card) if may(Permission.MEMBERS_READ) else ""
            listed.append(Followed(_l("The card has another code"), formats.masked_code(card.last4), done.at, href))
    return sorted(listed, key=lambda one: one.at)


def _proposed(one: approvals.Proposal) -> Followed:
    href = url_for("console.approvals.show", ref=one.ref) if may(Permission.APPROVALS_READ) else ""
    return Followed(approval_words.of(one.kind).title(one), STATES[one.state], one.ended_at or one.proposed_at, href)
