"""What may be done with a gift card.

Whoever changes a card does it in one statement on the card's own row, with the state it must be in as a condition. So of
showing a code, freezing and taking back, the first to reach the row wins and the next one sees what it left.
"""

from datetime import datetime
from typing import Any

from marketplace import codes, identity, members, programmes
from marketplace.codes import Secret
from marketplace.core import outbox
from marketplace.core.db import execute
from marketplace.core.rows import Row
from marketplace.core.topics import Topic
from marketplace.giftcards import rules
from marketplace.giftcards.errors import (
    CardNotActive,
    CardNotFound,
    CardRevealed,
    FreshFactorNeeded,
    ReasonNeeded,
    ShownTooOften,
    TooManyReveals,
)
from marketplace.giftcards.queries import COLUMNS, DEAR, card_of
from marketplace.giftcards.stopped import unless_stopped
from marketplace.giftcards.values import Card, Voided
from marketplace.members import Member

# A statement each: it writes the change, its line in the card's history and its audit record together, or none of them.
_CHANGE = f"""
WITH card AS (UPDATE giftcards SET {{change}} WHERE {{condition}} RETURNING *),
event AS (INSERT INTO giftcard_events (giftcard_id, kind, at) SELECT id, %(event)s, %(now)s FROM card)
SELECT code_id, {{more}} {COLUMNS}, audit_record(%(action)s, 'giftcard:' || id, %(now)s, %(why)s, {{told}}) FROM card
"""  # noqa: S608 - our own column names
_SEALED = """(SELECT ciphertext FROM codes WHERE codes.id = card.code_id) AS sealed,
       (SELECT blind FROM codes WHERE codes.id = card.code_id) AS blind,"""
# What the audit tells of a change: before, after. A code that is shown again was shown before.
_STATES = """jsonb_build_object('state', %(from)s::text),
    jsonb_strip_nulls(jsonb_build_object('state', state, 'reason', nullif(%(reason)s::text, '')))"""
_REVEALED = (
    "jsonb_build_object('revealed_at', nullif(revealed_at, %(now)s)), jsonb_build_object('revealed_at', revealed_at)"
)
_OWN = "public_id = %(public_id)s AND member_id = %(member_id)s"
_MOVE = _CHANGE.format(change="state = %(to)s", condition=_OWN + " AND state = %(from)s", more="", told=_STATES)
_OF_ORDER = f"SELECT {COLUMNS} FROM giftcards WHERE order_id = %(id)s FOR NO KEY UPDATE"  # noqa: S608 - our own column names
_VOID = _CHANGE.format(change="state = 'void'", more="", condition="id = %(id)s", told=_STATES)
_OWN_CARD = (
    "public_id = %(public_id)s AND programme_id = %(programme_id)s AND member_id = coalesce(%(member_id)s, member_id)"
)
_SHOW = _CHANGE.format(
    change="revealed_at = coalesce(revealed_at, %(now)s)",
    more=_SEALED + " giftcard_showings(id, %(now)s::timestamptz - %(stretch)s) AS showings,",
    told=_REVEALED,
    condition=_OWN_CARD + f" AND state = 'active' AND expires_on >= %(today)s AND (%(fresh)s OR NOT {DEAR})",
)
_SHOW_TO_STAFF = _CHANGE.format(
    change="revealed_at = coalesce(revealed_at, %(now)s)",
    more=_SEALED,
    told=_REVEALED,
    condition="public_id = %(public_id)s AND programme_id = %(programme_id)s AND state NOT IN ('held', 'void')",
)


