"""What may be asked about users, grants, sessions and API clients."""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import contains_eager

from marketplace.core import emails
from marketplace.core.db import db, execute
from marketplace.identity import rules
from marketplace.identity.errors import StaffChanged
from marketplace.identity.keys import fits, key_prefix
from marketplace.identity.models import ApiClient, Grant, User, UserSession
from marketplace.identity.permissions import STAFF_ROLES, Permission, gives, roles_with
from marketplace.identity.suspending import must_not_be_suspended


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may do what was asked about, and the roles by which he may."""

    id: int
    email: str
    roles: frozenset[str]
    name: str = ""

    @property
    def known_as(self) -> str:
        """What colleagues know them by."""
        return self.name or self.email


@dataclass(frozen=True, slots=True)
class Client:
    """A machine that calls the API, as its requests see it."""

    id: int
    programme_id: int
    name: str
    scopes: frozenset[str]
    member_id: int | None
    per_minute: int

    def may(self, scope: str) -> bool:
        """Whether the key was given this scope."""
        return scope in self.scopes


def user(user_id: int) -> User | None:
    """The user with this id."""
    return db.session.get(User, user_id)


def user_by_email(email: str) -> User | None:
    """The user who signs in with this address, however it is written."""
    return db.session.scalar(select(User).where(User.email == emails.plain(email)))


# Asked in every request of somebody who is signed in, so written once; each page asks what he may do as well.
_SIGNED_IN = (
    select(User)
    .join(UserSession, UserSession.user_id == User.id)
    .outerjoin(User.grants)
    .options(contains_eager(User.grants))
    .where(User.fs_uniquifier == bindparam("uniquifier"), User.active.is_(True))
    .where(UserSession.key_digest == bindparam("key"), UserSession.ends_at > bindparam("now"))
    .order_by(Grant.id)
)


def signed_in(uniquifier: str, key: str, now: datetime) -> User | None:
    """The active user of a session cookie, while the session lasts; one statement."""
    asked = {"uniquifier": uniquifier, "key": rules.digest(key), "now": now}
    user = db.session.scalars(_SIGNED_IN, asked).unique().one_or_none()
    return user if user is not None and key.startswith(f"{user.id}-") else None


def sessions(user_id: int, now: datetime) -> list[UserSession]:
    """Where a user is signed in, newest first."""
    lasting = select(UserSession).where(UserSession.user_id == user_id, UserSession.ends_at > now)
    return list(db.session.scalars(lasting.order_by(UserSession.id.desc())))


def is_session(row: UserSession, key: str) -> bool:
    """Whether this is the session that a cookie's key stands for."""
    return hmac.compare_digest(row.key_digest, rules.digest(key))


def grants(user_id: int) -> list[Grant]:
    """The roles of a user, in the order they were given."""
    return list(db.session.scalars(select(Grant).where(Grant.user_id == user_id).order_by(Grant.id)))


def can(user: User, permission: Permission, *, programme_id: int, partner_id: int | None = None) -> bool:
    """Whether a user may do this in a programme, to the things of one partner where one is given.

    Staff may do it to those of every partner; a partner's people to those of their own partner alone, and to nothing
    when none is given. A grant for the installation counts everywhere.
    """
    return any(
        gives(held.role, permission)
        and held.programme_id in (None, programme_id)
        and held.partner_id in (None, partner_id)
        for held in user.grants
    )


def partners_of(user: User, permission: Permission, *, programme_id: int) -> list[int]:
    """The partners of a programme for whom a user may do this by a role with that very partner, in order of their ids."""
    return sorted({
        held.partner_id for held in user.grants
        if held.partner_id is not None and held.programme_id == programme_id and gives(held.role, permission)
    })  # fmt: skip


