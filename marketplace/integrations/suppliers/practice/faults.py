"""What may go wrong with an order, on demand: asked for by anyone who tests, or by the value that is ordered."""

from enum import StrEnum


class Fault(StrEnum):
    """One way in which a supplier leaves others in the dark."""

    COMMIT_THEN_TIMEOUT = "commit_then_timeout"
    COMMIT_THEN_500 = "commit_then_500"
    SLOW = "slow"  # sold only after the caller has gone
    DUPLICATE_CODE = "duplicate_code"
    WRONG_DENOMINATION = "wrong_denomination"
    MALFORMED = "malformed"  # sold, and the answer is no JSON
    TOO_MANY = "too_many"  # 429, not sold
    RESET = "reset"  # the line breaks, by turns after and before it is sold
    CODE_LATER = "code_later"  # sold, the code comes some calls later
    NO_IDENTIFIER = "no_identifier"  # sold in silence, and our identifier is lost
    MALFORMED_CARD = "malformed_card"
    FAILS = "fails"  # taken in, and failed afterwards
    REFUSED = "refused"


# In the demo each of these values, in whole units of currency, has its fault; every other one goes well.
BY_VALUE = {
    1100: Fault.COMMIT_THEN_TIMEOUT, 1200: Fault.COMMIT_THEN_500, 1300: Fault.SLOW, 1400: Fault.DUPLICATE_CODE,
    1600: Fault.WRONG_DENOMINATION, 1700: Fault.MALFORMED, 1800: Fault.TOO_MANY, 1900: Fault.RESET, 2100: Fault.CODE_LATER,
    2200: Fault.NO_IDENTIFIER, 2300: Fault.MALFORMED_CARD, 2400: Fault.FAILS, 2600: Fault.REFUSED,
}  # fmt: skip
