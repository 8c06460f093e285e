"""The terminal that a page is about, and what stands on every page of a till: its shop, its shift."""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, g, make_response, render_template

from marketplace import partners, tills
from marketplace.core import clock
from marketplace.web.shared import headers
from partner_portal.desk import here

# The camera's reader is WebAssembly, and a page with a camera asks for it.
CAMERA = {
    "Content-Security-Policy": headers.policy_with_wasm(),
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=(), usb=()",
}


def terminal(terminal_id: int) -> tills.Terminal:
    """A terminal of this partner that is open, while he takes cards. Raises TerminalNotFound, TerminalClosed."""
    found = tills.terminal(here().id, terminal_id)
    if found.closed_at is not None or not partners.takes_cards(here().state):
        raise tills.TerminalClosed
    return found


def show(template: str, of: tills.Terminal, **facts: Any) -> str:
    """A page of the till."""
    shop = partners.shops_of(here().id).get(of.shop_id) if of.shop_id else None
    return render_template(
        f"partner/tills/{template}.html",
        partner=here(),
        terminal=of,
        shop=shop,
        shift=tills.shift(of, since=midnight()),
        offline=goes_offline(of),
        **facts,
    )


def midnight() -> datetime:
    """When the till's day began."""
    return datetime.combine(g.programme.day(clock.now()), time(), ZoneInfo(g.programme.time_zone))


def goes_offline(of: tills.Terminal) -> bool:
    """Whether a till may go on without a network, so that its pages prepare for it."""
    return any(one.terminal_id == of.id for one in tills.all_terms(of.partner_id))


def with_camera(body: str) -> Response:
    """A page that may use the camera."""
    response = make_response(body)
    response.headers.extend(CAMERA)
    return response
