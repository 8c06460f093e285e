"""The numbers of what a card operation earns. What they do is decided by `statements.TAKE_IN`, for a whole file at once.

Half a per cent of each cashless operation, as the service-station programme promises. Each operation is rounded down to
the programme's smallest unit by itself, so that the sum does not depend on how operations come in files. What a refund
takes back is rounded down too: refunds in parts never take more than the purchase brought.
"""

from decimal import Decimal

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
