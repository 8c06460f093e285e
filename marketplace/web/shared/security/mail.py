"""Letters of the sign-in pages: written in the page's own transaction, sent by the worker after its commit."""

import secrets
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, g
from flask_babel import get_locale
from flask_security import MailUtil

from marketplace import mailings, programmes
from marketplace.core import clock, emails
from marketplace.settings import Settings

# The library's letters, and the templates in templates/mail that are ours.
LETTERS = {
    "security/email/reset_notice": "password_changed",
    "security/email/change_notice": "password_changed",
}


class OutboxMail(MailUtil):
    """Hands letters to the product's own way of mail. Addresses are kept in one spelling."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app)

    def normalize(self, email: str) -> str:
        return emails.plain(str(super().normalize(emails.plain(email))))

    def validate(self, email: str) -> str:
        return emails.plain(str(super().validate(emails.plain(email))))

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
        """Promise a letter. Those with links are not the library's: see `identity.ask_for_letter`."""
        user, locale = context["user"], get_locale()
        mailings.write(
            f"security:{secrets.token_hex(12)}",
            programme=g.programme,
            recipient=str(recipient),
            template=LETTERS[template],
            language=user.language or (locale.language if locale else ""),
            context={},
            now=clock.now(),
        )


def at_home(link: str) -> str:
    """A link on the programme's own address, whatever host the request has named."""
    if not link:
        return ""
    settings: Settings = current_app.config["SETTINGS"]
    home = urlsplit(programmes.address(settings.public_url, programmes.hosts(g.programme.id)))
    return urlsplit(link)._replace(scheme=home.scheme, netloc=home.netloc).geturl()
