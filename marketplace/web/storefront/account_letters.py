"""The letters about a change of address: to the new one and to the old one, the same number of them in any case."""

import secrets
from datetime import datetime

from flask import g, url_for

from marketplace import identity, mailings
from marketplace.core import formats
from marketplace.web.shared import filters
from marketplace.web.shared.security.mail import at_home


def address_of(user_id: int) -> str:
    """With which address a user signs in now."""
    user = identity.user(user_id)
    assert user is not None
    return user.email


def asked(user: identity.User, email: str, token: str | None, now: datetime) -> None:
    """Write the link to the new address, and a notice to the old one.

    Without a token somebody signs in with that address already: they are told that it was tried. A link is made all the same, one that
    leads to nothing and that no letter shows, so that either answer takes as long.
    """
    link = url_for("storefront.account.email_confirmation", token=token or secrets.token_urlsafe(32), _external=True)
    _write(user, email, "address_taken" if token is None else "address_new", {"link": at_home(link)}, now)
    _write(user, user.email, "address_asked", {"masked": formats.masked_email(email)}, now)


def changed(user: identity.User, former: str, now: datetime) -> None:
    """Tell the old address that it counts no more."""
    _write(user, former, "address_changed", {"masked": formats.masked_email(user.email)}, now)


def _write(user: identity.User, recipient: str, template: str, context: dict[str, str], now: datetime) -> None:
    mailings.write(
        f"address:{secrets.token_hex(12)}", programme=g.programme, recipient=recipient, template=template,
        language=user.language or filters.language(), context=context, now=now,
    )  # fmt: skip
