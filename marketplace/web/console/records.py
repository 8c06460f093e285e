"""What lines of a timeline lead to, as it was recorded: a transfer of the ledger, and an event on its way to a partner's server."""

import json
from typing import NamedTuple
from urllib.parse import urlsplit

from flask import Blueprint, g, render_template, url_for
from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l

from marketplace import ledger, members, partners, webhooks
from marketplace.identity import Permission
from marketplace.ledger import Side
from marketplace.web.shared import filters, movements
from marketplace.web.shared.listing import Word
from marketplace.web.shared.security import may, require
from marketplace.webhooks import Delivery

blueprint = Blueprint("records", __name__, url_prefix="/records")
ACCOUNTS: dict[str, LazyString] = {
    "member": _l("Member"), "held": _l("Set aside for an order"), "debt": _l("Debt"), "partner": _l("Partner"), "programme": _l("The programme"),
    "breakage": _l("Expired unspent"), "suspense": _l("To be cleared up"), "gateway": _l("Payment provider"), "prepaid": _l("Bought points"),
}  # fmt: skip

EVENTS: dict[str, LazyString] = {
    "order.created": _l("Order placed"), "card.redeemed": _l("Card redeemed"), "card.reversed": _l("Redemption reversed"), "codes.low": _l("Batch running low"),
    "catalogue.published": _l("Catalogue published"), "statement.ready": _l("Statement ready"), "webhook.test": _l("Test event"),
}  # fmt: skip
STATES = {
    "waiting": Word(_l("Waits"), "warn", "clock"),
    "delivered": Word(_l("Delivered"), "good", "check"),
    "dropped": Word(_l("Dropped"), "bad", "x"),
}


class Line(NamedTuple):
    """One side of a transfer in words: whose account, the sum with its sign, the balance after it, and the owner's page or ""."""

    account: str
    owner: str
    sum: str
    after: str
    way: str
    href: str


@blueprint.get("/transfers/<int:transfer_id>")
@require(Permission.AUDIT_READ)
def transfer(transfer_id: int) -> str:
    of = ledger.transfer(transfer_id, g.programme.id)
    return render_template(
        "console/records/transfer.html", of=of, kind=movements.kind_said(of.kind), lines=[_line(side) for side in of.sides],
    )  # fmt: skip


@blueprint.get("/deliveries/<int:delivery_id>")
@require(Permission.AUDIT_READ)
def delivery(delivery_id: int) -> str:
    of, endpoint = _delivered(delivery_id)
    event = {"type": of.kind, "timestamp": of.at.isoformat(), "data": of.facts}
    return render_template(
        "console/records/delivery.html", of=of, tries=webhooks.tries(of.id), partner=partners.partner(endpoint.partner_id),
        host=urlsplit(endpoint.url).hostname or "", state=STATES[of.state], title=EVENTS[of.kind],
        lines=[f"webhook-id: {of.message}", *json.dumps(event, ensure_ascii=False, indent=2).splitlines()],
    )  # fmt: skip


def _delivered(delivery_id: int) -> tuple[Delivery, webhooks.Endpoint]:
    """A delivery of this programme, whatever has become of its address. Raises NoDelivery."""
    found = webhooks.delivery_by_id(delivery_id)
    endpoint = None if found is None else webhooks.endpoint_by_id(found.endpoint_id)
    if found is None or endpoint is None or endpoint.programme_id != g.programme.id:
        raise webhooks.NoDelivery
    return found, endpoint


def _line(side: Side) -> Line:
    said = _amount(abs(side.amount), side.unit)
    owner, href = _owner(side)
    after = "" if side.balance_after is None else _amount(side.balance_after, side.unit)
    return Line(
        str(ACCOUNTS[side.kind]),
        owner,
        f"{'+' if side.amount > 0 else '−'}{said}",
        after,
        "in" if side.amount > 0 else "out",
        href,
    )


def _amount(amount: int, unit: str) -> str:
    return filters.number(amount) if unit == "points" else filters.money(amount, unit)


def _owner(side: Side) -> tuple[str, str]:
    """Whose account it is, and the page that says more of them, where the reader may see it."""
    if side.owner_id is None:
        return "", ""
    if side.kind == "partner":
        partner = partners.partner(side.owner_id)
        href = url_for("console.partners.show", of_partner=partner.id) if may(Permission.PARTNERS_READ) else ""
        return filters.local(partner, "name"), href
    member = members.member(side.owner_id)
    assert member is not None, "accounts of members have their member"
    href = url_for("console.members.show", member=member.number) if may(Permission.MEMBERS_READ) else ""
    return gettext("No. %(number)s", number=member.number), href
