"""What the storefront's layout knows of the visitor: the member, their points, their city."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, Protocol

from flask import Flask, g, has_request_context, request

from marketplace import ledger, members, programmes
from marketplace.core import clock
from marketplace.ledger import Lot
from marketplace.web.shared.entry_points import served
from marketplace.web.shared.partner_letters import JOINING
from marketplace.web.shared.visitor import current_member
from marketplace.web.storefront import city, on_device

# The sign-in pages stand in the same layout.
INSIDE = ("storefront", "security")


@dataclass(frozen=True, slots=True)
class Purse:
    """What a member can spend today, in minor units, and the lots that it lies in, soonest to expire first."""

    account_id: int
    balance: int
    lots: list[Lot]

    @property
    def next_expiry(self) -> ledger.Expiry | None:
        """What expires next; None where nothing does."""
        return ledger.next_expiry(self.lots)


class Taken(Protocol):
    """Points of one last day, taken or given back."""

    @property
    def expires_on(self) -> date | None: ...

    @property
    def amount(self) -> int: ...


def by_day(lots: Iterable[Taken]) -> list[tuple[date | None, int]]:
    """How many points of each last day, in the order given; None: without a last day. Never negative."""
    days = groupby(lots, key=lambda lot: lot.expires_on)
    return [(day, abs(sum(lot.amount for lot in same))) for day, same in days]


def init_app(app: Flask) -> None:
    """Give the names to every template."""
    app.context_processor(names)


def purse() -> Purse | None:
    """The points of the signed-in member; None for a guest. Asked once a request."""
    if "purse" not in g:
        member = current_member()
        g.purse = None
        if member is not None:
            account = ledger.account(member.programme_id, "member", owner_id=member.id)
            lots = ledger.open_lots(account, g.programme.day(clock.now()))
            g.purse = Purse(account, sum(lot.remaining for lot in lots), lots)
    found: Purse | None = g.purse
    return found


def names() -> dict[str, Any]:
    """The visitor, for pages in the storefront's layout."""
    if not has_request_context() or "programme" not in g:
        return {}
    if (request.blueprint or "").partition(".")[0] not in INSIDE:
        return {}
    known, member = purse(), current_member()
    return {
        "member": member,
        "notices": members.notices(member) if member else None,
        "owner": on_device.owner(member),
        "home": on_device.home,
        "balance": known.balance if known else 0,
        "next_expiry": known.next_expiry if known else None,
        "joining": JOINING.rstrip("/") if any(entry.name == "partner" for entry in served()) else "",
        "city": city.current(),
        "cities": programmes.cities(),
    }
