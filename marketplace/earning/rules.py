"""The numbers of what a card operation earns, and what a refund takes back.

Half a per cent of each cashless operation, as the service-station programme promises. Each purchase is rounded down to
the programme's smallest unit by itself, so that the sum does not depend on how operations come in files; that is decided
by `statements.TAKE_IN`, for a whole file at once. What a refund takes back follows from the running total of what was
given back of its purchase, so refunds in parts take what one refund would.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

RATE, RATE_OF = 5, 1000
RATE_TEXT = str(Decimal(RATE) / RATE_OF)

# ISO 18245. Money taken out in cash at a counter or a machine, whatever the operation is called.
CASH_MCC = frozenset({"6010", "6011"})
# As good as cash, or moved on in full: with these a member could earn on the same rouble in a circle.
QUASI_CASH_MCC = frozenset(
    {
        "4829",  # money orders, wire transfers
        "6012",  # financial institutions: loans repaid, accounts filled
        "6050", "6051",  # foreign currency, money orders, travellers' cheques, crypto-currency
        "6211",  # brokers
        "6529", "6530", "6540",  # stored value: cards and wallets filled
        "6532", "6533", "6534", "6536", "6537", "6538",  # transfers from card to card
        "7800", "7801", "7802", "7995", "9406",  # lotteries, casinos, betting
    }
)  # fmt: skip


class Refund(NamedTuple):
    """A refund as its issuer reports it, and the member who held its card at that moment.

    `row` of its file, while it is new; `id`, once it is stored.
    """

    row: int | None
    operation_id: str
    token: str
    happened_at: datetime
    amount: int
    currency: str
    rrn: str
    merchant: str
    holder_id: int | None
    id: int | None = None


@dataclass(slots=True)
class Purchase:
    """A member's purchase on a card: what it earned and why, and how much of its amount was given back so far.

    `id` is None as long as it is not stored.
    """

    id: int | None
    operation_id: str
    token: str
    happened_at: datetime
    amount: int
    currency: str
    rrn: str
    merchant: str
    member_id: int
    reason: str
    points: int
    returned: int

    def taken_by(self, part: int) -> int:
        """Points that go when `part` more of the amount is given back; all parts together take exactly what it earned."""
        before, after = self.returned, self.returned + part
        return self.points * after // self.amount - self.points * before // self.amount


class Part(NamedTuple):
    """So much of a purchase is given back, and takes so many points."""

    purchase: Purchase
    amount: int
    points: int


class GivenBack(NamedTuple):
    """What a refund does: whose points, why, of which purchases, and how much of it belongs to none (`unplaced`).

    A refund with something unplaced is one that staff should look at.
    """

    member_id: int | None
    reason: str
    parts: list[Part]
    unplaced: int


def give_back(refund: Refund, purchases: Iterable[Purchase]) -> GivenBack:
    """What a refund takes back; `purchases` are those of its card, latest first. They are left as they are.

    It gives back what has the same retrieval reference number, else what was bought at the same merchant, no later than the
    refund: the latest first, and those before it when that was given back in full, as long as they are the same member's. Which
    purchases a refund meets does not depend on its amount, so it may come in parts.
    """
    meant = _meant(refund, [purchase for purchase in purchases if purchase.happened_at <= refund.happened_at])
    if not meant:
        reason = "no_member" if refund.holder_id is None else "no_purchase"
        return GivenBack(refund.holder_id, reason, [], 0 if refund.holder_id is None else refund.amount)
    foreign = meant[0].currency != refund.currency
    # How much of a purchase another currency is cannot be told: all of it, and somebody looks.
    left = meant[0].amount if foreign else refund.amount
    parts: list[Part] = []
    for purchase in meant:
        if part := min(left, purchase.amount - purchase.returned):
            parts.append(Part(purchase, part, purchase.taken_by(part)))
            left -= part
    return GivenBack(meant[0].member_id, _reason(refund, meant[0], parts), parts, refund.amount if foreign else left)


def _meant(refund: Refund, earlier: list[Purchase]) -> Sequence[Purchase]:
    same_number = [purchase for purchase in earlier if purchase.rrn and purchase.rrn == refund.rrn]
    found = same_number or [purchase for purchase in earlier if purchase.merchant == refund.merchant]
    theirs = [purchase for purchase in found if purchase.member_id == found[0].member_id]
    return [purchase for purchase in theirs if purchase.currency == refund.currency] or theirs[:1]


def _reason(refund: Refund, latest: Purchase, parts: list[Part]) -> str:
    if any(part.points for part in parts):
        return "taken_back"
    if not parts and refund.rrn not in ("", latest.rrn):
        return "no_purchase"  # the one that it names is not known, and others at the same merchant have nothing left
    if not parts:
        return "above_purchase" if latest.reason == "earned" else latest.reason
    first = parts[0].purchase.reason
    return "too_small" if first == "earned" else first
