"""What happens to a payment by a card of the sandbox: the numbers are those of Stripe's own test mode (docs.stripe.com/testing)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Card:
    """How a number behaves.

    `declined`: the code of the refusal. `challenged`: the bank asks its holder first (3-D Secure). `disputed`: the reason that a bank gives
    right afterwards. `inquiry`: it only asks. `refunds`: "now", "later", or "fail" some time after they were taken in.
    """

    declined: str = ""
    challenged: bool = False
    disputed: str = ""
    inquiry: bool = False
    refunds: str = "now"


CARDS = {
    "4242424242424242": Card(),
    "5555555555554444": Card(),
    "4000000000000002": Card(declined="generic_decline"),
    "4000000000009995": Card(declined="insufficient_funds"),
    "4000000000000069": Card(declined="expired_card"),
    "4000002760003184": Card(challenged=True),
    "4000000000000259": Card(disputed="fraudulent"),
    "4000000000002685": Card(disputed="product_not_received"),
    "4000000000001976": Card(disputed="fraudulent", inquiry=True),
    "4000000000007726": Card(refunds="later"),
    "4000000000005126": Card(refunds="fail"),
}
# A number that is none of these is of no bank.
UNKNOWN = Card(declined="incorrect_number")


def card(number: str) -> Card:
    """How the card of a number behaves, with or without spaces."""
    return CARDS.get("".join(number.split()), UNKNOWN)
