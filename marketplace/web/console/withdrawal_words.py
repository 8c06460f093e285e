"""What is said when a card is taken away: why, and what becomes of the rest."""

from flask_babel import lazy_gettext as _l

WHYS = {
    "unusable": _l("It cannot be used, and another code does not help"), "unwanted": _l("The owner does not want it any more"),
    "mistake": _l("It was ordered or issued by mistake"), "fraud": _l("It came by fraud"),
}  # fmt: skip
REFUNDS = {
    "source": _l("Everything goes back to where it came from: points with their dates, money to the bank card"),
    "points": _l("Points go to the card’s owner as new ones, money to the bank card"),
    "none": _l("Nothing comes back"),
}
