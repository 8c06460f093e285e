"""What members are told by email, in words."""

from flask_babel import lazy_gettext

# Each kind in words, and why somebody might want it.
KINDS = {
    "orders": (lazy_gettext("Cards"), lazy_gettext("A card is ready, or an order failed")),
    "expiry": (lazy_gettext("Points and cards about to expire"), lazy_gettext("Before your points or cards expire")),
    "accruals": (lazy_gettext("Points earned"), lazy_gettext("When points are added")),
    "news": (lazy_gettext("News"), lazy_gettext("New brands and offers")),
}
