"""What staff does with a member's card: stop it and lift the stop, put off its last day, send the link to it once more, take it away.

The entry point has checked that whoever acts may do it, and for which programme.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy.exc import DBAPIError

from marketplace import members, programmes
from marketplace.core import audit, outbox, own_seals
from marketplace.core.db import broken_rule, execute
from marketplace.core.topics import Topic
from marketplace.giftcards import actions, book
from marketplace.giftcards.errors import CardNotActive, CodeEndsFirst, NoAddress, NotLater, SentTooOften
from marketplace.giftcards.queries import COLUMNS, card_of
from marketplace.giftcards.rules import EXTENDED_DAYS, RESENDS_A_DAY
from marketplace.giftcards.succession import hold
from marketplace.giftcards.values import REPORTED, Card, StopReason
from marketplace.members import Member

_EXTEND = f"SELECT {COLUMNS} FROM giftcard_extend(%(id)s, %(until)s, %(reason)s, %(note)s, %(now)s)"  # noqa: S608


_VOID = "SELECT id FROM giftcard_void(%(id)s, %(reason)s, %(note)s, %(today)s, %(now)s)"


class Stop(NamedTuple):
    """Why staff keeps a card frozen, and since when."""

    reason: str
    note: str
    at: datetime

    @property
    def reported(self) -> bool:
        """Whether it stands only because the card was reported lost or stolen, and goes for whoever is identified as its owner."""
        return self.reason == REPORTED


class Voiding(NamedTuple):
    """Why staff took a card away, when, and what was left of it then, in minor units of its currency."""

    id: int
    amount: int
    reason: str
    note: str
    at: datetime


def stop_of(card: Card) -> Stop | None:
    """The stop that keeps a card frozen; None where its owner may release it."""
    row = execute(
        "SELECT reason, note, at FROM giftcard_stops WHERE giftcard_id = %(id)s AND lifted_at IS NULL", {"id": card.id}
    ).first()  # fmt: skip
    return None if row is None else Stop(*row)


def stop(card: Card, reason: StopReason, *, note: str, now: datetime) -> Card:
    """Freeze a card so that staff alone releases it, also one that its owner has frozen; a card that is stopped already stays as it is, but that
    a suspicion or a dispute takes the place of a report. Of a report its owner gets a letter.

    Raises:
        CardNotActive: it is void, spent or expired.
    """
    frozen = _freeze(hold(card), reason, note, now)
    if reason != REPORTED:
        end_report(card, note=note, now=now)
    noted = execute(
        """INSERT INTO giftcard_stops (giftcard_id, reason, note, at) VALUES (%(id)s, %(reason)s, %(note)s, %(now)s)
           ON CONFLICT (giftcard_id) WHERE lifted_at IS NULL DO NOTHING RETURNING id""",
        {"id": card.id, "reason": reason, "note": note, "now": now},
    ).first()
    if noted is not None:
        audit.record("giftcards.stop", f"giftcard:{card.id}", at=now, why=note, before={}, after={"reason": reason})
        if reason == REPORTED:
            _tell_of_freezing(card, reason, now)
    return frozen


def freeze_for_owner(card: Card, reason: str, *, note: str, now: datetime) -> Card:
    """Freeze a card at its owner's wish; they can release it themselves, and get a letter. Raises as `actions.freeze`."""
    was = hold(card)
    frozen = _freeze(was, reason, note, now)
    if was.state != frozen.state:
        _tell_of_freezing(card, reason, now)
    return frozen


def _freeze(card: Card, reason: str, note: str, now: datetime) -> Card:
    return actions.freeze(card.public_id, member=_owner(card), now=now, why=note, reason=reason)


def _tell_of_freezing(card: Card, reason: str, now: datetime) -> None:
    """Promise its owner a letter about the freezing of a card that was the last one, for a reason of the owner's own."""
    event = execute(
        "SELECT max(id) FROM giftcard_events WHERE giftcard_id = %(id)s AND kind = 'frozen'", {"id": card.id}
    ).scalar_one()
    outbox.send(Topic.GIFTCARDS_FROZEN, ref=f"{card.id}:{event}:{reason}", now=now)


def release(card: Card, *, lifts: bool, note: str, now: datetime) -> Card:
    """Lift the stop of a card, if there is one, and let it be used again.

    Args:
        lifts: whether whoever acts may lift a stop for a suspicion or a dispute.

    Raises:
        CardStopped: there is one, and he may not. Beside that as `actions.unfreeze`.
    """
    if lifts:
        _lift_stop(card, note, now)
    end_report(card, note=note, now=now)
    return actions.unfreeze(card.public_id, member=_owner(card), now=now, why=note)  # a stop that is left forbids it


def end_report(card: Card, *, note: str, now: datetime) -> None:
    """Lift the stop of a card that was reported lost or stolen, for whoever is identified as its owner; the card stays frozen. Another stop stays."""
    there = stop_of(card)
    if there is not None and there.reported:
        _lift_stop(card, note, now)


def _lift_stop(card: Card, note: str, now: datetime) -> None:
    lifted = execute(
        "UPDATE giftcard_stops SET lifted_at = %(now)s WHERE giftcard_id = %(id)s AND lifted_at IS NULL RETURNING reason",
        {"id": card.id, "now": now},
    ).first()
    if lifted is not None:
        audit.record(
            "giftcards.lift_stop", f"giftcard:{card.id}", at=now, why=note, before={"reason": lifted.reason}, after={}
        )


