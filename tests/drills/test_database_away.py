"""The database is away: every answer is a quick and friendly 503, and what comes back needs no restart."""

import time
from datetime import UTC, datetime

import pytest

from marketplace import mailings
from marketplace.core import outbox
from marketplace.core.db import transaction
from tests.builders.installation import Installation, installed
from tests.drills.visitor import PATIENCE_SECONDS, a_visitor, ask, until
from tests.proof.plugin import Proof

QUICK_SECONDS = 2
TICKED = "SELECT coalesce(max(last_run_at) > %(moment)s, false) FROM timetable.celery_periodictask"


def letter(shop: Installation, ref: str) -> None:
    with shop.app.app_context(), transaction():
        mailings.post(ref, programme_id=None, recipient="a@b.ru", subject="x", text="x", html="", now=datetime.now(UTC))


def kept(shop: Installation, ref: str) -> bool:
    return bool(ask(shop, "SELECT kept_at IS NOT NULL FROM outbox WHERE ref = %(ref)s", ref=ref))


@pytest.mark.slow
@pytest.mark.proof("P30")
def test_all_is_well_again_once_the_database_is_back(proof: Proof) -> None:
    seconds = proof.size(1, 20)
    with installed() as shop:
        visitor = a_visitor(shop)
        shop.start("web", "worker", "timetable")
        assert visitor.page().status == 200
        assert visitor.order("before-01").status == 201
        letter(shop, "before")
        until(lambda: kept(shop, "before"))
        letter(shop, "promised just before")
        shop.kill("postgres")
        visitor.slowest, gone = 0.0, time.monotonic()
        while time.monotonic() - gone < seconds:
            page, order = visitor.page(), visitor.order("during-01")
            assert (page.status, page.kind) == (503, "text/html")
            assert "Попробуйте" in page.text or "Повторите" in page.text
            assert (order.status, order.is_problem) == (503, True)
            assert visitor.page("/healthz").status == 200
            assert visitor.page("/readyz").status == 503
        assert visitor.slowest < QUICK_SECONDS
        shop.start_postgres()
        back = shop.wait_until_ready()
        assert visitor.order("during-01").status == 201
        assert visitor.order("during-01").status == 201
        assert visitor.orders() == 2
        # Its relay may have taken it the moment before: then it comes up again when the lease has ended.
        longest = outbox.LEASE.total_seconds() + PATIENCE_SECONDS
        caught_up = until(lambda: kept(shop, "promised just before"), longest)
        letter(shop, "afterwards")
        until(lambda: kept(shop, "afterwards"))
        moment = datetime.now(UTC)
        ticked = until(lambda: ask(shop, TICKED, moment=moment))
        assert shop.wrong_in_the_books() == []
        proof.figure(f"database away {seconds} s: slowest answer {visitor.slowest:.2f} s; ready after {back:.2f} s, "
                     f"promises after {caught_up:.1f} s, timetable after {ticked:.1f} s")  # fmt: skip


@pytest.mark.slow
@pytest.mark.proof("P30", full_only=True)  # its small form is in tests/drills/test_clock_jumps.py, within one process
def test_timetable_that_starts_while_the_database_is_away_waits_for_it() -> None:
    with installed() as shop:
        shop.kill("postgres")
        shop.start("timetable")
        until(lambda: "cannot be written" in shop.said("timetable"))
        shop.start_postgres()
        until(lambda: ask(shop, "SELECT max(last_run_at) FROM timetable.celery_periodictask") is not None)
        assert shop.gone() == []
