"""What may be done with members."""

from datetime import datetime
from typing import Protocol

from marketplace import ledger
from marketplace.core import audit, emails
from marketplace.core.db import execute
from marketplace.core.formats import masked_email
from marketplace.members import queries, rules
from marketplace.members.errors import BadToken, CardTaken, MemberMerged, NoSuchCard, NumberTaken, UnknownNotification
from marketplace.members.models import MemberCard
from marketplace.members.standing import reaching
from marketplace.members.values import Member

ACCOUNTS = ("member", "held", "debt")
JOIN = """
    INSERT INTO members (programme_id, user_id, number, first_name, last_name, email, phone, language, city_slug, tier,
                         joined_at)
    VALUES (%(programme)s, %(user)s, %(number)s, %(first)s, %(last)s, %(email)s, %(phone)s, %(language)s, %(city)s,
            %(tier)s, %(now)s)
    ON CONFLICT DO NOTHING RETURNING id"""


class Programme(Protocol):
    """What must be known of the programme that is joined."""

    @property
    def id(self) -> int: ...


def join(
    programme: Programme,
    *,
    user_id: int | None,
    first_name: str,
    last_name: str,
    email: str,
    language: str,
    city: str | None,
    now: datetime,
    number: str | None = None,
    phone: str = "",
    tier: str = "",
) -> Member:
    """Make a member with a fresh number and open their accounts; who is one already stays the same, and a guest with this address becomes one.

    Args:
        user_id: who signs in for them; None for a member who is known by their number alone.
        city: the slug of their city, or None.
        number: one that they bring along from elsewhere, 6 to 16 digits or capital letters.

    Raises:
        NumberTaken: another member has the number they bring along.
        MemberMerged: their membership goes on as another one of theirs.
    """
    while True:
        known = queries.of_user_once(user_id, programme.id) if user_id is not None else None
        if known is not None:
            if execute("SELECT member_now(%(id)s) <> %(id)s", {"id": known.id}).scalar_one():
                raise MemberMerged
            return known
        if user_id is not None and number is None:
            named = {"first": first_name.strip(), "last": last_name.strip(), "language": language, "city": city or None}
            linked = _welcomed(programme.id, user_id, email, named, now)
            if linked is not None:
                return linked
        values = {
            "programme": programme.id, "user": user_id, "number": number or rules.new_number(),
            "first": first_name.strip(), "last": last_name.strip(), "email": emails.plain(email), "phone": phone,
            "language": language, "city": city or None, "tier": tier, "now": now,
        }  # fmt: skip
        row = execute(JOIN, values).first()
        if row is not None:
            break
        if number is not None and queries.by_number(programme.id, number) is not None:
            raise NumberTaken(number=number)
    return _with_accounts(programme.id, row.id)


def sign_up(
    programme: Programme,
    *,
    user_id: int,
    first_name: str,
    last_name: str,
    email: str,
    language: str,
    city: str | None,
    number: str,
    now: datetime,
) -> Member:
    """Make a person whose address is known to be their a member.

    A membership whose number they give becomes their if it has this very address and nobody signs in for it; else they get
    one of their own, and is not told which of the two was wrong.
    """
    return (number and _linked(programme.id, user_id, number, email, now)) or join(
        programme, user_id=user_id, first_name=first_name, last_name=last_name, email=email, language=language, city=city,
        now=now,
    )  # fmt: skip


def _welcomed(
    programme_id: int, user_id: int, email: str, named: dict[str, str | None], now: datetime
) -> Member | None:
    """The guest who was known by this address, now that he signs up with it: under the names that he gives. None: there is none."""
    linked = execute(
        """UPDATE members m SET user_id = %(user)s, first_name = %(first)s, last_name = %(last)s, language = %(language)s, city_slug = %(city)s
             FROM guest_members g WHERE g.programme_id = %(programme)s AND g.email = %(email)s AND m.id = member_now(g.member_id) AND m.user_id IS NULL
            RETURNING m.id""",
        named | {"user": user_id, "programme": programme_id, "email": emails.plain(email)},
    ).first()
    if linked is None:
        return None
    audit.record("members.link", f"member:{linked.id}", at=now, before={"user_id": None}, after={"user_id": user_id})
    return queries.member(linked.id)


def _linked(programme_id: int, user_id: int, number: str, email: str, now: datetime) -> Member | None:
    linked = execute(
        """UPDATE members SET user_id = %(user)s
            WHERE programme_id = %(programme)s AND number = %(number)s AND email = %(email)s AND user_id IS NULL AND member_now(id) = id
              AND NOT EXISTS (SELECT FROM members WHERE programme_id = %(programme)s AND user_id = %(user)s)
            RETURNING id""",
        {
            "user": user_id,
            "programme": programme_id,
            "number": rules.plain_number(number),
            "email": emails.plain(email),
        },
    ).first()
    if linked is None:
        return None
    audit.record("members.link", f"member:{linked.id}", at=now, before={"user_id": None}, after={"user_id": user_id})
    return queries.member(linked.id)


