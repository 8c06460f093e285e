"""Letters of the sign-in pages: written in the page's own transaction, sent by the worker after its commit."""

import secrets
from typing import Any

from flask import Flask, g
from flask_security import MailUtil

from marketplace.core import clock
from marketplace.core.db import execute


class OutboxMail(MailUtil):
    """Hands letters to the product's own way of mail. Addresses are kept in small letters."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app)

    def normalize(self, email: str) -> str:
        return str(super().normalize(email)).lower()

    def validate(self, email: str) -> str:
        return str(super().validate(email)).lower()

    def send_mail(
        self,
        template: str,
        subject: str,
        recipient: str | tuple[str, str],
        sender: str | tuple[str, str],
        body: str | None,
        html: str | None,
        **context: Any,
    ) -> None:
        """Promise a letter. Its links are secrets: they stand in the letter and nowhere else."""
        programme = g.get("programme")
        execute(
            """INSERT INTO mails (ref, programme_id, recipient, subject, body_text, body_html, written_at)
               VALUES (%(ref)s, %(programme)s, %(recipient)s, %(subject)s, %(text)s, %(html)s, %(now)s)""",
            {
                "ref": f"security:{secrets.token_hex(12)}", "programme": programme.id if programme else None,
                "recipient": recipient, "subject": str(subject), "text": body or "", "html": html or "",
                "now": clock.now(),
            },
        )  # fmt: skip
