"""People asked by letter to work for a partner: the link opens once, ends by itself, and may be taken back or sent again."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError

from marketplace.core import audit, emails, own_seals
from marketplace.core.bounds import COLUMN_MAX
from marketplace.core.db import execute
from marketplace.identity import rules
from marketplace.identity.actions import call, create_user
from marketplace.identity.book import INVITATIONS
from marketplace.identity.errors import AlreadyHere, AlreadyInvited, NoInvitation, TooManyLetters, UnknownRole
from marketplace.identity.grants import grant, roles_at
from marketplace.identity.models import User
from marketplace.identity.permissions import PARTNER_ROLES
from marketplace.identity.queries import user_by_email

LETTERS_MAX = COLUMN_MAX["invitations.letters"]  # of one invitation


@dataclass(frozen=True, slots=True)
class Invitation:
    """Somebody who was asked: to which role, until when their link works, and how it ended, if it has."""

    id: int
    email: str
    name: str
    role: str
    programme_id: int
    partner_id: int
    language: str
    invited_at: datetime
    ends_at: datetime
    letters: int
    accepted_at: datetime | None
    revoked_at: datetime | None


_COLUMNS = (
    "id, email, name, role, programme_id, partner_id, language, invited_at, ends_at, letters, accepted_at, revoked_at"
)
_OPEN = "accepted_at IS NULL AND revoked_at IS NULL"


def invite(
    email: str, role: str, *, programme_id: int, partner_id: int, name: str = "", language: str = "", now: datetime
) -> tuple[Invitation, str]:
    """Ask somebody to work for a partner. Returns the invitation and the token for their letter, which is kept nowhere else.

    Raises:
        UnknownRole: it is no partner's role.
        AlreadyHere: they hold a role there, and can be given another instead.
        AlreadyInvited: an invitation of this address is open there; it can be sent again.
    """
    address, token = emails.plain(email), secrets.token_urlsafe(32)
    if role not in PARTNER_ROLES:
        raise UnknownRole(role=role)
    known = user_by_email(address)
    held = roles_at(known.id, programme_id=programme_id, partner_id=partner_id) if known else []
    if held:
        raise AlreadyHere(role=held[0])
    try:
        row = execute(
            f"""INSERT INTO invitations (email, name, role, programme_id, partner_id, language, token_digest, invited_at, ends_at)
                VALUES (%(email)s, %(name)s, %(role)s, %(programme)s, %(partner)s, %(language)s, %(digest)s, %(now)s, %(ends)s)
                RETURNING {_COLUMNS}""",  # noqa: S608 - our own names
            {
                "email": address, "name": name, "role": role, "programme": programme_id, "partner": partner_id, "language": language,
                "digest": rules.digest(token), "now": now, "ends": now + rules.INVITATION,
            },
        ).one()  # fmt: skip
    except IntegrityError:
        raise AlreadyInvited from None
    made = Invitation(*row)
    own_seals.seal(INVITATIONS, made.id)
    link = rules.mark(rules.digest(token))
    _record("identity.invite", made, now, {}, {"role": role, "until": made.ends_at.isoformat(), "link_digest": link})
    return made, token


def invite_again(asked: Invitation, *, now: datetime) -> str:
    """A new token for another letter; the former link is void and the time begins again.

    Raises:
        NoInvitation: it was accepted or taken back in the meantime.
        TooManyLetters: it was sent LETTERS_MAX times. own_seals.NotOurs: somebody else has written it.
    """
    if asked.letters >= LETTERS_MAX:
        raise TooManyLetters(most=LETTERS_MAX)
    own_seals.must_be_sealed(INVITATIONS, asked.id)
    token, ends = secrets.token_urlsafe(32), now + rules.INVITATION
    renewed = execute(
        f"""UPDATE invitations SET token_digest = %(digest)s, ends_at = %(ends)s, letters = letters + 1
             WHERE id = %(id)s AND letters < %(most)s AND {_OPEN} RETURNING letters""",  # noqa: S608
        {"id": asked.id, "digest": rules.digest(token), "ends": ends, "most": LETTERS_MAX},
    ).first()
    if renewed is None:
        raise NoInvitation
    own_seals.seal(INVITATIONS, asked.id)
    before = {"letters": renewed.letters - 1, "until": asked.ends_at.isoformat()}
    after = {"letters": renewed.letters, "until": ends.isoformat(), "link_digest": rules.mark(rules.digest(token))}
    _record("identity.invite_again", asked, now, before, after)
    return token


def revoke_invitation(asked: Invitation, *, now: datetime) -> None:
    """Take an invitation back: its link opens nothing any more. Raises NoInvitation for one that has ended."""
    taken = execute(
        f"UPDATE invitations SET revoked_at = %(now)s WHERE id = %(id)s AND {_OPEN} RETURNING id",  # noqa: S608
        {"id": asked.id, "now": now},
    ).first()
    if taken is None:
        raise NoInvitation
    _record("identity.revoke_invitation", asked, now, {"open": True}, {"open": False})


def invitation(token: str, now: datetime) -> Invitation:
    """The open invitation of this token. Raises NoInvitation."""
    found = execute(
        f"SELECT {_COLUMNS} FROM invitations WHERE token_digest = %(digest)s AND ends_at > %(now)s AND {_OPEN}",  # noqa: S608
        {"digest": rules.digest(token), "now": now},
    ).first()
    if found is None:
        raise NoInvitation
    return Invitation(*found)


def invitation_to(partner_id: int, invitation_id: int) -> Invitation:
    """An open invitation to this very partner, also one whose time is over. Raises NoInvitation."""
    found = [one for one in invitations(partner_id) if one.id == invitation_id]
    if not found:
        raise NoInvitation
    return found[0]


def invitations(partner_id: int) -> list[Invitation]:
    """The open invitations to a partner, also those whose time is over, newest first."""
    rows = execute(
        f"SELECT {_COLUMNS} FROM invitations WHERE partner_id = %(partner)s AND {_OPEN} ORDER BY id DESC",  # noqa: S608
        {"partner": partner_id},
    )
    return [Invitation(*row) for row in rows]


def accept_invitation(token: str, password: str, *, name: str = "", now: datetime) -> User:
    """Take the role. Anyone who is new chooses the password now; the letter has shown that the address is theirs.

    Their colleagues know them by the `name` that they give, else by that of the invitation; who has one keeps it.

    For a user who signs in already (`known`), the caller has checked their identity. Of two who come with one link one is
    let in.

    Raises:
        NoInvitation: the link was used, taken back, sent again, or its time is over.
        WeakPassword: with the `fault`.
    """
    asked = invitation(token, now)
    user = known(asked)
    if user is None:
        user = create_user(asked.email, password, now=now, name=name or asked.name, language=asked.language)
    elif not user.name:
        call(user, name or asked.name)
    taken = execute(
        f"""UPDATE invitations SET accepted_at = %(now)s, accepted_by = %(user)s
             WHERE id = %(id)s AND token_digest = %(digest)s AND {_OPEN} RETURNING id""",  # noqa: S608
        {"id": asked.id, "user": user.id, "digest": rules.digest(token), "now": now},
    ).first()
    if taken is None:
        raise NoInvitation
    _record("identity.accept_invitation", asked, now, {"open": True}, {"open": False, "user_id": user.id})
    grant(user.id, asked.role, programme_id=asked.programme_id, partner_id=asked.partner_id, now=now)
    return user


def known(asked: Invitation) -> User | None:
    """The user who signs in with the invited address; None where somebody is to choose a password."""
    return user_by_email(asked.email)


def _record(action: str, asked: Invitation, now: datetime, before: dict[str, Any], after: dict[str, Any]) -> None:
    place = {"partner_id": asked.partner_id}
    audit.record(action, f"invitation:{asked.id}", at=now, before=place | before, after=place | after)
