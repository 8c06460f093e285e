"""Mail addresses: another one to sign in with, and letters that are asked for by anyone who knows one.

A new address is in force once a letter that was sent there has been answered. A letter with a link, to sign up or to a new
password, is asked for in the same way with every address: one row and one promise. Whose address it is, the worker finds
out afterwards. So neither the answer nor its time tells who is known here, and nothing that a stranger asks for stands in
an owner's way: a sign-up becomes a user when the letter's link is followed, and not before.
"""

import hmac
import secrets
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Literal

from flask_security.recoverable import generate_reset_password_token
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace.core import audit, emails, outbox, vault
from marketplace.core.db import db, execute
from marketplace.core.formats import masked_email
from marketplace.core.topics import Topic
from marketplace.identity import rules
from marketplace.identity.actions import create_user, end_sessions
from marketplace.identity.errors import EmailTaken, NoEmailChange, NoSignUp
from marketplace.identity.models import EmailChange, User
from marketplace.identity.sealing import seal_sign_in

TOKEN_DIGITS = 40


def ask_for_email(user: User, email: str, *, now: datetime) -> str | None:
    """Keep the new address until it is confirmed; asking again replaces it, and the former link is void.

    Returns the token for the letter to the new address. None when somebody signs in with that address: anyone who asks
    must not see the difference, so the request is kept just the same.
    """
    address, token = emails.plain(email), secrets.token_urlsafe(32)
    execute(
        """INSERT INTO email_changes (user_id, email, token_digest, asked_at, ends_at)
           VALUES (%(user)s, %(email)s, %(digest)s, %(now)s, %(ends)s)
           ON CONFLICT (user_id) DO UPDATE SET (email, token_digest, asked_at, ends_at) =
               (excluded.email, excluded.token_digest, excluded.asked_at, excluded.ends_at)""",
        {
            "user": user.id, "email": address, "digest": rules.digest(token), "now": now,
            "ends": now + rules.EMAIL_CHANGE,
        },
    )  # fmt: skip
    audit.record("identity.ask_for_email", f"user:{user.id}", at=now, after={"email": masked_email(address)})
    taken = execute("SELECT EXISTS (SELECT FROM users WHERE email = %(email)s)", {"email": address}).scalar_one()
    return None if taken else token


def email_change(token: str, now: datetime) -> EmailChange:
    """What waits for this token. Raises NoEmailChange."""
    waiting = select(EmailChange).where(EmailChange.token_digest == rules.digest(token), EmailChange.ends_at > now)
    found = db.session.scalar(waiting)
    if found is None:
        raise NoEmailChange
    return found


def confirm_email(token: str, *, now: datetime, but: str | None = None) -> User:
    """Let the new address count from now on. Their sessions end, but for the one with the key `but`.

    Raises:
        NoEmailChange: nothing waits for this token; of two who confirm at once one gets this.
        EmailTaken: somebody has taken the address in the meantime.
    """
    asked = execute(
        """DELETE FROM email_changes WHERE token_digest = %(digest)s AND ends_at > %(now)s
           RETURNING user_id, email""",
        {"digest": rules.digest(token), "now": now},
    ).first()
    if asked is None:
        raise NoEmailChange
    values = {"email": asked.email, "user": asked.user_id, "now": now}
    former = execute("SELECT email FROM users WHERE id = %(user)s", values).scalar_one()
    try:
        execute("UPDATE users SET (email, confirmed_at) = (%(email)s, %(now)s) WHERE id = %(user)s", values)
    except IntegrityError:
        raise EmailTaken from None
    execute(
        "INSERT INTO former_addresses (user_id, email, at) VALUES (%(user)s, %(former)s, %(now)s)",
        values | {"former": former},
    )
    seal_sign_in(asked.user_id, now=now)
    end_sessions(asked.user_id, but=but)
    before, after = {"email": masked_email(former)}, {"email": masked_email(asked.email)}
    audit.record("identity.confirm_email", f"user:{asked.user_id}", at=now, before=before, after=after)
    return db.session.scalars(select(User).where(User.id == asked.user_id)).one()


LetterKind = Literal["sign_up", "reset"]


@dataclass(frozen=True, slots=True)
class LetterRequest:
    """A letter that was asked for: to which address, in which language, and where the person who asked was at the time."""

    id: int
    kind: str
    programme_id: int
    email: str
    language: str
    host: str
    onward: str
    asked_at: datetime


