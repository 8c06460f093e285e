"""Members in tests, with points where a test needs them."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from marketplace import ledger, members
from marketplace.members import Member
from marketplace.programmes import Programme
from tests.builders.identity import a_user
from tests.builders.ledger import give

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
_numbers = count(1)


def a_member(
    programme: Programme,
    *,
    points: int = 0,
    expires_on: date | None = date(2027, 12, 31),
    user: Any = True,
    now: datetime = NOW,
    **over: Any,
) -> Member:
    """Anna of St Petersburg, or somebody like her; inside a transaction.

    `user`: True makes one who signs in with her mail, None leaves her without, a user is taken as they are. `points` are
    minor units, spendable until `expires_on`.
    """
    number = next(_numbers)
    email = over.pop("email", f"member{number}@example.org")
    who = a_user(email) if user is True else user
    values = {"first_name": "Анна", "last_name": "Соколова", "language": "ru", "city": None} | over
    member = members.join(programme, user_id=who.id if who else None, email=email, now=now, **values)
    if points:
        own = ledger.account(programme.id, "member", owner_id=member.id)
        give(programme, own, [(points, expires_on)], at=now, memo=None)
    return member
