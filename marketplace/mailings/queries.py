"""What may be asked of letters."""

from marketplace.core.db import execute
from marketplace.mailings.errors import NoLetter
from marketplace.mailings.values import Letter

_COLUMNS = "id, ref, programme_id, recipient, subject, body_text, body_html, written_at, sent_at"


def letter(letter_id: int) -> Letter:
    """One letter. Raises NoLetter."""
    return _one("id = %(key)s", letter_id)


def to_send(ref: str) -> Letter:
    """The letter with this ref. Raises NoLetter."""
    return _one("ref = %(key)s", ref)


def _one(where: str, key: int | str) -> Letter:
    row = execute(f"SELECT {_COLUMNS} FROM mails WHERE {where}", {"key": key}).mappings().first()  # noqa: S608
    if row is None:
        raise NoLetter
    return Letter(**row)
