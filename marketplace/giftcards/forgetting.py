"""What staff noted on somebody's cards, and how it goes when their data are erased."""

from marketplace.core.forgetting import Goes

ERASED = (
    Goes(
        ("giftcard_stops.note", "giftcard_voidings.note", "giftcard_extensions.note"),
        sealed="giftcards",
    ),
)
