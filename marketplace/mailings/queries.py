"""What may be asked of letters."""

import hmac
import re
from typing import Any

from marketplace.core import paging
from marketplace.core.db import execute
from marketplace.core.paging import Page
from marketplace.mailings import links
from marketplace.mailings.errors import NoLetter
from marketplace.mailings.values import Letter

_MESSAGE_ID = re.compile(r"<letter-(\d{1,18})-[a-z2-7]{16}@[^<>\s]+>")
_COLUMNS = "id, ref, programme_id, recipient, subject, body_text, body_html, written_at, sent_at, acts, reply_to"


def letter(letter_id: int, *, programme_id: int, installation: bool) -> Letter:
    """One letter as it is kept: of this programme, or of none where the asker looks after the installation.

    Raises NoLetter: unknown and another programme's alike.
    """
    where = "id = %(key)s AND (programme_id = %(programme)s OR (programme_id IS NULL AND %(installation)s))"
    return _one(where, letter_id, programme=programme_id, installation=installation)[0]


def opened(letter_id: int) -> Letter:
    """One letter as its recipient reads it, while it has not left and its links work. Raises NoLetter."""
    return links.put_in(*_one("id = %(key)s", letter_id))


def to_send(ref: str) -> Letter:
    """The letter with this ref as its recipient is to read it.

    Raises:
        NoLetter: there is none, or its links have ended before it left.
    """
    letter, cipher = _one("ref = %(key)s", ref)
    if letter.acts and cipher is None and letter.sent_at is None:
        raise NoLetter
    return links.put_in(letter, cipher)


def with_message_id(message_id: str) -> Letter | None:
    """The letter that is called so in the mail, `<name@host>`; None where we have written none such.

    The name is signed: whoever knows it has the letter, or carried it.
    """
    name = _MESSAGE_ID.fullmatch(message_id)
    found = None if name is None else of_id(int(name[1]))
    if found is None or not hmac.compare_digest(message_id.partition("@")[0], f"<{found.message_name}"):
        return None
    return found


def of_id(letter_id: int) -> Letter | None:
    """The letter with this number as it is kept, while it is."""
    row = execute(f"SELECT {_COLUMNS} FROM mails WHERE id = %(id)s", {"id": letter_id}).mappings().first()  # noqa: S608
    return None if row is None else Letter(**row)


def of_everybody(sought: str = "", *, cursor: str = "", limit: int) -> Page[Letter]:
    """The letters of all programmes whose recipient, subject or text holds `sought` in any case, newest first.

    Raises BadCursor, BadLimit.
    """
    before = paging.decode(cursor, int)[0] if cursor else None
    rows = execute(
        f"""SELECT {_COLUMNS} FROM mails
             WHERE strpos(lower(recipient || ' ' || subject || ' ' || body_text), lower(%(sought)s)) > 0
               AND (%(before)s::bigint IS NULL OR id < %(before)s) ORDER BY id DESC LIMIT %(limit)s""",  # noqa: S608
        {"sought": sought, "before": before, "limit": paging.checked_limit(limit) + 1},
    )
    return paging.page([Letter(**row) for row in rows.mappings()], limit, lambda one: [one.id])


def how_many() -> int:
    """How many letters are kept."""
    return int(execute("SELECT count(*) FROM mails").scalar_one())


def _one(where: str, key: int | str, **whose: Any) -> tuple[Letter, bytes | None]:
    row = execute(f"SELECT {_COLUMNS}, links FROM mails WHERE {where}", {"key": key} | whose).mappings().first()  # noqa: S608
    if row is None:
        raise NoLetter
    facts = dict(row)
    cipher = facts.pop("links")
    return Letter(**facts), cipher
