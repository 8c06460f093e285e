"""What kinds of offers are called, and where their codes come from."""

from flask_babel import lazy_gettext as _l

KINDS = {
    "gift_card": _l("Gift card"), "certificate": _l("Certificate"), "goods": _l("Goods"), "service": _l("Service"),
}  # fmt: skip
FULFILMENTS = {
    "stock": _l("Our own codes, loaded in advance"), "own": _l("The programme makes the certificate"), "supplier": _l("Bought to order"),
}  # fmt: skip