def update_profile(
    member: Member,
    *,
    first_name: str,
    last_name: str,
    phone: str,
    city: str | None,
    language: str,
    now: datetime,
) -> None:
    """Change what a member says about themselves. The audit tells what changed, masked where it says who they are."""
    fresh = {
        "first_name": first_name.strip(), "last_name": last_name.strip(), "phone": phone.strip(),
        "city_slug": city or None, "language": language,
    }  # fmt: skip
    now_stored = queries.member(member.id)
    assert now_stored is not None, "a member is never deleted"
    changed = sorted(name for name, value in fresh.items() if getattr(now_stored, name) != value)
    if not changed:
        return
    execute(
        """UPDATE members SET first_name = %(first_name)s, last_name = %(last_name)s, phone = %(phone)s,
                  city_slug = %(city_slug)s, language = %(language)s WHERE id = %(id)s""",
        fresh | {"id": member.id},
    )
    sides = {name: rules.told_apart(name, getattr(now_stored, name), fresh[name]) for name in changed}
    before, after = ({name: both[side] for name, both in sides.items()} for side in (0, 1))
    audit.record("members.update_profile", f"member:{member.id}", at=now, before=before, after=after)


def change_email(user_id: int, email: str, *, now: datetime) -> None:
    """Give all memberships of a user the address with which they sign in now. The audit masks it."""
    moved = execute(
        """UPDATE members m SET email = %(email)s FROM (SELECT id, email FROM members WHERE user_id = %(user)s FOR UPDATE) old
            WHERE m.id = old.id AND m.email <> %(email)s RETURNING m.id, old.email AS former""",
        {"user": user_id, "email": emails.plain(email)},
    ).all()
    for row in moved:
        before, after = {"email": masked_email(row.former)}, {"email": masked_email(emails.plain(email))}
        audit.record("members.change_email", f"member:{row.id}", at=now, before=before, after=after)
        fresh = queries.member(row.id)
        assert fresh is not None
        reaching.note_reachable(fresh, now=now)  # a letter to it has just been answered


def bind_card(member: Member, token: str, now: datetime) -> MemberCard:
    """Let the operations of a bank card earn points for a member; bound to them already, it stays so.

    Raises:
        BadToken: no token of an issuer, or a whole card number.
        CardTaken: it earns for another member of the programme.
    """
    if not rules.is_token(token):
        raise BadToken
    bound = execute(
        """INSERT INTO member_cards (programme_id, member_id, token, bound_at)
           VALUES (%(programme)s, %(member)s, %(token)s, %(now)s)
           ON CONFLICT (programme_id, token) WHERE unbound_at IS NULL DO NOTHING RETURNING id""",
        {"programme": member.programme_id, "member": member.id, "token": token, "now": now},
    ).first()
    if bound is not None:
        facts = {"card_id": bound.id, "last4": token[-4:]}
        audit.record("members.bind_card", f"member:{member.id}", at=now, after=facts)
    card = queries.bound_card(member.programme_id, token)
    if card is None or card.member_id != member.id:
        raise CardTaken
    return card


def unbind_card(member: Member, card_id: int, *, why: str = "", now: datetime) -> None:
    """End that a bank card earns points for a member; `why` where staff does it. Raises NoSuchCard for another's card and for an unbound one."""
    ended = execute(
        """UPDATE member_cards SET unbound_at = %(now)s
            WHERE id = %(id)s AND member_id = %(member)s AND unbound_at IS NULL RETURNING id, token""",
        {"id": card_id, "member": member.id, "now": now},
    ).first()
    if ended is None:
        raise NoSuchCard
    card = {"card_id": card_id, "last4": ended.token[-4:]}
    audit.record(
        "members.unbind_card",
        f"member:{member.id}",
        at=now,
        why=why,
        before=card | {"bound": True},
        after=card | {"bound": False},
    )


def unlink(member: Member, *, now: datetime) -> None:
    """Have nobody sign in for a member any more; their sign-in stays as it is. Nothing where nobody did."""
    execute("SELECT member_unlink(%(id)s, %(now)s)", {"id": member.id, "now": now})


def set_notification(member_id: int, kind: str, *, wanted: bool) -> None:
    """Write to a member about this, or no more. Raises UnknownNotification."""
    if kind not in rules.NOTIFICATIONS:
        raise UnknownNotification(kind=kind[:40])
    execute(
        """INSERT INTO member_notifications (member_id, kind, wanted) VALUES (%(member)s, %(kind)s, %(wanted)s)
           ON CONFLICT (member_id, kind) DO UPDATE SET wanted = excluded.wanted""",
        {"member": member_id, "kind": kind, "wanted": wanted},
    )


def _with_accounts(programme_id: int, member_id: int) -> Member:
    for kind in ACCOUNTS:
        ledger.account(programme_id, kind, owner_id=member_id)
    member = queries.member(member_id)
    assert member is not None
    return member
