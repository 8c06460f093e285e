"""A card, a certificate, goods or a service: each is called by its own word, and by its value or its title."""

from typing import NamedTuple

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l


class Words(NamedTuple):
    """What is said of an order of this kind, and the way to it."""

    ready: LazyString
    coming: LazyString
    open: LazyString
    of_brand: LazyString


WORDS = {
    "gift_card": Words(
        _l("The card is yours"), _l("The card is being made"), _l("Open the card"), _l("Card “%(brand)s”")
    ),
    "certificate": Words(
        _l("The certificate is yours"), _l("The certificate is being made"), _l("Open the certificate"),
        _l("Certificate “%(brand)s”"),
    ),
    "goods": Words(
        _l("The goods are yours"), _l("The goods are being ordered"), _l("Open the goods"), _l("Goods “%(brand)s”")
    ),
    "service": Words(
        _l("The service is yours"), _l("The service is being ordered"), _l("Open the service"), _l("Service “%(brand)s”")
    ),
}  # fmt: skip
