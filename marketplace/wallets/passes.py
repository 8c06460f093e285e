"""What may be done with passes, and asked of them.

A pass's serial and token never change: phones keep both. So a pass stands for one card for ever; a card that goes on under another code
gets a pass of its own, and the former one shows that it is void.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from marketplace import giftcards, programmes
from marketplace.core import audit, ids, outbox, vault
from marketplace.core.db import execute
from marketplace.core.topics import Topic
from marketplace.giftcards import Card
from marketplace.wallets.errors import NoPass

TOKEN_DIGITS = 40
_SELECT = "SELECT id, serial, programme_id, giftcard_id, language, made_at FROM wallet_passes"
_GIVE = """INSERT INTO wallet_passes (serial, programme_id, giftcard_id, language, made_at)
    VALUES (%(serial)s, %(programme)s, %(card)s, %(language)s, %(now)s) ON CONFLICT (giftcard_id) DO NOTHING RETURNING id"""
# What happened last to a pass's card, and so to what the pass shows. Its last day is over without anything happening to it.
_CHANGED = """greatest(p.made_at, (SELECT max(at) FROM giftcard_events WHERE giftcard_id = p.giftcard_id),
    (SELECT max(at) FROM giftcard_movements WHERE giftcard_id = p.giftcard_id),
    (SELECT ends FROM giftcards g JOIN programmes o ON o.id = g.programme_id,
            LATERAL (SELECT (g.expires_on + 1)::timestamp AT TIME ZONE o.time_zone AS ends) e
      WHERE g.id = p.giftcard_id AND ends <= %(now)s))"""


@dataclass(frozen=True, slots=True)
class Pass:
    """A card in a wallet, in its owner's language."""

    id: int
    serial: str
    programme_id: int
    giftcard_id: int
    language: str
    made_at: datetime


def give(card: Card, *, language: str, now: datetime) -> Pass:
    """The pass of a card; the same one whenever it is asked for."""
    made = execute(
        _GIVE,
        {"serial": ids.new_ref(), "programme": card.programme_id, "card": card.id, "language": language, "now": now},
    ).first()
    if made is not None:
        audit.record("wallets.give", f"giftcard:{card.id}", at=now, after={"language": language})
    return Pass(*execute(f"{_SELECT} WHERE giftcard_id = %(card)s", {"card": card.id}).one())


def pass_of(serial: str) -> Pass:
    """The pass with this serial. Raises NoPass."""
    row = execute(f"{_SELECT} WHERE serial = %(serial)s", {"serial": serial[:26]}).first()
    if row is None:
        raise NoPass
    return Pass(*row)


def token(of: Pass) -> str:
    """What a device shows to ask for a pass again; only who has the key file can make it."""
    return vault.digest(f"wallet pass {of.serial}".encode()).hex()[:TOKEN_DIGITS]


def is_token(given: str, of: Pass) -> bool:
    """Whether this is the pass's token."""
    return hmac.compare_digest(token(of).encode(), given.encode("utf-8", "replace"))


def changed_at(of: Pass, *, now: datetime) -> datetime:
    """When what a pass shows changed last, up to now."""
    asked = f"SELECT {_CHANGED} FROM wallet_passes p WHERE p.id = %(id)s"  # noqa: S608 - our own words
    found: datetime = execute(asked, {"id": of.id, "now": now}).scalar_one()
    return found


def register(of: Pass, device: str, push_token: bytes, *, now: datetime) -> bool:
    """Let a device hear of a pass, of each change and of its card's last day, also of one that is put off later; returns whether it is the first time."""
    row = execute(
        """INSERT INTO wallet_devices AS d (pass_id, device, push_token, at) VALUES (%(pass)s, %(device)s, %(token)s, %(now)s)
           ON CONFLICT (pass_id, device) DO UPDATE SET push_token = excluded.push_token RETURNING id, at""",
        {"pass": of.id, "device": device, "token": push_token, "now": now},
    ).one()
    first = bool(row.at == now)
    if first:
        ends = _ends_at(of)
        outbox.send(Topic.WALLETS_PUSH, ref=f"{of.id}:{ends.date()}:{row.id}", now=now, due_at=max(ends, now))
    return first


def note_object(of: Pass, *, now: datetime) -> None:
    """Note that a pass's link for Google's wallet was handed out, so that its object is kept up to date; once."""
    made = execute(
        "INSERT INTO wallet_objects (pass_id, at) VALUES (%(pass)s, %(now)s) ON CONFLICT DO NOTHING RETURNING pass_id",
        {"pass": of.id, "now": now},
    ).first()
    if made is not None:
        ends = _ends_at(of)
        outbox.send(Topic.WALLETS_PATCH, ref=f"{of.id}:{ends.date()}", now=now, due_at=max(ends, now))


def in_phones(member_id: int) -> int:
    """How many of a member's cards are in the wallet of a phone, as far as the phones have told."""
    found = execute(
        """SELECT count(*) FROM wallet_passes p JOIN giftcards g ON g.id = p.giftcard_id
            WHERE g.member_id = %(member)s AND g.state <> 'void' AND (EXISTS (SELECT FROM wallet_devices d WHERE d.pass_id = p.id)
               OR EXISTS (SELECT FROM wallet_objects o WHERE o.pass_id = p.id))""",
        {"member": member_id},
    )
    return int(found.scalar_one())


def push_token(device_id: int) -> bytes | None:
    """Where a push reaches a device; None for one that wants to hear of the pass no more."""
    found = execute(
        "SELECT push_token FROM wallet_devices WHERE id = %(id)s",
        {"id": device_id},
    ).scalar()
    return None if found is None else bytes(found)


def forget_token(push_token: bytes) -> int:
    """Let nobody be told under this token any more: its phone has left; returns how many passes it had."""
    gone = execute("DELETE FROM wallet_devices WHERE push_token = %(token)s", {"token": push_token})
    return int(gone.rowcount)


def pass_by_id(pass_id: int) -> Pass:
    """The pass with this internal id, for jobs. Raises NoPass."""
    row = execute(f"{_SELECT} WHERE id = %(id)s", {"id": pass_id}).first()
    if row is None:
        raise NoPass
    return Pass(*row)


def unregister(of: Pass, device: str) -> None:
    """Let a device hear of a pass no more."""
    execute(
        "DELETE FROM wallet_devices WHERE pass_id = %(pass)s AND device = %(device)s", {"pass": of.id, "device": device}
    )


def of_device(device: str, since: datetime | None, *, now: datetime) -> list[tuple[str, datetime]]:
    """The serials of passes that a device hears of and that have changed after a moment, up to now, and when each did."""
    rows = execute(
        f"""SELECT * FROM (SELECT p.serial, {_CHANGED} AS changed FROM wallet_devices d JOIN wallet_passes p ON p.id = d.pass_id
             WHERE d.device = %(device)s) c WHERE %(since)s::timestamptz IS NULL OR changed > %(since)s ORDER BY changed""",  # noqa: S608
        {"device": device, "since": since, "now": now},
    )
    return [(row.serial, row.changed) for row in rows]


def _ends_at(of: Pass) -> datetime:
    """The moment after the last good day of a pass's card."""
    card = giftcards.card_by_id(of.giftcard_id)
    zone = ZoneInfo(programmes.get(of.programme_id).time_zone)
    return datetime.combine(card.expires_on + timedelta(days=1), time(), zone)
