"""A card that staff has stopped: how the database's "no" gets its name."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from marketplace.core.db import broken_rule
from marketplace.giftcards.errors import CardStopped


@contextmanager
def unless_stopped() -> Iterator[None]:
    """Raises CardStopped where the statement inside would end the freezing of a card that staff keeps frozen."""
    try:
        yield
    except DBAPIError as error:
        if broken_rule(error) != "giftcard_stopped":
            raise
        raise CardStopped from None
