"""Roles given and taken back, and who holds which."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marketplace.core import audit, own_seals
from marketplace.core.actors import Actor
from marketplace.core.db import execute
from marketplace.identity import rules
from marketplace.identity.actions import end_sessions
from marketplace.identity.book import GRANTS
from marketplace.identity.errors import LastGrant, NoGrant, OwnGrant, UnknownRole
from marketplace.identity.permissions import KEEPERS


@dataclass(frozen=True, slots=True)
class Held:
    """A role that somebody holds: in a programme, for a partner of it, or (without either) for the installation."""

    id: int
    user_id: int
    role: str
    programme_id: int | None
    partner_id: int | None
    granted_at: datetime


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who holds roles at a place: their name and address, what protects their sign-in, when they last signed in."""

    user_id: int
    email: str
    name: str
    authenticator: bool
    passkey: bool
    signed_in_at: datetime | None
    grants: tuple[Held, ...]


@dataclass(frozen=True, slots=True)
class Former:
    """Somebody whose last role at a place was taken back, and when."""

    user_id: int
    email: str
    name: str
    role: str
    ended_at: datetime


def grant(user_id: int, role: str, *, programme_id: int | None, partner_id: int | None = None, now: datetime) -> None:
    """Give a role; their sessions end, so that they come back with their second factor. Holding it already changes nothing.

    Raises:
        UnknownRole: no such role, or none that is held there.
    """
    if not rules.can_be_held(role, programme_id=programme_id, partner_id=partner_id):
        raise UnknownRole(role=role)
    before = _roles(user_id, programme_id)
    given = execute(
        """INSERT INTO grants (user_id, role, programme_id, partner_id, granted_at)
           VALUES (%(user)s, %(role)s, %(programme)s, %(partner)s, %(now)s) ON CONFLICT DO NOTHING RETURNING id""",
        {"user": user_id, "role": role, "programme": programme_id, "partner": partner_id, "now": now},
    ).first()
    if given is not None:
        own_seals.seal(GRANTS, given.id)
        _record("identity.grant", user_id, programme_id, before, now, "")
        end_sessions(user_id)


def revoke(held: Held, *, by: Actor, now: datetime, why: str = "") -> None:
    """Take a role back; their sessions end. One that was taken back already changes nothing.

    Raises:
        OwnGrant: nobody takes a role from themselves.
        LastGrant: nobody would be left at that place who can give roles; of two that go at once one stays.
    """
    if by.kind == "user" and by.id == held.user_id:
        raise OwnGrant(role=held.role)
    if held.role in KEEPERS and not _another_keeper(held):
        raise LastGrant(role=held.role)
    before = _roles(held.user_id, held.programme_id)
    taken = execute(
        """WITH taken AS (DELETE FROM grants WHERE id = %(id)s RETURNING id, user_id, role, programme_id, partner_id, granted_at)
           INSERT INTO ended_grants (id, user_id, role, programme_id, partner_id, granted_at, ended_at) SELECT taken.*, %(now)s FROM taken RETURNING id""",
        {"id": held.id, "now": now},
    ).first()
    if taken is not None:
        _record("identity.revoke", held.user_id, held.programme_id, before, now, why)
        end_sessions(held.user_id)


def change_role(held: Held, role: str, *, by: Actor, now: datetime, why: str = "") -> None:
    """Give another role in the place of one; their sessions end.

    Raises:
        UnknownRole: no such role, or none that is held there.
        OwnGrant, LastGrant: as for `revoke`.
    """
    if role == held.role:
        return
    grant(held.user_id, role, programme_id=held.programme_id, partner_id=held.partner_id, now=now)
    revoke(held, by=by, now=now, why=why)


def grant_for_partner(grant_id: int, *, partner_id: int) -> Held:
    """A grant for this very partner. Raises NoGrant: unknown and another partner's alike."""
    row = execute(
        """SELECT id, user_id, role, programme_id, partner_id, granted_at FROM grants
            WHERE id = %(id)s AND partner_id = %(partner)s""",
        {"id": grant_id, "partner": partner_id},
    ).first()
    if row is None:
        raise NoGrant
    return Held(*row)


def grant_by_id(grant_id: int, *, programme_id: int, installation: bool) -> Held:
    """A grant in this programme, or for the installation where the asker gives those.

    Raises NoGrant: unknown and another programme's alike.
    """
    row = execute(
        """SELECT id, user_id, role, programme_id, partner_id, granted_at FROM grants
            WHERE id = %(id)s AND (programme_id = %(programme)s OR (programme_id IS NULL AND %(installation)s))""",
        {"id": grant_id, "programme": programme_id, "installation": installation},
    ).first()
    if row is None:
        raise NoGrant
    return Held(*row)


