"""A programme: its unit and decimals, time zone, languages, look, texts with versions, policy of expiry."""

from marketplace.programmes.actions import add_host, change, create, publish_text, put_cities
from marketplace.programmes.errors import BadSetting, BadText, HostTaken, NoProgramme, NoText, SlugTaken
from marketplace.programmes.queries import (
    by_host,
    by_slug,
    cities,
    default,
    everyone,
    expiry_of,
    forget_remembered,
    get,
    hosts,
    look_css,
    text,
    text_as_accepted,
    texts_accepted,
)
from marketplace.programmes.rules import address
from marketplace.programmes.values import TEXT_KINDS, City, ExpiryEnd, Programme, Settings, Text, TextKind

__all__ = [
    "TEXT_KINDS",
    "BadSetting",
    "BadText",
    "City",
    "ExpiryEnd",
    "HostTaken",
    "NoProgramme",
    "NoText",
    "Programme",
    "Settings",
    "SlugTaken",
    "Text",
    "TextKind",
    "add_host",
    "address",
    "by_host",
    "by_slug",
    "change",
    "cities",
    "create",
    "default",
    "everyone",
    "expiry_of",
    "forget_remembered",
    "get",
    "hosts",
    "look_css",
    "publish_text",
    "put_cities",
    "text",
    "text_as_accepted",
    "texts_accepted",
]
