"""Decisions about gifts: no database, no clock."""

import re
import secrets
import unicodedata
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from marketplace.core import emails
from marketplace.core.bounds import COLUMN_MAX
from marketplace.gifts.values import DESIGNS, Wanted

WAITS = timedelta(days=30)  # after its letter; then it returns to its giver
AHEAD = timedelta(days=365)
GIFTS_A_DAY = 20
LETTERS_MAX = 5
WORD_MIN, WORD_MAX = 4, 40
TRIES = 5
MESSAGE_MAX, NAME_MAX = COLUMN_MAX["gift_letters.message"], COLUMN_MAX["gift_letters.to_name"]
# A stranger gets this letter in our name: it never leads anywhere else.
# Mail programs make a link of anything that is shaped like a host.
_LINK = re.compile(r"(?i)\bhttps?:|\b[a-z0-9-]+\.[a-z]{2,}|\b[\w-]+\.(?:рф|рус|москва|онлайн|сайт|дети)\b")
# Words that are easy to say and to spell, for a giver who wants to choose none.
WORDS = {
    "ru": ["апельсин", "барабан", "василёк", "гармошка", "журавль", "карусель", "клубника", "конфета", "кораблик", "лебедь", "малина", "маяк", "медвежонок", "метель", "мишутка", "облако", "одуванчик", "орешек", "парус", "пряник", "радуга", "ромашка", "самовар", "светлячок", "северное", "сирень", "скрипка", "снегирь", "соловей", "солнышко", "сосулька", "теремок", "тополь", "улитка", "фонарик", "хоровод", "черника", "шоколад", "якорь", "яблоко"],
    "en": ["acorn", "anchor", "balloon", "biscuit", "blossom", "bramble", "candle", "carousel", "cherry", "clover", "compass", "cricket", "daisy", "feather", "firefly", "garland", "harbour", "honey", "icicle", "lantern", "lavender", "lemon", "lighthouse", "maple", "meadow", "melody", "nutmeg", "orchard", "pebble", "penguin", "rainbow", "robin", "sailboat", "snowdrop", "sparrow", "sunrise", "teapot", "thimble", "tulip", "willow"],
}  # fmt: skip


def cleaned(wanted: Wanted, now: datetime) -> Wanted:
    """What a giver wants, without blanks around, and never sent before now."""
    return replace(
        wanted, to_name=wanted.to_name.strip(), email=emails.plain(wanted.email), message=wanted.message.strip(),
        signed=wanted.signed.strip(), send_at=max(wanted.send_at, now),
    )  # fmt: skip


def fault(wanted: Wanted, *, now: datetime, last_day: date, zone: str) -> str:
    """The field that is wrong with what a giver wants, or "".

    Args:
        last_day: the card's last good day, in the time zone `zone`.
    """
    if not 1 <= len(wanted.to_name) <= NAME_MAX or _LINK.search(wanted.to_name):
        return "to_name"
    if not emails.is_typed(wanted.email):
        return "email"
    if len(wanted.message) > MESSAGE_MAX or _LINK.search(wanted.message):
        return "message"
    if len(wanted.signed) > NAME_MAX or _LINK.search(wanted.signed):
        return "signed"
    if wanted.design not in DESIGNS:
        return "design"
    if wanted.send_at > now + AHEAD or wanted.send_at >= _after(last_day, zone):
        return "send_at"
    return "" if is_word(wanted.word) else "word"


def ends_at(send_at: datetime, last_day: date, zone: str) -> datetime:
    """When a gift that nobody has claimed returns: a month after its letter, and not after the card's last day."""
    return min(send_at + WAITS, _after(last_day, zone))


def is_word(word: str) -> bool:
    """Whether a giver's word can be one: long enough not to be guessed within a few tries."""
    return WORD_MIN <= len(plain_word(word)) <= WORD_MAX and len(set(plain_word(word))) > 2


def plain_word(word: str) -> str:
    """A word as it is compared: lower case, ё as е, without spaces and punctuation."""
    folded = unicodedata.normalize("NFKC", word).casefold().replace("ё", "е")
    return "".join(c for c in folded if c.isalnum())


def a_word(language: str) -> str:
    """A word to begin with: two of the list, so that nobody guesses it in a few tries."""
    words = WORDS.get(language, WORDS["en"])
    return f"{secrets.choice(words)} {secrets.choice(words)}"


def _after(last_day: date, zone: str) -> datetime:
    return datetime.combine(last_day + timedelta(days=1), time(), ZoneInfo(zone))
