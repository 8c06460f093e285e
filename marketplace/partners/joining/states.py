"""What becomes of a partner: admitted, suspended, reinstated, let go. Each is an event with who, when and why."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from marketplace.core import audit
from marketplace.core.audit import WHY_MAX
from marketplace.core.db import broken_rule, db, execute
from marketplace.partners.errors import PartnerLeft, StillOpen, WrongState
from marketplace.partners.models import Partner
from marketplace.partners.rules import What


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a partner; `actor` as the audit writes it, "user:17"."""

    what: str
    at: datetime
    actor: str
    why: str


@dataclass(frozen=True, slots=True)
class Unsettled:
    """What keeps a partner from leaving; sums in minor units of `currency`.

    Attributes:
        cards, orders: cards that it sold and that can still be used; its orders whose card is on its way.
        authorisations, offline: set aside at a till and neither captured nor voided; tills that may still take cards offline.
        undrawn, statements, disputes: what happened that no statement counts; statements not accepted; disputes that are open.
        payments, owed, owes: payments on their way; what the programme owes it; what it owes the programme beyond its deposit.
    """

    cards: int = 0
    orders: int = 0
    authorisations: int = 0
    offline: int = 0
    undrawn: int = 0
    statements: int = 0
    disputes: int = 0
    payments: int = 0
    owed: int = 0
    owes: int = 0
    currency: str = ""

    @property
    def open(self) -> dict[str, int]:
        """What is open, by name; empty where nothing keeps the partner from leaving."""
        return {name: value for name, value in asdict(self).items() if name != "currency" and value}


def suspend(partner: Partner, *, why: str, now: datetime) -> None:
    """Hide its offers from the shop at once and hold its payouts while cards that it sold can be used, as they can. Raises WrongState."""
    happened(partner, "suspended", why=why, now=now)


def reinstate(partner: Partner, *, why: str, now: datetime) -> None:
    """Bring a suspended partner back into the shop. Raises WrongState."""
    happened(partner, "reinstated", why=why, now=now)


def leave(partner: Partner, unsettled: Unsettled, *, why: str, now: datetime) -> None:
    """Let a suspended partner go permanently. Suspended first, so that nothing is sold while it is looked what is open.

    Raises:
        WrongState: it is not suspended.
        StillOpen: something is not settled; facts say what.
    """
    if partner.state != "suspended":
        raise WrongState(state=partner.state, what="left")
    if unsettled.open:
        raise StillOpen(**unsettled.open)
    happened(partner, "left", why=why, now=now)


def happened(partner: Partner, what: What, *, why: str = "", now: datetime) -> None:
    """Write an event; the database knows which may follow which. A company applies by itself, so nobody of ours is named for that. The open transaction is lost with a refusal. Raises WrongState."""
    before = partner.state
    try:
        execute(
            """INSERT INTO partner_events (partner_id, what, at, actor, why)
               VALUES (%(partner)s, %(what)s, %(now)s, CASE %(what)s WHEN 'applied' THEN 'system' ELSE acting() END, %(why)s)""",
            {"partner": partner.id, "what": what, "now": now, "why": why},
        )
    except DBAPIError as error:
        if broken_rule(error) != "partner_state":
            raise
        raise WrongState(state=before, what=what) from error
    db.session.refresh(partner)
    audit.record(
        f"partners.{what}", f"partner:{partner.id}", at=now, why=why, before={"state": before}, after={"state": partner.state}
    )  # fmt: skip


def came_with(programme_id: int, slugs: Sequence[str], *, file: str, now: datetime) -> None:
    """Write down for partners that nothing has happened to yet that they are approved: they came with a file that somebody had applied."""
    new = db.session.scalars(
        select(Partner)
        .where(
            Partner.programme_id == programme_id,
            Partner.slug.in_(slugs),
            text("NOT EXISTS (SELECT FROM partner_events e WHERE e.partner_id = partners.id)"),
        )
        .order_by(Partner.id)
    ).all()
    for partner in new:
        happened(partner, "approved", why=file[:WHY_MAX], now=now)


def hidden_on(partner_id: int, at: datetime) -> str:
    """Why the shop showed nothing of a partner at a moment: "suspended" or "left"; "" where it showed what was published."""
    last = execute(
        """SELECT what FROM partner_events WHERE partner_id = %(partner)s AND at <= %(at)s
            ORDER BY id DESC LIMIT 1""",
        {"partner": partner_id, "at": at},
    ).scalar()
    return str(last) if last in ("suspended", "left") else ""


def events(partner_id: int) -> list[Event]:
    """What happened to a partner, newest first."""
    rows = execute(
        "SELECT what, at, actor, why FROM partner_events WHERE partner_id = %(partner)s ORDER BY id DESC",
        {"partner": partner_id},
    )
    return [Event(*row) for row in rows]


def must_work(partner: Partner) -> None:
    """Whatever belongs to a partner that has left stays as it is. Raises PartnerLeft."""
    if partner.state == "left":
        raise PartnerLeft
