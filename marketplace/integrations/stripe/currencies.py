"""In which units Stripe counts each currency (https://docs.stripe.com/currencies): hundredths, but for those named here."""

from marketplace.core.money import minor_digits

_WHOLE = frozenset(
    ["BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"]
)
_THOUSANDTHS = frozenset(["BHD", "JOD", "KWD", "OMR", "TND"])


def counts_alike(currency: str) -> bool:
    """Whether Stripe counts a currency in the minor units in which it is kept here. Where it does not, nothing is asked of it: a sum would be
    taken for a hundred times as much, or as little."""
    digits = 0 if currency in _WHOLE else 3 if currency in _THOUSANDTHS else 2
    return digits == minor_digits(currency)
