"""When points expire, and what a programme may be told to be."""

import calendar
import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from marketplace.core import emails, texts
from marketplace.core.bounds import COLUMN_MAX
from marketplace.programmes import look as look_rules
from marketplace.programmes.errors import BadSetting, BadText
from marketplace.programmes.values import TEXT_KINDS, Settings

LANGUAGES = ("ru", "en")
TEXT_MAX = 200_000
TOPUP_MAX, FRESH_MAX = COLUMN_MAX["programmes.topup_price"], COLUMN_MAX["programmes.fresh_days"]
UNDO_MAX = COLUMN_MAX["programmes.undo_minutes"]
# Names of the machine that one sits at.
LOOPBACK = {"localhost", "127.0.0.1"}
_SLUG = re.compile(r"[a-z0-9-]{1,40}")
_CURRENCY = re.compile(r"[A-Z]{3}")
_HOST = re.compile(r"(?=.{1,253}\Z)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")
_time_zones = cache(available_timezones)  # it looks through a whole folder of the system's
_UNIT_NAMES = ("unit_one_ru", "unit_few_ru", "unit_many_ru", "unit_one_en", "unit_many_en")


def expiry_of(months: int | None, end: str, earned_on: date) -> date | None:
    """The last day on which points earned on a day can be spent; None: they never expire.

    `months` whole months later (the month's last day where the day is missing), then on to the end of the period:
    "day", "month", "half_year" or "year".
    """
    if months is None:
        return None
    on = add_months(earned_on, months)
    if end == "day":
        return on
    last_month = {"month": on.month, "half_year": 6 if on.month <= 6 else 12, "year": 12}[end]
    return date(on.year, last_month, calendar.monthrange(on.year, last_month)[1])


def add_months(on: date, months: int) -> date:
    """The same day some months later; 31 January and one month is the last day of February."""
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    return date(year, month + 1, min(on.day, calendar.monthrange(year, month + 1)[1]))


def plain_host(host: str) -> str:
    """A host name as it is stored and compared: small letters, no port, no dot at the end."""
    name = host.strip().lower()
    if name.startswith("["):
        return name.partition("]")[0] + "]"
    return name.partition(":")[0].rstrip(".")


def is_host(name: str) -> bool:
    """Whether a plain form is a host name at all."""
    return _HOST.fullmatch(name) is not None


def check_host(host: str) -> str:
    """The plain form of a host name. Raises BadSetting."""
    name = plain_host(host)
    _must(is_host(name), "host", "not a host name")
    return name


def address(public_url: str, hosts: Sequence[str], *, visited: str = "") -> str:
    """Where people find a programme, `scheme://host[:port]` without a path, for links that leave the site.

    The installation's public address where it is one of the programme's hosts (or it has none), else its first host
    with the same scheme and port. What a request says of its host plays no part, for anybody may write that; only of
    two names that are known to lead here it may choose: `visited` is taken where it is another host of the programme, or
    another name of this very machine where the public address is one.
    """
    here = urlsplit(public_url)
    port = f":{here.port}" if here.port else ""
    if visited in hosts or (not hosts and {visited, here.hostname} <= LOOPBACK):
        return f"{here.scheme}://{visited}{port}"
    host = here.netloc if not hosts or here.hostname in hosts else hosts[0] + port
    return f"{here.scheme}://{host}"


def check(settings: Settings) -> None:
    """Raise BadSetting for the first setting that cannot be taken."""
    _must(_SLUG.fullmatch(settings.slug) is not None, "slug", "1 to 40 of a–z, 0–9 and -")
    for field in ("name_ru", "name_en"):
        _must(
            1 <= len(getattr(settings, field).strip()) <= 80 and _plain(getattr(settings, field)),
            field,
            "1 to 80 characters",
        )
    for field in _UNIT_NAMES:
        _must(
            1 <= len(getattr(settings, field).strip()) <= 30 and _plain(getattr(settings, field)),
            field,
            "1 to 30 characters",
        )
    _must(settings.decimals in (0, 1, 2), "decimals", "0, 1 or 2")
    _must(settings.time_zone in _time_zones(), "time_zone", "not an IANA time zone")
    known = len(settings.languages) > 0 and all(code in LANGUAGES for code in settings.languages)
    _must(known and len(set(settings.languages)) == len(settings.languages), "languages", "ru and en, each once")
    _must(_CURRENCY.fullmatch(settings.currency) is not None, "currency", "three capitals of ISO 4217")
    months = settings.expiry_months
    _must(months is None or 1 <= months <= 120, "expiry_months", "1 to 120, or none")
    _must(1 <= settings.grace_days <= 365, "grace_days", "1 to 365")
    _must(settings.expiry_end in ("day", "month", "half_year", "year"), "expiry_end", "day, month, half_year or year")
    _must(0 <= settings.reveal_limit < 2**63, "reveal_limit", "not negative")
    for field in ("correction_person_day", "correction_day", "goodwill_day", "issued_value_day"):
        _must(0 <= getattr(settings, field) <= 10**12, field, "not negative")
    for field in ("issued_person_day", "issued_partner_day", "issued_day"):
        _must(0 <= getattr(settings, field) <= 10**6, field, "not negative")
    _must(0 <= settings.undo_minutes <= UNDO_MAX, "undo_minutes", "0 to 1440")
    share, day = settings.partner_commission_bp, settings.partner_payout_day
    _must(share is None or 0 <= share <= 10_000, "partner_commission_bp", "0 to 100 %, or none")
    _must(day is None or 1 <= day <= 28, "partner_payout_day", "1 to 28, or none")
    _check_topup(settings)
    is_address = emails.is_sendable(settings.mail_from) and "." in settings.mail_from.partition("@")[2]
    _must(is_address, "mail_from", "not a mail address")
    look_rules.check(settings.look)
    look_rules.check_logo(settings.logo_svg)


def _check_topup(settings: Settings) -> None:
    """Points are sold whole, and can be spent before they expire."""
    price, months, whole = settings.topup_price, settings.expiry_months, 10**settings.decimals
    _must(price is None or 1 <= price <= TOPUP_MAX, "topup_price", "an amount of money, or none")
    least = 0 if price is None else whole
    _must(least <= settings.topup_least <= settings.topup_most, "topup_most", "not less than the least")
    _must(settings.topup_most <= settings.topup_day <= TOPUP_MAX, "topup_day", "not less than at a time")
    for field in ("topup_least", "topup_most", "topup_day"):
        _must(getattr(settings, field) % whole == 0, field, "whole points")
    most = FRESH_MAX if months is None else min(FRESH_MAX, 28 * months)
    _must(0 <= settings.fresh_days <= most, "fresh_days", "0 to 365, and less than points live")


def check_text(kind: str, language: str, body: str) -> str:
    """A text as it is published: plain line ends, one at its end. Raises BadText."""
    text = body.replace("\r\n", "\n").strip() + "\n"
    if kind not in TEXT_KINDS or language not in LANGUAGES:
        raise BadText(reason="unknown kind or language")
    if len(text) < 2 or len(text) > TEXT_MAX or "\0" in text:
        raise BadText(reason=f"a text has 1 to {TEXT_MAX} characters")
    return text


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The parts of two states that differ, for the audit."""
    names = [name for name in after if before.get(name) != after[name]]
    return {name: before.get(name) for name in names}, {name: after[name] for name in names}


def _plain(text: str) -> bool:
    return texts.is_one_line(text) and not set(text) & set("<>")


def _must(holds: bool, field: str, reason: str) -> None:
    if not holds:
        raise BadSetting(field=field, reason=reason)
