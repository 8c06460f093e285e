"""What a card operation earns. The same rule stands in SQL (`statements.TAKE_IN`); a property test holds them equal.

Half a per cent of each cashless operation, as the service-station programme promises. Each operation is rounded down to
the programme's smallest unit by itself, so that the sum does not depend on how operations come in files. What a refund
takes back is rounded down too: refunds in parts never take more than the purchase brought.
"""

from marketplace.core.money import minor_digits
from marketplace.earning.values import Verdict

RATE, RATE_OF = 5, 1000
RATE_TEXT = {"ru": "0,5\u00a0%", "en": "0.5%"}

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


def points_of(amount: int, *, currency: str, decimals: int) -> int:
    """0.5 % of an amount in minor units of its currency, in a programme's minor units; a point for a whole rouble."""
    return int(amount * RATE * 10**decimals // (RATE_OF * 10 ** minor_digits(currency)))


def verdict(
    *, kind: str, mcc: str, amount: int, currency: str, has_member: bool, programme_currency: str, decimals: int
) -> Verdict:
    """What an operation brings, and the reason in one word."""
    if not has_member:
        return Verdict("no_member", 0)
    if kind == "cash" or mcc in CASH_MCC:
        return Verdict("cash", 0)
    if mcc in QUASI_CASH_MCC:
        return Verdict("quasi_cash", 0)
    if currency != programme_currency:
        return Verdict("other_currency", 0)
    points = points_of(amount, currency=currency, decimals=decimals)
    if points == 0:
        return Verdict("too_small", 0)
    return Verdict("taken_back", -points) if kind == "refund" else Verdict("earned", points)