def reveal(
    public_id: str,
    *,
    programme_id: int,
    member_id: int | None,
    now: datetime,
    fresh_factor: bool,
    printed: bool = False,
    why: str = "shown to its owner",
) -> Secret:
    """Show the code and PIN of a member's own card; from the first time on it cannot be given back.

    Args:
        member_id: whose card it must be; None: anybody's of the programme, for an API client that speaks for all.
        fresh_factor: whether a second factor was given just now; needed above the programme's limit, and always for a
            card in another currency than the programme's.
        printed: whether it goes on paper ("downloaded" in the card's history) or on the screen.

    Each call leaves an audit record and an event.

    Raises:
        CardNotFound: no such card of this member.
        CardNotActive: it is frozen, void, spent or expired.
        codes.NotNoted: the journal outside of the database cannot be written.
        vault.Unreadable: the keys do not open it, or its code was moved from another row.
        FreshFactorNeeded: it is worth too much to be shown without.
        members.MemberHeld: its owner is held.
        ShownTooOften: it was shown as often within the last hour as a card may be.
    """
    if not rules.is_public_id(public_id):
        raise CardNotFound
    programme = programmes.get(programme_id)
    today = programme.day(now)
    own = {"public_id": public_id, "programme_id": programme_id, "member_id": member_id}
    _unless_held(own)
    terms = {"fresh": fresh_factor, "limit": programme.reveal_limit, "currency": programme.currency, "today": today}
    terms["stretch"] = rules.SHOWINGS_TIME
    event = "downloaded" if printed else "revealed"
    row = execute(_SHOW, own | terms | _trail("giftcards.reveal", event, now=now, why=why)).first()
    if row is None:
        state = _card_where(_OWN_CARD, own).state_on(today)
        if state != "active":
            raise CardNotActive(state=state)
        raise FreshFactorNeeded(limit=programme.reveal_limit, currency=programme.currency)
    if row.showings >= rules.SHOWINGS_MAX:
        raise ShownTooOften(limit=rules.SHOWINGS_MAX, retry_after=int(rules.SHOWINGS_TIME.total_seconds()))
    return _seen(row, now)


def _unless_held(own: dict[str, Any]) -> None:
    """Raises members.MemberHeld where the card's owner is held; else nobody holds him until the transaction ends."""
    owner = execute(f"SELECT member_id FROM giftcards WHERE {_OWN_CARD}", own).scalar()  # noqa: S608 - our own names
    if owner is not None:
        members.must_be_unheld(owner)


def reveal_to_staff(public_id: str, *, programme_id: int, staff_id: int, why: str, now: datetime) -> Secret:
    """Show a code to a member of staff, who says why; at most 20 a day each, counted in the programme's days. The owner gets a letter.

    The entry point has checked that `staff_id`, a user, may serve this programme.

    Raises:
        ReasonNeeded: `why` is empty.
        identity.IssuingSuspended: the fraud desk of the programme has suspended them: a code is as good as what is on the card.
        TooManyReveals: he has seen as many today as he may.
        CardNotFound: the programme has no such card, or it is void.
        CardNotActive: it waits as a gift.
    """
    if not why.strip():
        raise ReasonNeeded
    identity.must_not_be_suspended(staff_id, programme_id)
    if not rules.is_public_id(public_id):
        raise CardNotFound
    owner = _card_where(_OWN_CARD, {"public_id": public_id, "programme_id": programme_id, "member_id": None}).member_id
    members.must_not_be_erased(owner)
    counted = execute(
        """INSERT INTO staff_reveals AS s (user_id, day, used) VALUES (%(user)s, %(day)s, 1)
           ON CONFLICT (user_id, day) DO UPDATE SET used = s.used + 1 WHERE s.used < %(most)s RETURNING used""",
        {"user": staff_id, "day": programmes.get(programme_id).day(now), "most": rules.STAFF_REVEALS_A_DAY},
    ).first()
    if counted is None:
        raise TooManyReveals(limit=rules.STAFF_REVEALS_A_DAY)
    own = {"public_id": public_id, "programme_id": programme_id}
    row = execute(_SHOW_TO_STAFF, own | _trail("giftcards.staff_reveal", "revealed", now=now, why=why)).first()
    if row is None:
        if _card_where(_OWN_CARD, own | {"member_id": None}).state == "held":
            raise CardNotActive(state="held")  # somebody else's before long: a code that was seen is nobody's gift
        raise CardNotFound
    look = f"{row.id}:{staff_id}:{programmes.get(programme_id).day(now).isoformat()}:{counted.used}"
    outbox.send(Topic.GIFTCARDS_SEEN, ref=look, now=now)
    return _seen(row, now)


def reveals_left(staff_id: int, programme_id: int, *, now: datetime) -> int:
    """How many codes a member of staff may still look at today."""
    facts = {"user": staff_id, "day": programmes.get(programme_id).day(now)}
    used = execute("SELECT used FROM staff_reveals WHERE user_id = %(user)s AND day = %(day)s", facts).scalar()
    return rules.STAFF_REVEALS_A_DAY - int(used or 0)


