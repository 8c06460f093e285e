"""What may be asked of acts on members' accounts; read only."""

from dataclasses import fields
from datetime import date, datetime

from marketplace.core.db import execute
from marketplace.members import Member
from marketplace.programmes import Programme
from marketplace.support.accounts.errors import NotAskedFor
from marketplace.support.accounts.values import Budget, Correction, Near

_COLUMNS = ", ".join(field.name for field in fields(Correction))
_ONE = f"SELECT {_COLUMNS} FROM point_corrections"  # noqa: S608 - our own column names


def by_ref(ref: str, member_id: int) -> Correction:
    """The correction of a ref. Raises NotAskedFor where it is another member's."""
    row = execute(f"{_ONE} WHERE ref = %(ref)s AND member_id = %(member)s", {"ref": ref, "member": member_id}).first()
    if row is None:
        raise NotAskedFor
    return Correction(*row)


def is_done(member_id: int, ref: str) -> bool:
    """Whether one person alone has put a member's points right under this ref."""
    sql = "SELECT EXISTS (SELECT FROM point_corrections WHERE ref = %(ref)s AND member_id = %(member)s AND proposal_id IS NULL)"
    return bool(execute(sql, {"ref": ref, "member": member_id}).scalar_one())


def correction(correction_id: int) -> Correction:
    """The correction with this id."""
    return Correction(*execute(f"{_ONE} WHERE id = %(id)s", {"id": correction_id}).one())


def corrections(member_id: int, *, limit: int = 20) -> list[Correction]:
    """What was put right for a member by hand, newest first."""
    rows = execute(
        f"{_ONE} WHERE member_id = %(member)s ORDER BY id DESC LIMIT %(limit)s", {"member": member_id, "limit": limit}
    )
    return [Correction(*row) for row in rows]


def alone_with(member: Member, amount: int, *, since: datetime) -> int:
    """How many points would have been given to or taken from a member by hand since then by one person without another, this amount with them.
    Whoever asks next waits until the transaction ends.
    """
    execute("SELECT pg_advisory_xact_lock(hashtextextended('points by hand ' || %(id)s, 5))", {"id": member.id})
    done = execute(
        """SELECT coalesce(sum(amount), 0) FROM point_corrections
            WHERE member_id IN (SELECT member_line(%(id)s)) AND kind <> 'goodwill' AND proposal_id IS NULL AND at > %(since)s""",
        {"id": member.id, "since": since},
    ).scalar_one()
    return amount + int(done)


def earned_left(member_id: int, token: str) -> int:
    """What a bank card has earned for a member and neither refunds nor staff took back; minor units of points."""
    left = execute("SELECT card_earned_left(%(member)s, %(token)s)", {"member": member_id, "token": token}).scalar_one()
    return max(0, int(left))


def how_many(member_id: int) -> int:
    """How often a member's points were put right by hand."""
    sql = "SELECT count(*) FROM point_corrections WHERE member_id = %(member)s"
    return int(execute(sql, {"member": member_id}).scalar_one())


def goodwill(programme: Programme, user_id: int, today: date) -> Budget:
    """What this person may still give as goodwill on a day."""
    used = execute(
        """SELECT coalesce(sum(amount), 0) FROM correction_days
            WHERE programme_id = %(programme)s AND user_id = %(user)s AND day = %(day)s AND budget = 'goodwill'""",
        {"programme": programme.id, "user": user_id, "day": today},
    ).scalar_one()
    return Budget(programme.goodwill_day, int(used))


def near_limits(programme: Programme, today: date) -> list[Near]:
    """The limits of a day of which nine tenths are used, the most used first."""
    rows = execute(
        """SELECT budget, user_id, amount, most FROM (
               SELECT d.*, CASE WHEN d.budget = 'goodwill' THEN p.goodwill_day WHEN d.user_id IS NULL THEN p.correction_day
                                ELSE p.correction_person_day END AS most
                 FROM correction_days d JOIN programmes p ON p.id = d.programme_id
                WHERE d.programme_id = %(programme)s AND d.day = %(day)s) used
            WHERE amount * 10 >= most * 9 ORDER BY amount::numeric / greatest(most, 1) DESC, user_id NULLS FIRST""",
        {"programme": programme.id, "day": today},
    )
    return [Near(*row) for row in rows]
