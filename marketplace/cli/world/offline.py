"""A till of the demo world that may go on without a network: the day on which it did, and a card that was used up meanwhile."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from marketplace import giftcards, tills
from marketplace.cli.world import uploads
from marketplace.core.actors import SYSTEM, Actor
from marketplace.core.db import act_as
from marketplace.giftcards import Card
from marketplace.programmes import Programme
from marketplace.tills import Terminal

OWNER = "irina@veresk.example"
LIMITS = {"card_limit": 1_000_00, "stored_limit": 5_000_00, "count_limit": 20}
ENOUGH = 500_00  # on a card, so that it can be taken from
ON_FOR, DAYS_AGO = timedelta(days=12), 2
# When each was taken, how much of the card in kopecks, with which receipt.
TAKEN = (
    (time(11, 12), 410_00, "3801"),
    (time(12, 40), 250_50, "3802"),
    (time(13, 5), 180_00, "3803"),
    (time(15, 31), 320_00, "3804"),
)
SHOWN_AT, PACKED_AT, BACK_AT = time(9, 30), time(9, 5), time(17, 20)
ELSEWHERE_AT, LEFT = time(16, 2), 90_00  # the last card is used elsewhere meanwhile, and so much stays on it


def day(programme: Programme, till: Terminal, other: Terminal, cards: Sequence[Card], now: datetime) -> None:
    """Let a till go on, and bring in what it took; `cards` are without a PIN, the last one is also used at the other till."""
    act_as(Actor("user", uploads.person(OWNER).id))
    tills.switch_on(till, **LIMITS, now=now - ON_FOR)
    act_as(SYSTEM)
    that_day, zone = programme.day(now) - timedelta(days=DAYS_AGO), ZoneInfo(programme.time_zone)

    def at(moment: time) -> datetime:
        return datetime.combine(that_day, moment, zone)

    package = tills.package(till, device=tills.Device("world"), now=at(PACKED_AT))
    shown = [tills.give_pass(card, pin="", now=at(SHOWN_AT)) for card in cards]
    last = giftcards.card_by_id(cards[-1].id)
    tills.redeem(
        other, tills.Found(last.id), ref="003870", asked=tills.asked("world", "elsewhere"), amount=last.remaining - LEFT,
        currency=last.currency, receipt="003870", now=at(ELSEWHERE_AT),
    )  # fmt: skip
    for text, (moment, amount, receipt) in zip(shown, TAKEN, strict=True):
        tills.sync(
            till, ref=f"off-{receipt}", package=package.ref, shown=text, amount=amount, receipt=receipt, taken_at=at(moment), now=at(BACK_AT)
        )  # fmt: skip
