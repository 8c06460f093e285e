"""Whether letters reach a member: an address that they have come back from is known as such until its owner says that it works."""

from datetime import datetime
from typing import NamedTuple

from marketplace.core import audit, emails
from marketplace.core.db import execute
from marketplace.core.formats import masked_email
from marketplace.members import queries
from marketplace.members.values import Member

_LOSE = """INSERT INTO unreachable_emails (programme_id, email, at) VALUES (%(programme)s, %(email)s, %(now)s)
    ON CONFLICT DO NOTHING RETURNING at"""
_FIND = "DELETE FROM unreachable_emails WHERE programme_id = %(programme)s AND email = %(email)s RETURNING at"
_NOTICES = """SELECT coalesce((SELECT kind FROM member_holds WHERE member_id = %(id)s AND lifted_at IS NULL), '') AS held,
       EXISTS (SELECT FROM unreachable_emails WHERE programme_id = %(programme)s AND email = %(email)s) AS unreachable"""


class Notices(NamedTuple):
    """What a member is to know on every page: that they are held ("hold", "block" or ""), that letters do not reach them."""

    held: str
    unreachable: bool


def note_unreachable(programme_id: int, email: str, *, now: datetime) -> bool:
    """Note that letters to this address come back; returns whether it is some member's. Known already, it stays so."""
    of = queries.reached_by(programme_id, email=email, phone="")
    if not of:
        return False
    if execute(_LOSE, {"programme": programme_id, "email": emails.plain(email), "now": now}).first() is not None:
        for one in of:
            before, after = _stands(one, "reachable"), _stands(one, "unreachable")
            audit.record("members.lose_address", f"member:{one.id}", at=now, before=before, after=after)
    return True


def note_reachable(of: Member, *, now: datetime) -> None:
    """Note that a member's address works, as they say or have shown; one that did anyway stays as it is."""
    if execute(_FIND, {"programme": of.programme_id, "email": of.email}).first() is not None:
        before, after = _stands(of, "unreachable"), _stands(of, "reachable")
        audit.record("members.find_address", f"member:{of.id}", at=now, before=before, after=after)


def unreachable_since(of: Member) -> datetime | None:
    """Since when letters to a member come back; None where nothing says so."""
    where = {"programme": of.programme_id, "email": of.email}
    found: datetime | None = execute(
        "SELECT at FROM unreachable_emails WHERE programme_id = %(programme)s AND email = %(email)s", where
    ).scalar()
    return found


def notices(of: Member) -> Notices:
    """What stands on a member's pages beside their content."""
    row = execute(_NOTICES, {"id": of.id, "programme": of.programme_id, "email": of.email}).one()
    return Notices(row.held, row.unreachable)


def _stands(of: Member, state: str) -> dict[str, str]:
    return {"email": masked_email(of.email), "state": state}
