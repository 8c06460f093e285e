"""A gift as somebody gives it."""

from datetime import UTC, datetime

from marketplace.gifts import Wanted

A_GIFT = Wanted(
    to_name="Olga", email="olga@example.org", message="Hello", signed="Anna", design="winter", language="en",
    send_at=datetime(2026, 1, 1, tzinfo=UTC), word="snowdrop",
)  # fmt: skip
