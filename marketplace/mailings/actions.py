"""What may be done with letters."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from marketplace.core import emails, outbox, texts
from marketplace.core.db import execute, insert_once
from marketplace.core.topics import Topic
from marketplace.mailings import links, rendering
from marketplace.mailings.errors import LetterRefused
from marketplace.programmes import Programme

SUBJECT_MAX = 200
NO_LINKS: Mapping[str, str] = {}


def write(
    ref: str,
    *,
    programme: Programme,
    recipient: str,
    template: str,
    language: str,
    context: Mapping[str, Any],
    reply_to: str = "",
    now: datetime,
) -> None:
    """Write a letter from a template and promise to send it; once by `ref`.

    The context holds what the letter shows: names, values, days, a link to a page behind the sign-in. Never a code.

    Raises:
        LetterRefused: the address cannot be written to.
    """
    made = rendering.render(template, programme, programme.language(language), context)
    post(
        ref, programme_id=programme.id, recipient=recipient, subject=made.subject, text=made.text, html=made.html,
        marks=made.marks, reply_to=reply_to, now=now,
    )  # fmt: skip


def post(
    ref: str,
    *,
    programme_id: int | None,
    recipient: str,
    subject: str,
    text: str,
    html: str,
    now: datetime,
    marks: Mapping[str, str] = NO_LINKS,
    reply_to: str = "",
) -> None:
    """Keep a letter that is written already and promise to send it; once by `ref`.

    Args:
        marks: the links that act for the reader, and what stands for them in text and html.
        reply_to: where answers go, if not to the programme's own address.

    Raises:
        LetterRefused: the address cannot be written to, or a header would hold more than one line.
    """
    if not emails.is_sendable(recipient):
        raise LetterRefused(field="recipient")
    if reply_to and not emails.is_sendable(reply_to):
        raise LetterRefused(field="reply_to")
    if not subject.strip() or len(subject) > SUBJECT_MAX or not texts.is_printable(subject):
        raise LetterRefused(field="subject")
    values = {
        "ref": ref, "programme_id": programme_id, "recipient": recipient, "subject": subject, "body_text": text,
        "body_html": html, "written_at": now, "acts": bool(marks), "reply_to": reply_to, "links": links.sealed(ref, marks),
    }  # fmt: skip
    if insert_once("mails", ["ref"], **values) is not None:
        outbox.send(Topic.MAILINGS_SEND, ref=ref, now=now)


def sent(letter_id: int, now: datetime) -> None:
    """Note that a letter has left; its links are kept no longer."""
    execute(
        "UPDATE mails SET sent_at = %(now)s, links = NULL WHERE id = %(id)s AND sent_at IS NULL",
        {"id": letter_id, "now": now},
    )


def drop(ref: str) -> bool:
    """Delete one letter, whether it has left or not; whether it was there."""
    return bool(execute("DELETE FROM mails WHERE ref = %(ref)s", {"ref": ref}).rowcount)


def forget_links_before(before: datetime) -> None:
    """Delete the links of letters that were written before a moment and have not left: none works for longer."""
    execute("UPDATE mails SET links = NULL WHERE links IS NOT NULL AND written_at < %(before)s", {"before": before})


def forget_before(before: datetime, limit: int) -> int:
    """Delete up to `limit` letters written before a moment; returns how many."""
    result = execute(
        "DELETE FROM mails WHERE id IN (SELECT id FROM mails WHERE written_at < %(before)s ORDER BY id LIMIT %(limit)s)",
        {"before": before, "limit": limit},
    )
    return int(result.rowcount)
