"""Letters of the sign-in pages: written in the page's own transaction, sent by the worker after its commit."""

import secrets
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, g
from flask_babel import get_locale
from flask_security import MailUtil

from marketplace import mailings, programmes
from marketplace.core import clock
from marketplace.settings import Settings

# The library's letters, and the templates in templates/mail that are ours.
LETTERS = {
    "security/email/welcome": "confirm_address",
    "security/email/confirmation_instructions": "confirm_address",
    "security/email/welcome_existing": "known_address",
    "security/email/reset_instructions": "reset_password",
    "security/email/reset_notice": "password_changed",
    "security/email/change_notice": "password_changed",
}
LINKS = ("confirmation_link", "reset_link", "recovery_link")


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
        user, locale = context["user"], get_locale()
        mailings.write(
            f"security:{secrets.token_hex(12)}",
            programme=g.programme,
            recipient=str(recipient),
            template=LETTERS[template],
            language=user.language or (locale.language if locale else ""),
            context={name: at_home(context.get(name) or "") for name in LINKS},
            now=clock.now(),
        )


def at_home(link: str) -> str:
    """A link on the programme's own address, whatever host the request has named."""
    if not link:
        return ""
    settings: Settings = current_app.config["SETTINGS"]
    home = urlsplit(programmes.address(settings.public_url, programmes.hosts(g.programme.id)))
    return urlsplit(link)._replace(scheme=home.scheme, netloc=home.netloc).geturl()
