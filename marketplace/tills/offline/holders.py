"""Which device holds what a terminal takes along: one at a time, so that what can be lost is what was published, and not that times the devices."""

from datetime import datetime

from marketplace.core import audit, vault
from marketplace.core.db import execute
from marketplace.tills.errors import NoHolder, OfflineElsewhere
from marketplace.tills.offline.values import Device, Holder, Terms
from marketplace.tills.values import Terminal

_COLUMNS = """h.id, h.terminal_id, h.user_id, h.key_prefix, h.since, h.until, h.ended_at, h.ended_how,
    least(t.stored_limit, t.count_limit * t.card_limit) AS most_lost"""
_LASTING = f"""SELECT {_COLUMNS} FROM offline_holders h JOIN offline_terms t ON t.id = h.terms_id JOIN terminals x ON x.id = h.terminal_id
    WHERE x.partner_id = %(partner)s AND h.until > %(now)s ORDER BY h.id"""  # noqa: S608
_HOLD = "SELECT * FROM offline_hold(%(terminal)s, %(terms)s, %(holder)s, %(user)s, %(key)s, %(until)s, %(now)s)"


def hold(of: Terminal, terms: Terms, device: Device, *, until: datetime, now: datetime) -> int:
    """Let a device hold a terminal's packages; the number of that. The same device only goes on.

    Raises:
        OfflineElsewhere: another device holds them.
    """
    facts = {
        "terminal": of.id,
        "terms": terms.id,
        "holder": _digest(device),
        "user": device.user_id,
        "key": device.key_prefix,
    }
    row = execute(_HOLD, facts | {"until": until, "now": now}).one()
    if row.elsewhere is not None:
        raise OfflineElsewhere(since=row.elsewhere.isoformat())
    return int(row.holder)


def hand_back(of: Terminal, device: Device, *, now: datetime) -> bool:
    """A device gives up what it holds, with nothing left to send, so that another may have it. Returns whether it held anything."""
    ended = execute(
        """UPDATE offline_holders SET ended_at = greatest(since, least(until, %(now)s)), ended_how = 'returned'
            WHERE terminal_id = %(terminal)s AND holder = %(holder)s AND ended_at IS NULL RETURNING id""",
        {"terminal": of.id, "holder": _digest(device), "now": now},
    ).first()
    return ended is not None


def cut_off(of: Terminal, holder_id: int, *, now: datetime) -> None:
    """Let other devices have a terminal's packages although one holds them, at its partner's word. Twice is once.

    A device that is without a network does not learn of it: what it holds may still come, until its package ends (`held`).

    Raises:
        NoHolder: it is none of the terminal's.
    """
    facts = {"terminal": of.id, "id": holder_id, "now": now}
    ended = execute(
        """UPDATE offline_holders SET ended_at = greatest(since, %(now)s), ended_how = 'ended'
            WHERE id = %(id)s AND terminal_id = %(terminal)s AND ended_at IS NULL AND until > %(now)s RETURNING id""",
        facts,
    ).first()
    if ended is not None:
        audit.record("tills.cut_off", f"terminal:{of.id}", at=now, before={"holder": ended.id}, after={})
    elif execute("SELECT FROM offline_holders WHERE id = %(id)s AND terminal_id = %(terminal)s", facts).first() is None:
        raise NoHolder


def held(partner_id: int, *, now: datetime) -> list[Holder]:
    """The devices whose packages last at a partner's terminals: those that hold one, and those cut off that may not know of it."""
    return [one for one in lasting(partner_id, now=now) if one.ended_how in (None, "ended")]


def lasting(partner_id: int, *, now: datetime) -> list[Holder]:
    """All devices that were given a package which lasts at a partner's terminals, also one that has handed it back or has another by now:
    what it took under it is booked as long."""
    return [Holder(*row) for row in execute(_LASTING, {"partner": partner_id, "now": now})]


def _digest(device: Device) -> bytes:
    return vault.digest(b"till device\0" + device.name.encode())
