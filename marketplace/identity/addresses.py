"""Another address to sign in with: asked for, and in force once a letter that was sent there has been answered."""

import secrets
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace.core import audit
from marketplace.core.db import db, execute
from marketplace.identity import rules
from marketplace.identity.actions import end_sessions
from marketplace.identity.errors import EmailTaken, NoEmailChange
from marketplace.identity.models import EmailChange, User


def ask_for_email(user: User, email: str, *, now: datetime) -> str | None:
    """Keep the new address until it is confirmed; asking again replaces it, and the former link is void.

    Returns the token for the letter to the new address. None when somebody signs in with that address: whoever asks
    must not see the difference, so the request is kept just the same.
    """
    address, token = email.strip().lower(), secrets.token_urlsafe(32)
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
    audit.record("identity.ask_for_email", f"user:{user.id}", at=now)
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
    """Let the new address count from now on. His sessions end, but for the one with the key `but`.

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
    try:
        execute("UPDATE users SET (email, confirmed_at) = (%(email)s, %(now)s) WHERE id = %(user)s", values)
    except IntegrityError:
        raise EmailTaken from None
    end_sessions(asked.user_id, but=but)
    audit.record("identity.confirm_email", f"user:{asked.user_id}", at=now)
    return db.session.scalars(select(User).where(User.id == asked.user_id)).one()
