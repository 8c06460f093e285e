"""Letters that came back, or that the recipient's server did not take."""

from dataclasses import dataclass
from datetime import datetime

from marketplace.core import audit
from marketplace.core.db import execute
from marketplace.mailings import rules
from marketplace.mailings.values import Letter

_RETURN = """INSERT INTO mail_returns (mail_id, status, said, at) VALUES (%(id)s, %(status)s, %(said)s, %(now)s)
    ON CONFLICT DO NOTHING RETURNING mail_id"""


@dataclass(frozen=True, slots=True)
class Returned:
    """That a letter came back: the status and the words of the server, and when."""

    status: str
    said: str
    at: datetime


def note_returned(letter: Letter, *, status: str, said: str, now: datetime) -> bool:
    """Note that a letter did not arrive; returns whether this is the first that we hear of it."""
    facts = {"id": letter.id, "status": status, "said": rules.shortened(said), "now": now}
    if execute(_RETURN, facts).first() is None:
        return False
    before = {"state": "sent" if letter.sent_at else "waiting"}
    audit.record(
        "letters.return", f"letter:{letter.id}", at=now, before=before, after={"state": "undelivered", "code": status}
    )
    return True


def returned(letter_id: int) -> Returned | None:
    """How a letter came back; None for one that did not, as far as we know."""
    row = execute("SELECT status, said, at FROM mail_returns WHERE mail_id = %(id)s", {"id": letter_id}).first()
    return None if row is None else Returned(*row)
