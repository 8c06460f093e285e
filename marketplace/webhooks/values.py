"""What endpoints, deliveries and answers are to everybody else: plain frozen values."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

# What a partner's server can be told of. A new kind is one line here, its words in the portal, and anyone who calls `tell`.
KINDS = ("order.created", "card.redeemed", "card.reversed", "codes.low", "catalogue.published", "statement.ready")
TEST = "webhook.test"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a partner's events go. `failing_since`: nothing has arrived since; `off_why`: gone, failing or person."""

    id: int
    programme_id: int
    partner_id: int
    url: str
    kinds: tuple[str, ...]
    created_at: datetime
    checked_at: datetime | None
    failing_since: datetime | None
    failures: int
    quiet_until: datetime | None
    off_at: datetime | None
    off_why: str

    @property
    def is_off(self) -> bool:
        """Whether nothing is sent to it."""
        return self.off_at is not None


@dataclass(frozen=True, slots=True)
class Rotation:
    """Two keys sign: since when, and when the older one dies."""

    since: datetime
    dies_at: datetime
    delivered: int


@dataclass(frozen=True, slots=True)
class Delivery:
    """One event on its way to one endpoint."""

    id: int
    endpoint_id: int
    state: str
    round: int
    begun_at: datetime
    attempts: int
    next_at: datetime | None
    said: str
    kind: str
    message: str
    at: datetime
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Try:
    """One try of a delivery; `said`: the status, or why there was none."""

    id: int
    at: datetime
    status: int | None
    said: str
    millis: int
    answer: str
    signatures: int


@dataclass(frozen=True, slots=True)
class Sending:
    """What is to be sent now, and with which keys it is signed; the newest first."""

    delivery: Delivery
    url: str
    keys: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a try. `said`: "timed out"; with a status it is the status that counts."""

    said: str
    millis: int
    status: int | None = None
    answer: str = ""
    retry_after: int | None = None
    public: bool = True  # every address of the name was a public one
    signatures: int = 1
