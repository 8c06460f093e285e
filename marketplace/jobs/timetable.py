"""When repeated work is done. Names are those of tasks in this package; each acts once however often it is run."""

from datetime import timedelta
from typing import Any

from celery.schedules import crontab

EVERY_MINUTE, EVERY_HOUR = 60, 3600


def _entry(task: str, schedule: timedelta | crontab, seconds: int) -> dict[str, Any]:
    """What was not begun in so many seconds is thrown away: what piled up while the worker was off is done once."""
    return {"task": task, "schedule": schedule, "options": {"expires": seconds}}


TIMETABLE: dict[str, dict[str, Any]] = {
    # Promises wake the worker themselves; this catches those whose wake-up was lost, and those due later.
    "keep promises": _entry("outbox.relay", timedelta(seconds=5), EVERY_MINUTE),
    # Programmes live in their own time zones, so midnight comes at every hour somewhere.
    "expire points": _entry("ledger.expire", crontab(minute=5), EVERY_HOUR),
    "take in card operations that waited": _entry("earning.take_in_due", crontab(minute=15), EVERY_HOUR),
    # Each programme is written to at one hour of its own day.
    "remind of points that end": _entry("points.remind", crontab(minute=20), EVERY_HOUR // 2),
    "remind of cards that end": _entry("giftcards.remind", crontab(minute=25), EVERY_HOUR // 2),
    "look for wishes within reach": _entry("wishes.look", crontab(minute=35), EVERY_HOUR // 2),
    "give back what tills set aside": _entry("tills.lapse", crontab(), EVERY_MINUTE),
    # What was written less than a minute ago is the only part of the books that could be changed unseen.
    "seal the books": _entry("chain.seal", crontab(), EVERY_MINUTE),
    "look at the books": _entry("books.look", crontab(minute=50), EVERY_HOUR),
    "look for stock that runs low": _entry("stock.look", crontab(minute="*/10"), EVERY_HOUR // 2),
    "look at partners' balances": _entry("settlements.look", crontab(minute=55), EVERY_HOUR // 2),
    "look for fraud": _entry("fraud.look", crontab(minute="*/10"), EVERY_HOUR // 2),
    # A supplier that fell silent is asked whether it is back.
    "look for silent suppliers": _entry("suppliers.look", crontab(), EVERY_MINUTE),
    "look for partners' servers that stay silent": _entry("webhooks.look", crontab(minute=45), EVERY_HOUR // 2),
    # What a provider says of money that is not known here yet waits until it is.
    "hear of money again": _entry("payments.listen", crontab(), EVERY_MINUTE),
    "look for cases that wait in vain": _entry("cases.look", crontab(minute=30), EVERY_HOUR // 2),
    "tidy up": _entry("housekeeping.tidy", crontab(minute=40), EVERY_HOUR),
}
