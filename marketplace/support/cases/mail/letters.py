"""What a letter (RFC 5322) says: who wrote to which mailbox, its text, its files; and whether a person wrote it at all."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import policy
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import getaddresses
from html.parser import HTMLParser
from ipaddress import ip_address, ip_network

from marketplace.core import emails, vault
from marketplace.support.cases.errors import UnreadableLetter
from marketplace.support.cases.mail import reports
from marketplace.support.cases.mail.reports import Report
from marketplace.support.cases.values import TEXT_MAX, TITLE_MAX, Attachment

LETTER_BYTES_MAX = 25 * 2**20
PARTS_MAX = 100
FILES_LOOKED_AT = 20
_TO = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To")
_LISTS = ("List-Id", "List-Unsubscribe", "List-Post", "List-Help", "Mailing-List")
_WHOLE = (*reports.STATUS_PARTS, *reports.COPIES)
_ROBOTS = ("X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress", "X-Loop")
_PRECEDENCE = {"bulk", "junk", "list", "auto_reply", "auto-reply"}
_NOBODY = re.compile(r"(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)(?:[+-].*)?@.*", re.IGNORECASE)
_HOP = re.compile(r"\[(?:IPv6:)?(?P<address>[0-9A-Fa-f.:]{3,45})\]", re.IGNORECASE)
_IDS = re.compile(r"<[^<>\s]{3,250}>")
_QUOTE_HEAD = re.compile(r".{0,200}(?:wrote|пишет|писал|писала|писал\(а\)|написал|написала)\s*:\s*", re.IGNORECASE)
_CUT = re.compile(
    r"\n-{2,}\s*(?:Original Message|Исходное сообщение|Пересылаемое сообщение)\s*-{2,}.*", re.IGNORECASE | re.DOTALL
)
_BLOCKS = {"p", "br", "div", "tr", "li", "h1", "h2", "h3", "blockquote"}
_UNSEEN = {"script", "style", "head", "title"}


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as far as a case needs it. `answers`: ids of the letters that it answers, the nearest first.

    `automatic`: why nobody has written it ("" where somebody has): a bounce, another report of a mail server, an automatic reply, a list, nobody's address.
    `status`, `server_said`: what the mail server reports of the letter that it is about.
    `network`: a digest of the network that handed it to our mail server; "" where that is not said.
    """

    message_id: str
    sender: str = field(repr=False)
    recipients: tuple[str, ...] = field(repr=False)
    subject: str = field(repr=False)
    text: str = field(repr=False)
    attachments: tuple[Attachment, ...] = field(repr=False)
    answers: tuple[str, ...]
    automatic: str
    status: str = ""
    server_said: str = field(default="", repr=False)
    network: str = ""

    @property
    def ref(self) -> str:
        """The same for the same letter, however often it is handed in."""
        return "letter:" + hashlib.sha256(self.message_id.encode()).hexdigest()[:40]


def read(content: bytes) -> Letter:
    """Read a letter. Raises UnreadableLetter."""
    if len(content) > LETTER_BYTES_MAX:
        raise UnreadableLetter(why="large")
    try:
        message = BytesParser(_class=EmailMessage, policy=policy.default).parsebytes(content)
        parts = list(_leaves(message))
        return _letter(message, parts, content)
    except (MessageError, LookupError, ValueError, AttributeError, TypeError, IndexError, RecursionError):
        raise UnreadableLetter(why="broken") from None  # the library's own parser gives up on some headers


def _letter(message: EmailMessage, parts: list[EmailMessage], content: bytes) -> Letter:
    senders = [address for _, address in getaddresses([_header(message, "From")]) if emails.is_sender(address)]
    recipients = [
        address.lower() for _, address in getaddresses([_header(message, name, every=True) for name in _TO]) if address
    ]
    report = reports.read(message, parts, senders[0] if senders else "")
    automatic = _automatic(message, senders[0] if senders else "", report)
    answers = _IDS.findall(_header(message, "In-Reply-To")) + _IDS.findall(_header(message, "References"))[::-1]
    if report is not None:
        answers = [*report.about, *answers]
    own = _IDS.findall(_header(message, "Message-ID"))
    return Letter(
        own[0] if own else hashlib.sha256(content).hexdigest(), emails.plain(senders[0]) if senders else "", tuple(recipients[:50]),
        " ".join(_header(message, "Subject").split())[:TITLE_MAX], _text(parts)[: 2 * TEXT_MAX], tuple(_files(parts)), tuple(dict.fromkeys(answers)),
        automatic, report.status if report else "", report.said if report else "", _network(_header(message, "Received")),
    )  # fmt: skip


