"""To which texts somebody has agreed. A consent is a fact: it is added, and never changed."""

from datetime import datetime

from sqlalchemy import select

from marketplace.core import audit
from marketplace.core.db import db, execute
from marketplace.members.models import Consent


def consent(
    user_id: int, programme_id: int, kind: str, *, language: str, version: int, digest: bytes, now: datetime
) -> None:
    """Keep that a user agreed to a text as it was on the screen; agreeing to the same text again changes nothing.

    Args:
        kind: which text: "privacy".
        version: of the publication; 0 where none is published, and `digest` is that of the words beside the box.
        digest: SHA-256, as the programme's texts have it.
    """
    given = execute(
        """INSERT INTO consents (user_id, programme_id, kind, language, version, digest, at, request_id)
           VALUES (%(user)s, %(programme)s, %(kind)s, %(language)s, %(version)s, %(digest)s, %(now)s, coalesce(current_setting('vitrina.request', true), ''))
           ON CONFLICT DO NOTHING RETURNING id""",
        {
            "user": user_id, "programme": programme_id, "kind": kind, "language": language, "version": version,
            "digest": digest, "now": now,
        },
    ).first()  # fmt: skip
    if given is not None:
        facts = {"programme_id": programme_id, "kind": kind, "language": language, "version": version}
        audit.record("members.consent", f"user:{user_id}", at=now, after=facts | {"digest": digest.hex()})


def consents(user_id: int, programme_id: int) -> list[Consent]:
    """To what a user has agreed in a programme, newest first."""
    given = select(Consent).where(Consent.user_id == user_id, Consent.programme_id == programme_id)
    return list(db.session.scalars(given.order_by(Consent.id.desc())))
