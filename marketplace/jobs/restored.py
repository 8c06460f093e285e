"""What waits while a database that came from a backup is not reconciled: it does not know what was paid and bought since."""

from datetime import datetime, timedelta

from marketplace import codes
from marketplace.core.outbox import NotYet

PAUSE = timedelta(minutes=5)


def must_be_reconciled(now: datetime) -> None:
    """Before money is sent back or a card is bought. Others' servers know a ref again, but not for ever. Raises NotYet."""
    if codes.quarantine() is not None:
        raise NotYet(now + PAUSE, "the restored database is not reconciled")
