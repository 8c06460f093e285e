"""What a payment provider can be asked, whatever they call it. An adapter never raises: what went wrong is an answer, too."""

from dataclasses import dataclass
from typing import Protocol

from marketplace.payments import Answer, Payment, Refund


@dataclass(frozen=True, slots=True)
class Page:
    """What the provider's page says and where it leads back: addresses of ours."""

    title: str
    paid_url: str
    back_url: str
    language: str


class Gateway(Protocol):
    """One payment provider. Each call that does something carries our own id as its key: made again, it does nothing new."""

    def open(self, payment: Payment, page: Page) -> Answer:
        """Make the page on which it is paid: OPENED, REFUSED, NOT_SENT or UNCLEAR."""
        ...

    def look(self, payment: Payment) -> Answer:
        """How its page stands: OPEN, PAID with the money, EXPIRED or UNCLEAR."""
        ...

    def close(self, payment: Payment) -> Answer:
        """Have its page end unpaid: EXPIRED, PAID where money was faster, or UNCLEAR."""
        ...

    def refund(self, payment: Payment, refund: Refund) -> Answer:
        """Send money back: DONE, PENDING, FAILED, REFUSED, NOT_SENT or UNCLEAR."""
        ...

    def find_refund(self, payment: Payment, refund: Refund) -> Answer:
        """How a refund stands: DONE, PENDING, FAILED, NONE where there is none, or UNCLEAR."""
        ...