def grant_of(user_id: int, role: str, *, programme_id: int | None, partner_id: int | None = None) -> Held | None:
    """The grant of a role that a user holds at a place; None where they do not."""
    row = execute(
        """SELECT id, user_id, role, programme_id, partner_id, granted_at FROM grants WHERE user_id = %(user)s AND role = %(role)s
               AND programme_id IS NOT DISTINCT FROM %(programme)s AND partner_id IS NOT DISTINCT FROM %(partner)s""",
        {"user": user_id, "role": role, "programme": programme_id, "partner": partner_id},
    ).first()
    return None if row is None else Held(*row)


def roles_at(user_id: int, *, programme_id: int, partner_id: int) -> list[str]:
    """The roles that a user holds at a partner, oldest first."""
    rows = execute(
        "SELECT role FROM grants WHERE user_id = %(user)s AND programme_id = %(programme)s AND partner_id = %(partner)s ORDER BY id",
        {"user": user_id, "programme": programme_id, "partner": partner_id},
    )
    return [row.role for row in rows]


def team(programme_id: int | None, partner_id: int | None = None) -> list[Colleague]:
    """Everybody who holds a role in a programme, its partners' people too; without one: for the installation.

    With `partner_id` those who hold one for that partner, and no other role of theirs is told.
    """
    held: dict[int, list[Held]] = {}
    asked = {"programme": programme_id, "partner": partner_id}
    for row in execute(
        """SELECT id, user_id, role, programme_id, partner_id, granted_at FROM grants
            WHERE programme_id IS NOT DISTINCT FROM %(programme)s
              AND (%(partner)s::bigint IS NULL OR partner_id = %(partner)s) ORDER BY id""",
        asked,
    ):
        held.setdefault(row.user_id, []).append(Held(*row))
    rows = execute(
        """SELECT u.id, u.email, u.name, u.tf_totp_secret IS NOT NULL AS authenticator, u.signed_in_at,
                  EXISTS (SELECT FROM passkeys p WHERE p.user_id = u.id) AS passkey
             FROM users u WHERE u.id = ANY(%(ids)s) ORDER BY u.email""",
        {"ids": list(held)},
    )
    return [
        Colleague(row.id, row.email, row.name, row.authenticator, row.passkey, row.signed_in_at, tuple(held[row.id]))
        for row in rows
    ]


def former_team(partner_id: int, *, limit: int = 50) -> list[Former]:
    """Everybody who held a role for a partner and holds none there now, with their last one; who went last comes first."""
    rows = execute(
        """SELECT * FROM (SELECT DISTINCT ON (e.user_id) e.user_id, u.email, u.name, e.role, e.ended_at FROM ended_grants e JOIN users u ON u.id = e.user_id
                           WHERE e.partner_id = %(partner)s AND NOT EXISTS (SELECT FROM grants g WHERE g.user_id = e.user_id AND g.partner_id = e.partner_id)
                           ORDER BY e.user_id, e.ended_at DESC, e.id DESC) gone
            ORDER BY ended_at DESC, user_id LIMIT %(limit)s""",
        {"partner": partner_id, "limit": limit},
    )
    return [Former(*row) for row in rows]


def _another_keeper(held: Held) -> bool:
    """Whether somebody else who is not shut out holds the same role there. Waits for others who take it from them."""
    rows: Iterable[Any] = execute(
        """SELECT g.id FROM grants g JOIN users u ON u.id = g.user_id AND u.active
            WHERE g.role = %(role)s AND g.programme_id IS NOT DISTINCT FROM %(programme)s
              AND g.partner_id IS NOT DISTINCT FROM %(partner)s ORDER BY g.id FOR UPDATE OF g""",
        {"role": held.role, "programme": held.programme_id, "partner": held.partner_id},
    )
    return any(row.id != held.id for row in rows)


def _roles(user_id: int, programme_id: int | None) -> list[dict[str, Any]]:
    """What they hold at a place, as the audit keeps it."""
    rows = execute(
        """SELECT role, partner_id FROM grants
            WHERE user_id = %(user)s AND programme_id IS NOT DISTINCT FROM %(programme)s ORDER BY id""",
        {"user": user_id, "programme": programme_id},
    )
    return [{"role": row.role} | ({"partner_id": row.partner_id} if row.partner_id else {}) for row in rows]


def _record(
    action: str, user_id: int, programme_id: int | None, before: list[dict[str, Any]], now: datetime, why: str
) -> None:
    place = {"programme_id": programme_id}
    after = place | {"roles": _roles(user_id, programme_id)}
    audit.record(action, f"user:{user_id}", at=now, why=why, before=place | {"roles": before}, after=after)
