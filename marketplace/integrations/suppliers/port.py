"""What every supplier can be asked, whatever they call it. An adapter never raises: what went wrong is an answer, too.

One call buys and names our reference. A supplier who wants a card reserved and then confirmed has both made by their adapter
in `order`, the reservation under the same reference, so that `find` tells how far it came.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Protocol

from marketplace.suppliers import Answer, Bought, Purchase


class Supplier(Protocol):
    """One supplier, reached through one connection."""

    def order(self, wanted: Purchase) -> Answer:
        """Buy it, under its reference: SOLD with the sale, REFUSED, NOT_TAKEN or UNCLEAR."""
        ...

    def find(self, wanted: Purchase, now: datetime) -> Answer:
        """Ask by our reference, and by the dates around the purchase for those that carry none: SOLD with what was found, NONE or UNCLEAR."""
        ...

    def collect(self, supplier_ref: str) -> Answer | Bought:
        """The code of what was sold, as often as it is asked: or NOT_YET, FAILED, MALFORMED, UNCLEAR."""
        ...

    def well(self) -> Answer:
        """Whether it answers at all; buys nothing."""
        ...

    def catalogue(self) -> Iterator[list[dict[str, Any]]]:
        """Everything it sells, page by page, as it writes it. Raises SupplierSilent."""
        ...


class SupplierSilent(Exception):
    """The supplier did not answer as agreed; says how, and shows nothing secret."""