def latest_day(card: Card) -> date:
    """Up to which day a card's last day can be put off: where its code is the partner's own, no longer than that lasts."""
    return min(_furthest(card), _code_ends(card))


def bar_to_extending(card: Card, *, today: date) -> str:
    """Why a card's last day cannot be put off at all: its "code" ends, being the partner's own, or the "days" by which it may be are used up; "" where it can."""
    furthest, ends = _furthest(card), _code_ends(card)
    if min(furthest, ends) > card.expires_on and min(furthest, ends) >= today:
        return ""
    return "code" if ends < furthest else "days"


def _code_ends(card: Card) -> date:
    """When the partner's own code ends; never, where it is ours."""
    sql = "SELECT c.expires_on FROM giftcards g JOIN codes c ON c.id = g.code_id WHERE g.id = %(id)s"
    ends: date | None = execute(sql, {"id": card.id}).scalar()
    return ends or date.max


def _furthest(card: Card) -> date:
    """So long after the day with which its value was first issued as a card may last, whatever its code says."""
    first: date = execute("SELECT giftcard_first_until(%(id)s)", {"id": card.id}).scalar_one()
    return first + timedelta(days=EXTENDED_DAYS)


def extend(card: Card, until: date, reason: str, *, note: str, now: datetime) -> Card:
    """Put off a card's last day; also of one that has just passed. Old and new day are kept as a fact.

    Raises:
        NotLater: the day is not after the card's last one, has passed, or is more than EXTENDED_DAYS after the day with which its value was first issued.
        CodeEndsFirst: the partner's own code ends before that day.
        CardNotActive: it is void or spent.
    """
    today, last = programmes.get(card.programme_id).day(now), _furthest(card)
    if until < today or until < card.expires_on or until > last:
        raise NotLater(day_min=max(today, card.expires_on).isoformat(), day_max=last.isoformat())
    facts = {"id": card.id, "until": until, "reason": reason, "note": note, "now": now}
    try:
        extended = card_of(execute(_EXTEND, facts).one())
    except DBAPIError as error:
        rule = broken_rule(error)
        if rule == "giftcard_extension":
            raise CodeEndsFirst from None
        if rule == "giftcard_usable":
            raise CardNotActive(state=card.state_on(today)) from None
        raise
    seal_extensions()
    return extended


def seal_extensions() -> None:
    """Seal the days by which cards were extended in the open transaction, by staff or because something came back to them; nothing that was there."""
    written = execute("SELECT id FROM giftcard_extensions WHERE txid = pg_current_xact_id()").scalars()
    own_seals.seal(book.EXTENSIONS, *written)


def resend(card: Card, *, now: datetime) -> None:
    """Promise another email with the link to a card's page, whatever its owner wants to be told otherwise; never its code.

    Raises:
        CardNotActive: it is void: there is nothing to see.
        NoAddress: its owner has no address.
        SentTooOften: it was sent as often within a day as it may be.
    """
    held = hold(card)
    if held.state == "void":
        raise CardNotActive(state=held.state_on(programmes.get(card.programme_id).day(now)))
    if not _owner(card).email:
        raise NoAddress
    sent = execute(
        """SELECT count(*) AS all, count(*) FILTER (WHERE at > %(since)s) AS today FROM giftcard_events
            WHERE giftcard_id = %(id)s AND kind = 'resent'""",
        {"id": card.id, "since": now - timedelta(days=1)},
    ).one()
    if sent.today >= RESENDS_A_DAY:
        raise SentTooOften(limit=RESENDS_A_DAY)
    execute(
        "INSERT INTO giftcard_events (giftcard_id, kind, at) VALUES (%(id)s, 'resent', %(now)s)",
        {"id": card.id, "now": now},
    )
    times = {"times": sent.all}, {"times": sent.all + 1}
    audit.record("giftcards.resend", f"giftcard:{card.id}", at=now, before=times[0], after=times[1])
    outbox.send(Topic.GIFTCARDS_RESEND, ref=f"{card.id}:{sent.all + 1}", now=now)


def take_away(card: Card, reason: str, *, note: str, now: datetime) -> int:
    """Void a card, frozen or not, also one that staff has stopped; returns the id of its voiding.

    Args:
        reason: "fraud", "mistake", "unwanted" or "unusable".

    Raises:
        CardNotActive: it is void, spent, given away or expired.
    """
    today = programmes.get(card.programme_id).day(now)
    facts = {"id": card.id, "reason": reason, "note": note[:1000], "today": today, "now": now}
    try:
        return int(execute(_VOID, facts).scalar_one())
    except DBAPIError as error:
        if broken_rule(error) != "giftcard_usable":
            raise
        raise CardNotActive(state=card.state_on(today)) from None


def voiding_of(card: Card) -> Voiding | None:
    """How staff took a card away; None where it did not."""
    row = execute(
        "SELECT id, amount, reason, note, at FROM giftcard_voidings WHERE giftcard_id = %(id)s", {"id": card.id}
    ).first()
    return None if row is None else Voiding(*row)


def taken_away(card_ids: Collection[int]) -> frozenset[int]:
    """Which of these cards staff took away."""
    asked = "SELECT giftcard_id FROM giftcard_voidings WHERE giftcard_id = ANY (%(ids)s)"
    return frozenset(execute(asked, {"ids": list(card_ids)}).scalars()) if card_ids else frozenset()


def _owner(card: Card) -> Member:
    owner = members.member(card.member_id)
    assert owner is not None, "a card has an owner"
    return owner
