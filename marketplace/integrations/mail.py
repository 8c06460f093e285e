"""Mail by SMTP (RFC 5321): one message a connection, every wait bounded, nothing of the letter in an error."""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime, formataddr, parseaddr
from urllib.parse import unquote, urlsplit

import idna

from marketplace import mailings
from marketplace.core import faults
from marketplace.mailings import Letter

TIMEOUT_S = 8
PORTS = {"smtp": 25, "smtps": 465}
LOCAL = ("localhost", "127.0.0.1", "::1")


class MailNotSent(Exception):
    """The mail server did not take the letter; says what kind of trouble it was and nothing of the letter."""


class MailRefused(Exception):
    """The recipient's server takes no letters for this address, and will not later. `said`: its own words, for the letter's page."""

    def __init__(self, status: str, said: str) -> None:
        super().__init__(f"refused {status}".strip())
        self.status, self.said = status, said


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail goes: `smtp://user:password@host:587`, `smtps://host`."""

    url: str

    def send(self, letter: Letter, sender: str, *, back_to: str = "") -> None:
        """Hand a letter over.

        Args:
            back_to: where the mail servers on its way report that it did not arrive, if not to the sender.

        Raises:
            MailNotSent: it may be tried again. MailRefused: nobody takes it.
        """
        message = composed(letter, sender)
        try:
            with self._connected() as connection:
                connection.send_message(
                    message,
                    from_addr=wire_address(back_to or parseaddr(sender)[1]),
                    to_addrs=[wire_address(letter.recipient)],
                )
        except smtplib.SMTPRecipientsRefused as error:
            raise _refusal(error, *next(iter(error.recipients.values()))) from None
        except smtplib.SMTPDataError as error:
            raise _refusal(error, error.smtp_code, error.smtp_error) from None
        except smtplib.SMTPResponseException as error:
            raise MailNotSent(f"{type(error).__name__} {error.smtp_code}") from None
        except (smtplib.SMTPException, OSError, ValueError) as error:
            raise MailNotSent(faults.kind(error)) from None

    def _connected(self) -> smtplib.SMTP:
        parts = urlsplit(self.url)
        host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
        tls = ssl.create_default_context()
        if parts.scheme == "smtps":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_S, context=tls)
        else:
            connection = smtplib.SMTP(host, port, timeout=TIMEOUT_S)
        try:
            if parts.scheme == "smtp":
                connection.ehlo()
                if connection.has_extn("starttls"):
                    connection.starttls(context=tls)
                elif parts.username and host not in LOCAL:
                    raise smtplib.SMTPNotSupportedError("a password goes over an encrypted line alone")
            if parts.username:
                connection.login(unquote(parts.username), unquote(parts.password or ""))
        except BaseException:
            connection.close()
            raise
        return connection


def _refusal(error: Exception, code: int, answer: bytes | str) -> Exception:
    """What an answer to the recipient or to the letter means: that the address takes nothing, or that it is worth another try."""
    words = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    said = mailings.shortened(f"{code} {words}")
    status = mailings.status_of("", said)
    if mailings.nobody_there(status, said):
        return MailRefused(status, said)
    return MailNotSent(f"{type(error).__name__} {code}")


def wire_address(address: str) -> str:
    """An address as mail servers pass it on: a domain in its own letters, such as .рф, in ASCII (RFC 5891).

    Letters before the @ stay as they are: they need a server that takes them (RFC 6531). Raises ValueError.
    """
    name, at, domain = address.rpartition("@")
    return address if domain.isascii() else f"{name}{at}{idna.encode(domain, uts46=True).decode()}"


def composed(letter: Letter, sender: str) -> EmailMessage:
    """The letter as a message with a text and an HTML part. A line break in a header is refused by the library."""
    message = EmailMessage()
    name, address = parseaddr(sender)
    message["From"] = formataddr((name, wire_address(address)))
    message["To"] = wire_address(letter.recipient)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.written_at)
    if letter.reply_to:
        message["Reply-To"] = wire_address(letter.reply_to)
    message["Message-ID"] = f"<{letter.message_name}@{wire_address(address).partition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.body_text)
    if letter.body_html:
        message.add_alternative(letter.body_html, subtype="html")
    return message
