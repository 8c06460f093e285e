"""Value set aside for a purchase that is not done yet: authorised, then captured or voided, else it lapses by itself."""

from dataclasses import fields
from datetime import datetime

from marketplace import giftcards, programmes
from marketplace.core.db import execute
from marketplace.tills import rules
from marketplace.tills.errors import AuthorisationEnded, NoAuthorisation, named_refusals
from marketplace.tills.refs import checked_ref
from marketplace.tills.taking import redemption_of
from marketplace.tills.values import Authorisation, Found, Redemption, Terminal

_AUTHORISE = """SELECT (a.authorisation).*, a.again FROM terminal_authorise(%(terminal)s, %(ref)s, %(asked)s, %(card)s, %(amount)s,
    %(currency)s, %(acceptor)s, %(today)s, %(lapses)s, %(now)s) a"""
_CAPTURE = """SELECT (c.redemption).*, c.again
    FROM terminal_capture(%(terminal)s, %(ref)s, %(asked)s, %(amount)s, %(receipt)s, %(now)s) c"""


def authorise(
    terminal: Terminal, found: Found, *, ref: str, asked: bytes, amount: int, currency: str, now: datetime
) -> Authorisation:
    """Set an amount of a card aside for `rules.AUTHORISATION_LASTS`; nobody else can use it. The ref is that of its capture, too.

    Raises: as `taking.redeem`.
    """
    facts = {
        "terminal": terminal.id, "ref": checked_ref(ref), "asked": asked, "card": found.card_id, "amount": amount, "currency": currency,
        "acceptor": terminal.partner_id, "today": programmes.get(terminal.programme_id).day(now),
        "lapses": now + rules.AUTHORISATION_LASTS, "now": now,
    }  # fmt: skip
    with named_refusals():
        row = execute(_AUTHORISE, facts).one()
    names = [field.name for field in fields(Authorisation)]
    return Authorisation(*(getattr(row, name) for name in names))


def capture(terminal: Terminal, *, ref: str, amount: int, receipt: str = "", now: datetime) -> Redemption:
    """Take of what was set aside all or less; the rest goes back to the card at once. Twice is once.

    Raises:
        NoAuthorisation, AuthorisationEnded, CaptureTooLarge, PartUseNotAllowed, TerminalRefUsed, RefReversed, BadTerminalRef.
    """
    facts = {"terminal": terminal.id, "ref": checked_ref(ref), "asked": rules.asked("capture", amount, receipt)}
    with named_refusals():
        row = execute(_CAPTURE, facts | {"amount": amount, "receipt": receipt, "now": now}).one()
    giftcards.seal_extensions()
    return redemption_of(row)


def void(terminal: Terminal, *, ref: str, now: datetime) -> bool:
    """Release the reserved value. Returns whether that is done now; False where it was voided or lapsed before.

    Raises:
        NoAuthorisation. AuthorisationEnded: it was captured; `reverse` takes that back.
    """
    row = execute(
        "SELECT terminal_void(%(terminal)s, %(ref)s, %(now)s) AS ended",
        {"terminal": terminal.id, "ref": checked_ref(ref), "now": now},
    ).one()
    if row.ended is None:
        raise NoAuthorisation
    if row.ended == "captured":
        raise AuthorisationEnded(ended=row.ended)
    giftcards.seal_extensions()
    return bool(row.ended == "now")


def lapse(now: datetime, *, most: int = 100) -> int:
    """Release the reserved value for too long; returns how many authorisations ended, at most `most`."""
    ended = execute("SELECT authorisations_lapse(%(now)s, %(most)s)", {"now": now, "most": most}).scalar_one()
    giftcards.seal_extensions()
    return int(ended)