def freeze(public_id: str, *, member: Member, now: datetime, why: str = "asked by its owner", reason: str = "") -> Card:
    """Stop a member's own card until he releases it; freezing a frozen card changes nothing.

    Args:
        reason: a word for it that the audit keeps as a fact.

    Raises:
        CardNotFound: no such card of this member.
        CardNotActive: it is void, spent or expired.
    """
    return _move(public_id, "active", "frozen", "frozen", member=member, now=now, why=why, reason=reason)


def unfreeze(public_id: str, *, member: Member, now: datetime, why: str = "asked by its owner") -> Card:
    """Let a frozen card be used again; releasing an active card changes nothing.

    Raises as `freeze`, and CardStopped: staff keeps it frozen.
    """
    return _move(public_id, "frozen", "active", "unfrozen", member=member, now=now, why=why)


def void_unseen(order_id: int, *, programme_id: int, now: datetime, why: str) -> Voided:
    """Take back the card of an order that is cancelled, while nobody has seen its code.

    Raises:
        CardNotFound: the order has no card.
        CardRevealed: its code is known to somebody.
        CardNotActive: it is void, spent, used in part or expired.
    """
    row = execute(_OF_ORDER, {"id": order_id}).first()
    if row is None:
        raise CardNotFound
    card = card_of(row)
    bar = card.bar_to_taking_back(programmes.get(programme_id).day(now)) or _moved(card.id)
    if bar == "revealed":
        raise CardRevealed
    if bar:
        raise CardNotActive(state=bar)
    with unless_stopped():
        row = execute(
            _VOID, {"id": card.id, "from": card.state} | _trail("giftcards.void", "voided", now=now, why=why)
        ).one()
    return Voided(row.id, row.code_id)


def mark_delivered(card_id: int, now: datetime) -> bool:
    """Note that the mail about a card was written; once. Returns whether this was the first time."""
    row = execute(
        """INSERT INTO giftcard_events (giftcard_id, kind, at) VALUES (%(id)s, 'delivered', %(now)s)
           ON CONFLICT (giftcard_id) WHERE kind = 'delivered' DO NOTHING RETURNING id""",
        {"id": card_id, "now": now},
    ).first()
    return row is not None


def _moved(card_id: int) -> str:
    """ "used" where a part was used and came back: the till knows its code."""
    moved = execute("SELECT FROM giftcard_movements WHERE giftcard_id = %(id)s LIMIT 1", {"id": card_id}).first()
    return "" if moved is None else "used"


def _move(
    public_id: str, start: str, end: str, event: str, *, member: Member, now: datetime, why: str, reason: str = ""
) -> Card:
    if not rules.is_public_id(public_id):
        raise CardNotFound
    own = {"public_id": public_id, "member_id": member.id}
    today = programmes.get(member.programme_id).day(now)
    before = _card_where(_OWN, own)
    state = before.state_on(today)
    if state not in (start, end):
        raise CardNotActive(state=state)
    trail = _trail(f"giftcards.{'freeze' if end == 'frozen' else 'unfreeze'}", event, now=now, why=why, reason=reason)
    with unless_stopped():
        row = execute(_MOVE, own | {"from": start, "to": end} | trail).first()
    if row is not None:
        return card_of(row)
    after = _card_where(_OWN, own)
    if after.state != end:
        raise CardNotActive(state=after.state_on(today))
    return after


def _card_where(condition: str, facts: dict[str, Any]) -> Card:
    row = execute(f"SELECT {COLUMNS} FROM giftcards WHERE {condition}", facts).first()  # noqa: S608
    if row is None:
        raise CardNotFound
    return card_of(row)


def _seen(row: Row, now: datetime) -> Secret:
    """The code of a card that was just noted as shown; the first time it is noted outside of the database before."""
    if row.revealed_at == now:
        codes.about_to_be_shown(row.blind, card=row.public_id, at=now)
    return codes.unseal(row.code_id, row.sealed)


def _trail(action: str, event: str, *, now: datetime, why: str, reason: str = "") -> dict[str, Any]:
    return {"action": action, "event": event, "now": now, "why": why[:1000], "reason": reason}