def _network(received: str) -> str:
    """A digest of the network of a letter's last hop, which our own mail server has written on top: a /24, or a /64 of IPv6."""
    found = _HOP.search(received)
    try:
        address = ip_address(found["address"]) if found else None
    except ValueError:
        return ""
    if address is None or not address.is_global:
        return ""
    network = ip_network((address, 24 if address.version == 4 else 64), strict=False)
    return vault.digest(f"letters from {network}".encode()).hex()[:16]


def _automatic(message: EmailMessage, sender: str, report: Report | None) -> str:
    """Why nobody has written a letter (RFC 3834, RFC 3464, RFC 2369, and what older programs do); "" where somebody has."""
    if report is not None:
        return "bounce" if report.failed else "report"
    if message.get_content_type() == "multipart/report" or _header(message, "Return-Path").strip() == "<>":
        return "automatic"
    submitted = _header(message, "Auto-Submitted").partition(";")[0].strip().lower()
    if submitted not in ("", "no") or any(message[name] for name in _ROBOTS):
        return "automatic"
    if any(message[name] for name in _LISTS) or _header(message, "Precedence").strip().lower() in _PRECEDENCE:
        return "list"
    if not sender or _NOBODY.fullmatch(sender):
        return "nobody"
    return ""


def _leaves(message: EmailMessage) -> Iterator[EmailMessage]:
    for number, part in enumerate(message.walk()):
        if number >= PARTS_MAX:
            raise UnreadableLetter(why="parts")
        if not part.is_multipart() or part.get_content_type() in _WHOLE:
            yield part


def _header(message: EmailMessage, name: str, *, every: bool = False) -> str:
    found = message.get_all(name) or []
    return ", ".join(str(one) for one in found) if every else str(found[0]) if found else ""


def _text(parts: list[EmailMessage]) -> str:
    """What somebody has written: the plain part, else that of HTML without its marks; without what he quotes at the end."""
    plain = next((one for one in parts if _is_text(one, "text/plain")), None)
    rich = next((one for one in parts if _is_text(one, "text/html")), None)
    if plain is not None and (said := _content(plain)).strip():
        return _unquoted(said)
    return _unquoted(_without_marks(_content(rich))) if rich is not None else ""


def _is_text(part: EmailMessage, kind: str) -> bool:
    return part.get_content_type() == kind and part.get_content_disposition() != "attachment"


def _content(part: EmailMessage) -> str:
    raw = part.get_payload(decode=True)
    content = raw if isinstance(raw, bytes) else b""
    for charset in (part.get_content_charset() or "utf-8", "utf-8", "cp1251"):
        try:
            return content.decode(charset)
        except (LookupError, UnicodeDecodeError):
            continue
    return content.decode("utf-8", "replace")


def _unquoted(text: str) -> str:
    """The text without what it answers, where that stands at its end; all of it where it is nothing but a quotation."""
    whole = text.replace("\r\n", "\n")
    lines = _CUT.sub("", "\n" + whole).split("\n")
    quoted = False
    while lines and (
        lines[-1].startswith(">") or not lines[-1].strip() or (quoted and _QUOTE_HEAD.fullmatch(lines[-1]))
    ):
        quoted = quoted or lines[-1].startswith(">")
        lines.pop()
    return "\n".join(lines).strip() or whole.strip()


def _files(parts: list[EmailMessage]) -> Iterator[Attachment]:
    named = [
        one
        for one in parts
        if one.get_filename() or one.get_content_maintype() == "image" or one.get_content_type() == "application/pdf"
    ]
    for part in named[:FILES_LOOKED_AT]:
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            yield Attachment(part.get_filename() or part.get_content_subtype(), content)


class _Plain(HTMLParser):
    """Collects the text of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        """A block begins on a line of its own."""
        self._unseen += tag in _UNSEEN
        if tag in _BLOCKS:
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """What is not seen ends."""
        self._unseen -= tag in _UNSEEN and self._unseen > 0

    def handle_data(self, data: str) -> None:
        """Text, but for that of styles and scripts."""
        if not self._unseen:
            self.said.append(data)


def _without_marks(page: str) -> str:
    reader = _Plain()
    reader.feed(page[: 20 * TEXT_MAX])
    lines = ["".join(line.split("\r")).strip() for line in "".join(reader.said).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def language_of(text: str) -> str:
    """The language that somebody most likely writes in: "ru" where there are Cyrillic letters, else "en"."""
    return "ru" if re.search("[а-яё]", text, re.IGNORECASE) else "en"
