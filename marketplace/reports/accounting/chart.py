"""The chart of accounts: which account of the journal each account of the ledger is, and those that only statements know."""

from datetime import date

# By the kinds of the ledger's accounts. What an account received stands on its credit side.
OF_LEDGER = {
    "gateway": "1100", "debt": "1200", "member": "2100", "held": "2110", "prepaid": "2200", "partner": "2300", "programme": "3100",
    "suspense": "3900", "breakage": "4100",
}  # fmt: skip
GATEWAY = OF_LEDGER["gateway"]
# Of a bank: its account; payments of partners' statements until the bank tells of them; its entries until somebody or something explains them.
BANK, ON_ITS_WAY, UNEXPLAINED = "1300", "1310", "1320"
BETWEEN, SETTLEMENTS, VAT = "1400", "2400", "2500"
# Points that paid for cards, at their price: what is owed for them, by who had paid for them, against what they have paid for.
FUNDED = {"bank": "1500", "member": "2600", "programme": "5400"}
POINTS_SPENT = "4500"
COMMISSION, CARD_BREAKAGE, PROMOTIONS, CARDS, ADJUSTMENTS, VAT_IN_SALES = "4200", "4300", "4400", "5100", "5200", "5300"
FEES = "5500"  # of banks and acquirers
# Off the balance sheet: tax that partners owe for what was sold and used, and its counter-entry.
PARTNERS_VAT, PARTNERS_VAT_COUNTER = "9100", "9190"
ACCOUNTS = (
    *sorted({*OF_LEDGER.values(), BANK, ON_ITS_WAY, UNEXPLAINED, BETWEEN, SETTLEMENTS, VAT, *FUNDED.values(), POINTS_SPENT, COMMISSION, CARD_BREAKAGE, PROMOTIONS, CARDS, ADJUSTMENTS, VAT_IN_SALES, FEES}),
    PARTNERS_VAT, PARTNERS_VAT_COUNTER,
)  # fmt: skip
# What members could still spend, less what they owe: the accounts of the liability.
OF_LIABILITY = ("1200", "2100", "2110")
BEFORE_ALL = date(2000, 1, 1)  # nothing was booked then
