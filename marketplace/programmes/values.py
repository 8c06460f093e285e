"""What a programme is to everybody else: plain frozen values, free of the database session."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Literal

from marketplace.core.clock import local_day

TextKind = Literal["rules", "offer", "privacy", "help"]
ExpiryEnd = Literal["day", "month", "half_year", "year"]
TEXT_KINDS: tuple[TextKind, ...] = ("rules", "offer", "privacy", "help")


@dataclass(frozen=True, slots=True)
class City:
    """A city that a visitor may choose."""

    slug: str
    name_ru: str
    name_en: str
    position: int = 0


@dataclass(frozen=True, slots=True)
class Tier:
    """A level that members may have; `gives` says what it brings, a line each."""

    slug: str
    name_ru: str
    name_en: str
    gives_ru: str = ""
    gives_en: str = ""
    position: int = 0


@dataclass(frozen=True, slots=True)
class Text:
    """One version of a text: `body` is Markdown, `digest` the SHA-256 of what is accepted."""

    kind: str
    language: str
    version: int
    body: str
    digest: bytes
    published_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that is chosen for a programme; the names are those of its table.

    `expiry_months` None: points never expire. Points that come back after their last day can be spent for `grace_days`, and so can a card that gets something back after its own. `reveal_limit` is in minor units of the currency.
    How many points staff may give or take by hand on a day: one person, and all together; and one person as goodwill; in minor units.
    `topup_price`: what members pay for one whole point, in minor units of the currency; None: points cannot be bought. `topup_least`, `topup_most` and
    `topup_day` are points in minor units: at a time, and in one day. Bought points cannot be spent for `fresh_days`.
    `undo_minutes`: for how long after a publication those who made it may take it back at once; 0: never.
    `partner_commission_bp` (hundredths of a percent) and `partner_payout_day` (of the month) are told to companies that apply; None: nothing is said.
    """

    slug: str
    name_ru: str
    name_en: str
    unit_one_ru: str = "балл"
    unit_few_ru: str = "балла"
    unit_many_ru: str = "баллов"
    unit_one_en: str = "point"
    unit_many_en: str = "points"
    decimals: int = 0
    time_zone: str = "Europe/Moscow"
    languages: tuple[str, ...] = ("ru", "en")
    currency: str = "RUB"
    city_slug: str | None = None
    expiry_months: int | None = None
    expiry_end: ExpiryEnd = "day"
    grace_days: int = 30
    reveal_limit: int = 300_000
    correction_person_day: int = 20_000
    correction_day: int = 100_000
    goodwill_day: int = 1_000
    issued_person_day: int = 20
    issued_partner_day: int = 200
    issued_day: int = 500
    issued_value_day: int = 10_000_000
    topup_price: int | None = None
    topup_least: int = 0
    topup_most: int = 0
    topup_day: int = 0
    fresh_days: int = 0
    undo_minutes: int = 60
    partner_commission_bp: int | None = None
    partner_payout_day: int | None = None
    mail_from: str = "noreply@example.org"
    look: Mapping[str, Any] = field(default_factory=dict, hash=False)
    logo_svg: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme(Settings):
    """A loyalty programme as stored.

    `training_of`: the programme whose staff practises in this one; None: it is a real one.
    """

    id: int
    training_of: int | None = None

    def name(self, language: str) -> str:
        """Its name in a language; the Russian one where the other is not known."""
        return self.name_en if language == "en" else self.name_ru

    def day(self, now: datetime) -> date:
        """The calendar day of a moment in its time zone."""
        return local_day(now, self.time_zone)

    def grace_until(self, today: date) -> date:
        """The last day of points that come back on `today` and whose own last day has passed."""
        return today + timedelta(days=self.grace_days)

    def language(self, wanted: str) -> str:
        """The wanted language if it speaks it, else its first."""
        return wanted if wanted in self.languages else self.languages[0]
