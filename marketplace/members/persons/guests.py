"""Members who came without signing up: known by an address that a letter to it has confirmed, until they sign up with it."""

from datetime import datetime

from marketplace.core import audit, emails
from marketplace.core.db import execute
from marketplace.members import actions, queries
from marketplace.members.persons import merging
from marketplace.members.values import Member

_KNOWN = "SELECT member_id FROM guest_members WHERE programme_id = %(programme)s AND email = %(email)s"
_KEEP = """INSERT INTO guest_members (programme_id, email, member_id, at) VALUES (%(programme)s, %(email)s, %(member)s, %(now)s)"""


def guest(programme: actions.Programme, *, email: str, first_name: str, language: str, now: datetime) -> Member:
    """The guest of a programme with this address, whom nobody signs in for, or as whom he goes on; a new one where there is none.

    Args:
        email: confirmed, because whoever acts has followed a link that was sent there.
        first_name: what they were called; they say it better when they sign up.
    """
    key = {"programme": programme.id, "email": emails.plain(email)}
    # Of two gifts to one address that are claimed at once, the second finds the first one's guest.
    execute("SELECT pg_advisory_xact_lock(hashtextextended('guest ' || %(programme)s || ' ' || %(email)s, 4))", key)
    known = execute(_KNOWN, key).scalar()
    if known is not None:
        found = queries.member(known)
        assert found is not None, "a member is never deleted"
        standing = merging.member_now(found.id)
        if standing.user_id is None or standing.id != found.id:
            return standing
        execute("DELETE FROM guest_members WHERE member_id = %(member)s", {"member": known})
    made = actions.join(
        programme, user_id=None, first_name=first_name, last_name="", email=email, language=language, city=None, now=now
    )
    execute(_KEEP, key | {"member": made.id, "now": now})
    audit.record("members.welcome_guest", f"member:{made.id}", at=now, after={"language": language})
    return made
