"""Forgets what has served: counts of rate limits, promises kept long ago, old letters, old looks at the books,
sign-ups that were not completed, pictures that no brand came to show, runs that nobody went on with, old days of the journal of codes, the words of the payment provider's events."""

from collections.abc import Callable
from datetime import datetime, timedelta

from marketplace import identity, mailings, partners, payments, reports, runs, support, webhooks
from marketplace.core import book_checks, clock, handed_out, outbox, throttle
from marketplace.core.db import transaction
from marketplace.jobs.celery_app import celery

KEPT_FOR = timedelta(days=30)
COUNTED_FOR = timedelta(days=2)  # longer than the longest stretch of any limit
LETTERS_FOR = timedelta(days=90)
LINKS_WORK = timedelta(days=7)  # at most: that of a sign-up, and of an invitation
DELIVERIES_FOR = timedelta(days=90)
EVENTS_FOR = timedelta(
    days=90
)  # what the payment provider said, word for word; that it did, and what followed, is kept
LOOKS_FOR = timedelta(days=90)
JOURNAL_FOR = timedelta(days=400)  # no backup that is older is restored without another look
BATCH_ROWS = 10_000
TRACES_FOR = timedelta(days=90)
PICTURES_FOR = timedelta(days=30)  # those that were looked at or proposed, and never shown
RUNS = 100


@celery.task(name="housekeeping.tidy")
def tidy() -> None:
    """Tidy up as of now."""
    tidy_at(clock.now())


def tidy_at(now: datetime) -> None:
    """The same for a given moment; in sets, so that nothing is locked for long."""
    with transaction():
        throttle.forget(now - COUNTED_FOR)
        book_checks.forget_before(now - LOOKS_FOR)
        reports.forget_exports(now)
        support.archives.forget(now)
        mailings.forget_links_before(now - LINKS_WORK)
        partners.forget_pictures(now - PICTURES_FOR, now=now)
        identity.forget_traces_before(now - TRACES_FOR)
        identity.forget_former_addresses(now - LETTERS_FOR)
    handed_out.forget_before((now - JOURNAL_FOR).date())
    _in_sets(lambda: outbox.forget_kept(now - KEPT_FOR, BATCH_ROWS))
    _in_sets(lambda: mailings.forget_before(now - LETTERS_FOR, BATCH_ROWS))
    _in_sets(lambda: identity.forget_letter_requests(now, BATCH_ROWS))
    _in_sets(lambda: webhooks.forget_before(now - DELIVERIES_FOR, BATCH_ROWS))
    _in_sets(lambda: payments.forget_bodies(now - EVENTS_FOR, BATCH_ROWS))
    _in_sets(lambda: runs.forget_errors(now, BATCH_ROWS))
    with transaction():
        runs.discard_forgotten(now, RUNS)


def _in_sets(forget: Callable[[], int]) -> None:
    full = True
    while full:
        with transaction():
            full = forget() == BATCH_ROWS
