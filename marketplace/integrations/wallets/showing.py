"""What a pass says of a card, in its owner's language; and the keys of the operator, where there are any."""

from datetime import datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import current_app
from flask_babel import force_locale, gettext

from marketplace import giftcards, partners, programmes, wallets
from marketplace.core import formats, places
from marketplace.giftcards import Card
from marketplace.integrations.wallets import apple, google, pushing
from marketplace.integrations.wallets.facts import Facts, Keys
from marketplace.settings import Settings
from marketplace.wallets import Pass


def facts(of: Pass, now: datetime) -> Facts:
    """What a pass shows as of now."""
    card = giftcards.card_by_id(of.giftcard_id)
    programme = programmes.get(of.programme_id)
    settings: Settings = current_app.config["SETTINGS"]
    home = programmes.address(settings.public_url, programmes.hosts(programme.id))
    zone = ZoneInfo(programme.time_zone)
    with force_locale(of.language):
        words = {
            "description": gettext("Gift card"), "until": gettext("Valid until"), "as_of": gettext("As of"), "open": gettext("Show at the till"),
            "changed": gettext("Left on the card: %(sum)s", sum="%@"), "last_day": formats.short_day(card.expires_on, of.language),
            "read_at": formats.moment(now, of.language, programme.time_zone),
        }  # fmt: skip
    return Facts(
        serial=of.serial, token=wallets.token(of), programme=programme.name(of.language), brand=partners.brand(card.brand_id).name(of.language),
        left=formats.money(card.remaining, card.currency, of.language), as_of=now.astimezone(zone),
        ends_at=datetime.combine(card.expires_on + timedelta(days=1), time(), zone), void=_is_void(card, now),
        link=f"{home}/cards/{card.public_id}/till", home=home, words=words,
    )  # fmt: skip


def apple_issuer() -> apple.Issuer | None:
    """Who signs passes for Apple's wallet; None where the operator has set nothing up."""
    settings: Settings = current_app.config["SETTINGS"]
    if not (
        settings.apple_pass_type and settings.apple_team and settings.apple_pass_certificate and settings.apple_pass_key
    ):
        return None
    intermediate = settings.apple_intermediate_certificate
    keys = Keys(
        _read(settings.apple_pass_certificate),
        _read(settings.apple_pass_key),
        _read(intermediate) if intermediate else b"",
    )
    return apple.Issuer(settings.apple_pass_type, settings.apple_team, keys)


def google_issuer() -> google.Issuer | None:
    """Who signs passes for Google's wallet; None where the operator has set nothing up."""
    settings: Settings = current_app.config["SETTINGS"]
    if not (settings.google_wallet_issuer and settings.google_wallet_account and settings.google_wallet_key):
        return None
    return google.Issuer(
        settings.google_wallet_issuer, settings.google_wallet_account, _read(settings.google_wallet_key)
    )


def push_key() -> pushing.PushKey | None:
    """With what phones are told that a pass has changed; None where the operator has set nothing up."""
    settings: Settings = current_app.config["SETTINGS"]
    if not (
        settings.apple_pass_type and settings.apple_team and settings.apple_push_key and settings.apple_push_key_id
    ):
        return None
    return pushing.PushKey(
        settings.apple_team, settings.apple_push_key_id, settings.apple_pass_type, _read(settings.apple_push_key)
    )


def icon() -> bytes:
    """The picture that Apple asks of every pass."""
    return _read(places.STATIC / "img" / "wallet.png")


def _is_void(card: Card, now: datetime) -> bool:
    return card.state_on(programmes.get(card.programme_id).day(now)) != "active"


@lru_cache
def _read(path: Path) -> bytes:
    return path.read_bytes()
