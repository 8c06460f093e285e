"""What people sign in by, an address or a member number, and whose it is; the same work for every one of them."""

from flask import g

from marketplace import identity, members
from marketplace.core import emails

NOBODY = 0


def plain(name: str) -> str:
    """A name in the one spelling in which it is looked up and counted."""
    short = name[: emails.ADDRESS_MAX]
    return emails.plain(short) if "@" in emails.plain(short) else members.plain_number(short)


def lookup(name: str) -> identity.User | None:
    """The user of a mail address, or of a member number of the request's programme."""
    who = plain(name)
    if "@" in who:
        return identity.user_by_email(who)
    member = members.numbered(g.programme.id, who) if "programme" in g else None
    return identity.user(member.user_id if member is not None and member.user_id is not None else NOBODY)


def account(name: str) -> str:
    """Whose tries these are: an account has one count, by whichever of its names it is tried."""
    user = lookup(name)
    return f"user {user.id}" if user is not None else plain(name)