def people_who(permission: Permission, *, programme_id: int) -> list[Person]:
    """Everybody who may do this in a programme by a role that is bound to no partner, in order of their addresses."""
    rows = execute(
        """SELECT u.id, u.email, u.name, array_agg(g.role ORDER BY g.role) AS roles FROM grants g JOIN users u ON u.id = g.user_id
            WHERE g.role = ANY (%(roles)s) AND g.partner_id IS NULL AND u.active
              AND (g.programme_id = %(programme)s OR g.programme_id IS NULL) GROUP BY u.id ORDER BY u.email""",
        {"roles": sorted(roles_with(permission)), "programme": programme_id},
    )
    return [Person(row.id, row.email, frozenset(row.roles), row.name) for row in rows]


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody to write to, and in which language."""

    id: int
    email: str
    language: str


def people_for(permission: Permission, *, partner_id: int) -> list[Reader]:
    """Everybody who may do this for a partner by a role with that very partner, in order of their addresses."""
    rows = execute(
        """SELECT DISTINCT u.id, u.email, u.language FROM grants g JOIN users u ON u.id = g.user_id
            WHERE g.role = ANY (%(roles)s) AND g.partner_id = %(partner)s AND u.active ORDER BY u.email""",
        {"roles": sorted(roles_with(permission)), "partner": partner_id},
    )
    return [Reader(*row) for row in rows]


def staff_for(permission: Permission, *, programme_id: int) -> list[Reader]:
    """Everybody who may do this in a programme as its staff, in order of their addresses."""
    roles = sorted(roles_with(permission) & set(STAFF_ROLES))
    rows = execute(
        """SELECT DISTINCT u.id, u.email, u.language FROM grants g JOIN users u ON u.id = g.user_id
            WHERE g.role = ANY (%(roles)s) AND g.programme_id = %(programme)s AND g.partner_id IS NULL AND u.active ORDER BY u.email""",
        {"roles": roles, "programme": programme_id},
    )
    return [Reader(*row) for row in rows]


def known_as(user_ids: Iterable[int]) -> dict[int, str]:
    """What colleagues know these users by: their names, or the addresses with which they sign in where they have said none."""
    asked = "SELECT id, coalesce(nullif(name, ''), email) AS known_as FROM users WHERE id = ANY (%(ids)s)"
    return {row.id: row.known_as for row in execute(asked, {"ids": sorted(user_ids)})}


# What colleagues call somebody: by their name; where their address is all that is known of them, "ilya.voronov@…" is "Ilya Voronov". Of the
# table `u`.
CALLED = "coalesce(nullif(u.name, ''), initcap(replace(split_part(u.email, '@', 1), '.', ' ')))"


def called(user_ids: Iterable[int]) -> dict[int, str]:
    """What colleagues call these users."""
    rows = execute(f"SELECT u.id, {CALLED} AS name FROM users u WHERE u.id = ANY (%(ids)s)", {"ids": sorted(user_ids)})  # noqa: S608 - our own words
    return {row.id: row.name for row in rows}


KIND = "vk"  # how keys of API clients begin
# Asked in every request of the API, so past the ORM.
_CLIENT = """SELECT id, programme_id, name, key_digest, scopes, member_id, per_minute, expires_at, revoked_at
    FROM api_clients WHERE key_prefix = %(prefix)s"""


def client_by_key(key: str, now: datetime) -> Client | None:
    """The client whose key this is; None for an unknown, revoked or expired one."""
    prefix = key_prefix(key, KIND)
    if prefix is None:
        return None
    row = execute(_CLIENT, {"prefix": prefix}).first()
    if row is None or not fits(key, row.key_digest):
        return None
    if row.revoked_at is not None or (row.expires_at is not None and row.expires_at <= now):
        return None
    return as_client(row)


def clients(programme_id: int) -> list[ApiClient]:
    """All API clients of a programme, also those whose access has ended."""
    return list(
        db.session.scalars(select(ApiClient).where(ApiClient.programme_id == programme_id).order_by(ApiClient.id))
    )


def as_client(row: Any) -> Client:
    """The part of a client's row that requests need."""
    return Client(row.id, row.programme_id, row.name, frozenset(row.scopes), row.member_id, row.per_minute)


_CHANGES = """FROM audit_records WHERE subject = %(subject)s
    AND action IN ('identity.change_password', 'identity.change_factor', 'identity.confirm_email')"""


def must_be_settled(user_id: int, *, programme_id: int, now: datetime) -> None:
    """To be asked wherever somebody of staff gives value out or agrees to it: whoever takes over an account changes what it is entered with first.

    Raises:
        IssuingSuspended: the fraud desk of the programme has suspended them from issuing.
        StaffChanged: their password, second factor or address was changed within the last 24 hours.
    """
    must_not_be_suspended(user_id, programme_id)
    changed = changed_at(user_id)
    if changed is not None and changed > now - rules.QUIET:
        raise StaffChanged(until=(changed + rules.QUIET).isoformat())


def changed_at(user_id: int) -> datetime | None:
    """When a user's password, second factor or address was last changed; None: never since it is recorded."""
    changed: datetime | None = execute(f"SELECT max(at) {_CHANGES}", {"subject": f"user:{user_id}"}).scalar()
    return changed


def changes(user_id: int, *, since: datetime) -> list[datetime]:
    """When a user's password, second factor or address was changed after a moment, in order."""
    facts = {"subject": f"user:{user_id}", "since": since}
    return list(execute(f"SELECT at {_CHANGES} AND at > %(since)s ORDER BY at", facts).scalars())
