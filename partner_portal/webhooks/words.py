"""What kinds of event, outcomes and faults are called."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from marketplace.web.shared.listing import Word
from marketplace.web.shared.webhook_words import EVENTS as EVENTS
from marketplace.web.shared.webhook_words import KINDS as KINDS
from marketplace.web.shared.webhook_words import OFF as OFF

STATES = {
    "waiting": Word(_l("Waits"), "warn", "clock"),
    "delivered": Word(_l("Delivered"), "good", "check"),
    "dropped": Word(_l("Dropped"), "bad", "x"),
}
VIEWS = {
    "all": Word(_l("All")),
    "waiting": Word(_l("Waiting")),
    "delivered": Word(_l("Delivered")),
    "dropped": Word(_l("Dropped")),
}
# What stands in place of a status.
SAID: dict[str, LazyString] = {
    "timed out": _l("no answer in time"),
    "no connection": _l("no connection"),
    "no connection in time": _l("no connection in time"),
    "the connection was reset": _l("the connection was reset"),
    "the answer is not HTTP, or broke off": _l("the answer was cut short"),
    "the question could not be put": _l("could not be sent"),
    "the address cannot be written": _l("could not be sent"),
    "not a public address": _l("not a public address"),
    "no such name": _l("no such name"),
    "off": _l("the address was off"),
}
WRONG_URL: dict[str, LazyString] = {
    "long": _l("This address is too long: up to 500 characters."),
    "form": _l("This is not an address we can call: plain characters, without spaces and without #."),
    "https": _l("We call only https, so that nobody can read along."),
    "password": _l("Leave out the name and password: each event is signed instead."),
    "name": _l("Enter the server's name, such as hooks.example.com, not an IP address."),
    "private": _l("This name is not on the public internet."),
    "port": _l("We do not call this port: use 443, or one from 1024 up."),
}


def said(what: str) -> str:
    """What a try came to: the status, or words."""
    return str(SAID.get(what, what))
