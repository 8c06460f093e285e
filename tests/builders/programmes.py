"""Programmes for tests."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from typing import Any

from marketplace import programmes
from marketplace.programmes import Programme, Settings

THEN = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
RULES = {
    "ru": "# Правила использования карт\n\nКарта действует год.\n",
    "en": "# Rules of cards\n\nA card is valid for a year.\n",
}
OFFER = {"ru": "# Оферта\n\nБаллы обмениваются на карты.\n", "en": "# Offer\n\nPoints are exchanged for cards.\n"}
_numbers = count(1)


def a_programme(*, hosts: tuple[str, ...] = (), texts: bool = True, now: datetime = THEN, **over: Any) -> Programme:
    """A programme with the rules and the offer in both languages; any setting can be given. Needs a transaction."""
    number = next(_numbers)
    values = {"slug": f"programme-{number}", "name_ru": "Высота", "name_en": "Altitude", "expiry_months": 24} | over
    programme = programmes.create(Settings(**values), hosts=hosts, now=now)
    if texts:
        for language in programme.languages:
            programmes.publish_text(programme.id, "rules", language, RULES[language], now=now)
            programmes.publish_text(programme.id, "offer", language, OFFER[language], now=now)
    return programme


def set_of(programme: Programme, **settings: Any) -> None:
    """Give a programme other settings; inside a transaction."""
    programmes.change(programme.id, replace(programmes.settings_of(programme.id), **settings), now=THEN)


def accepted(programme: Programme, language: str = "ru") -> dict[str, bytes]:
    """What a member of the programme must accept to order now."""
    return programmes.texts_accepted(programme.id, language)