_REQUEST = f"SELECT {', '.join(field.name for field in fields(LetterRequest))} FROM letter_requests"  # noqa: S608 - our own column names


def ask_for_letter(
    kind: LetterKind, email: str, *, programme_id: int, language: str, host: str, onward: str, now: datetime
) -> None:
    """Promise a letter to an address, no matter who it belongs to.

    Args:
        host: under which the programme was visited; the link leads back there if it is one of the programme's.
        onward: the path on it where sign-up ends.
    """
    row = execute(
        """INSERT INTO letter_requests (kind, programme_id, email, language, host, onward, asked_at)
           VALUES (%(kind)s, %(programme)s, %(email)s, %(language)s, %(host)s, %(onward)s, %(now)s) RETURNING id""",
        {
            "kind": kind, "programme": programme_id, "email": emails.plain(email), "language": language,
            "host": host[:253], "onward": onward if len(onward) <= 2000 else "/", "now": now,
        },
    ).one()  # fmt: skip
    outbox.send(Topic.IDENTITY_LETTER, ref=str(row.id), now=now)


def letter_request(request_id: int) -> LetterRequest | None:
    """What was asked for; None where it has been completed or forgotten."""
    row = execute(f"{_REQUEST} WHERE id = %(id)s", {"id": request_id}).first()
    return None if row is None else LetterRequest(*row)


def reset_token(user: User) -> str:
    """What the link to a new password holds. It works once, and no more after any change of password."""
    return str(generate_reset_password_token(user))  # type: ignore[no-untyped-call]


def sign_up_token(asked: LetterRequest) -> str:
    """What the link of a sign-up holds. Only anyone who has the key file can make it, so none is kept."""
    content = f"sign-up {asked.id} {asked.email} {asked.asked_at.timestamp()}"
    return f"{asked.id}-{vault.digest(content.encode()).hex()[:TOKEN_DIGITS]}"


def sign_up(token: str, now: datetime) -> LetterRequest:
    """The sign-up whose link this is. Raises NoSignUp."""
    number = token.partition("-")[0]
    asked = letter_request(int(number)) if number.isascii() and number.isdigit() and len(number) < 19 else None
    if asked is None or asked.kind != "sign_up" or asked.asked_at + rules.SIGN_UP <= now:
        raise NoSignUp
    if not hmac.compare_digest(sign_up_token(asked).encode(), token.encode("utf-8", "replace")):
        raise NoSignUp
    return asked


def complete_sign_up(
    asked: LetterRequest, password: str, *, language: str, about: tuple[str, ...], now: datetime
) -> User:
    """Make the user of an address whose owner has followed the link; all sign-ups that waited for it are over.

    Raises:
        NoSignUp: it was completed in the meantime; of two who do so at once one gets this.
        EmailTaken: somebody signs in with the address already.
        WeakPassword: with the `fault`.
    """
    gone = execute(
        "DELETE FROM letter_requests WHERE email = %(email)s AND kind = 'sign_up' RETURNING id", {"email": asked.email}
    ).scalars()
    if asked.id not in set(gone):
        raise NoSignUp
    return create_user(asked.email, password, now=now, language=language, about=about)


def former_addresses(user_id: int) -> list[str]:
    """The addresses with which somebody signed in before, as far as letters to them may be kept."""
    found = execute(
        "SELECT DISTINCT email FROM former_addresses WHERE user_id = %(user)s ORDER BY email", {"user": user_id}
    )
    return [str(one) for one in found.scalars()]


def forget_former_addresses(before: datetime) -> None:
    """Delete those that were given up before a moment."""
    execute("DELETE FROM former_addresses WHERE at < %(before)s", {"before": before})


def forget_letter_requests(now: datetime, limit: int) -> int:
    """Delete up to `limit` requests whose links work no more; returns how many."""
    result = execute(
        """DELETE FROM letter_requests WHERE id IN (
               SELECT id FROM letter_requests WHERE asked_at <= %(before)s OR (kind = 'reset' AND asked_at <= %(reset)s)
                ORDER BY id LIMIT %(limit)s)""",
        {"before": now - rules.SIGN_UP, "reset": now - timedelta(days=1), "limit": limit},
    )
    return int(result.rowcount)
