"""What mail servers report about letters of ours: that one did not arrive, and why.

Most send a delivery status notification (RFC 3464, in other letters RFC 6533). Some write a letter of their own, with the one that came back copied
below: Exim before 4.87 and what is built on it, qmail. One that says that a letter is late, or has arrived, is a report as well, and no failure.
"""

import re
from collections.abc import Iterable
from email.message import EmailMessage
from typing import NamedTuple

from marketplace import mailings

STATUS_PARTS = ("message/delivery-status", "message/global-delivery-status")
COPIES = ("message/rfc822", "message/global", "text/rfc822-headers", "message/rfc822-headers", "message/global-headers")
_FAILED_TO = "X-Failed-Recipients"
_POSTMEN = re.compile(r"(?:mailer-daemon|mail-daemon|postmaster|microsoftexchange[0-9a-f]*)@.*", re.IGNORECASE)
_FIELD = r"^{name}:[ \t]*(.*(?:\n[ \t]+.+)*)"
_ID = re.compile(r"^[> \t]*(?:X-)?(?:Original-)?Message-ID:\s*(<[^<>\s]{3,250}>)", re.IGNORECASE | re.MULTILINE)
_REFUSAL = re.compile(r"^.*(?<![\d.])5\d\d[ -].*$", re.MULTILINE)
_TEXT_LOOKED_AT = 50_000


class Report(NamedTuple):
    """What a server reports: whether the letter did not arrive (else it is late, or has arrived), the status, its words, the ids of letters it is about."""

    failed: bool
    status: str
    said: str
    about: tuple[str, ...]


def read(message: EmailMessage, parts: Iterable[EmailMessage], sender: str) -> Report | None:
    """What a letter reports; None for one that reports nothing.

    Args:
        parts: the letter's leaves; parts that report, and copies, count as such.
        sender: whose letter it is.
    """
    all_parts = list(parts)
    about = tuple(dict.fromkeys(_ids(all_parts)))
    by_server = bool(message[_FAILED_TO] or _POSTMEN.fullmatch(sender))
    # Somebody who shows us a report has it in his letter as well.
    if not by_server and message.get_content_type() != "multipart/report":
        return None
    status = next((one for one in all_parts if one.get_content_type() in STATUS_PARTS), None)
    if status is not None:
        return _by_standard(_source(status), about)
    return _in_words(message, all_parts, about) if by_server else None


def _by_standard(source: str, about: tuple[str, ...]) -> Report:
    """The first recipient's block that tells of a failure; a letter of ours has one recipient."""
    blocks = re.split(r"\n[ \t]*\n", source)
    failed = next((one for one in blocks if _field(one, "Action").lower().startswith("failed")), None)
    if failed is None:
        silent = next(
            (one for one in blocks if _field(one, "Status").startswith("5") and not _field(one, "Action")), None
        )
        if silent is None:
            return Report(False, "", "", about)
        failed = silent
    said = mailings.shortened(_field(failed, "Diagnostic-Code"))
    return Report(True, mailings.status_of(_field(failed, "Status"), said), said, about)


def _in_words(message: EmailMessage, parts: list[EmailMessage], about: tuple[str, ...]) -> Report:
    """A letter of a server's own: it tells of a failure if it names whom it failed to reach, or says so with a code."""
    text = "\n".join(_source(one) for one in parts if one.get_content_type() == "text/plain")[:_TEXT_LOOKED_AT]
    refusal = _REFUSAL.search(text)
    said = mailings.shortened(refusal[0]) if refusal else ""
    return Report(bool(message[_FAILED_TO] or refusal), mailings.status_of("", said), said, about)


def _ids(parts: Iterable[EmailMessage]) -> Iterable[str]:
    for part in parts:
        if part.get_content_type() in (*COPIES, *STATUS_PARTS, "text/plain"):
            yield from _ID.findall(_source(part)[:_TEXT_LOOKED_AT])


def _field(block: str, name: str) -> str:
    found = re.search(_FIELD.format(name=name), block, re.IGNORECASE | re.MULTILINE)
    return " ".join(found[1].split()) if found else ""


def _source(part: EmailMessage) -> str:
    """A part as text, its own heads included, with the lines as they end here."""
    decoded = part.get_payload(decode=True)
    content = decoded if isinstance(decoded, bytes) and part.get_content_maintype() == "text" else part.as_bytes()
    return content.decode("utf-8", "replace").replace("\r\n", "\n")
