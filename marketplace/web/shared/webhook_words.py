"""What the events are called that partners' own servers are told, and why nothing is sent to one."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

KINDS: dict[str, LazyString] = {
    "order.created": _l("Order placed"),
    "card.redeemed": _l("Card redeemed"),
    "card.reversed": _l("Redemption reversed"),
    "codes.low": _l("Batch running low"),
    "catalogue.published": _l("Catalogue published"),
    "statement.ready": _l("Statement ready"),
}
EVENTS = KINDS | {"webhook.test": _l("Test event")}
OFF = {
    "gone": _l("Your server answered 410: it wants no more events."),
    "failing": _l("Nothing has arrived for five days."),
    "person": _l("Somebody on your team switched it off."),
}
