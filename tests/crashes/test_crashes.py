"""kill -9 in the middle of everything: whatever a customer was told is still so, and the shop comes back by itself.

The broker is a queue in PostgreSQL: killing one kills both.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from tests.builders.installation import Installation, installed
from tests.crashes.drill import Drill, a_drill
from tests.proof.plugin import Proof

# How often each is killed, in the small and in the full form; PostgreSQL stands for two.
VICTIMS = {"web": (1, 60), "postgres": (1, 95), "worker": (1, 35), "timetable": (0, 5), "everything": (0, 5)}
BOOKS_EVERY = 10
CONTROL_KILLS = 20


@pytest.fixture(scope="module")
def shop(request: pytest.FixtureRequest) -> Iterator[Installation]:
    """A whole shop at work; in the small form without a timetable, which is not killed there."""
    with installed(WEB_THREADS="8") as shop:
        shop.start("worker", *(["timetable"] if request.config.getoption("prove") else []), "web")
        yield shop
        for name in ("worker", "web"):
            shop.kill(name)


def killings(drill: Drill, victims: list[str], within: float) -> Iterator[str]:
    """Kill one after the other; after each what was found wrong, or nothing."""
    for number, victim in enumerate(victims, 1):
        drill.kill(victim, within)
        wrong = drill.truth.wrong() or (drill.shop.wrong_in_the_books() if number % BOOKS_EVERY == 0 else [])
        yield f"kill {number}, {victim}: {wrong}" if wrong else ""


@pytest.mark.slow
@pytest.mark.proof("P05")
def test_nothing_that_was_acknowledged_is_lost_and_nothing_is_issued_twice(shop: Installation, proof: Proof) -> None:
    victims = [victim for victim, (small, full) in VICTIMS.items() for _ in range(proof.size(small, full))]
    proof.random.shuffle(victims)
    began = time.monotonic()
    with a_drill(shop, proof.seed, stock=proof.size(500, 60_000)) as drill:
        for wrong in killings(drill, victims, within=proof.size(5, 12) / 10):
            assert wrong == ""
        seconds = time.monotonic() - began
    drill.keep_all_promises(proof.size(3, 90))
    assert drill.truth.wrong_at_last() == []
    proof.count("kills", len(victims))
    proof.count("acknowledged orders, none lost, no code twice", drill.truth.orders_given())
    proof.figure(
        f"{len(drill.truth.requests) / seconds:.0f} keys and {drill.truth.sent / seconds:.0f} requests a second"
    )
    proof.figure("back after " + ", ".join(f"{name} {took:.1f} s" for name, took in sorted(drill.slowest.items())))
    proof.figure(f"a promise waited {drill.promise_waited:.0f} s at most")
    proof.figure(f"{drill.truth.statuses[0] + drill.truth.statuses[503]} requests without an answer were repeated")


NOTHING_UNKNOWN = (
    "CREATE OR REPLACE FUNCTION stock_is_quarantined() RETURNS boolean LANGUAGE sql STABLE AS 'SELECT false'"
)


@contextmanager
def answers_before_the_disk(shop: Installation) -> Iterator[None]:
    """PostgreSQL acknowledges what it has not written: the guard that a kill -9 is survived by.

    A shop that finds its database behind sells nothing more; that other guard is out of the way, too.
    """
    changes = {"synchronous_commit": "off", "wal_writer_delay": "'10s'"}
    with psycopg.connect(shop.owner_url, autocommit=True) as connection:
        guard = connection.execute("SELECT pg_get_functiondef('stock_unknown'::regproc)").fetchone()
        assert guard is not None
        connection.execute(NOTHING_UNKNOWN)
        for name, value in changes.items():
            connection.execute(f"ALTER SYSTEM SET {name} = {value}")
        connection.execute("SELECT pg_reload_conf()")
    yield
    with psycopg.connect(shop.owner_url, autocommit=True) as connection:
        for name in changes:
            connection.execute(f"ALTER SYSTEM RESET {name}")
        connection.execute("SELECT pg_reload_conf()")
        connection.execute(guard[0])


@pytest.mark.proof("P05", control=True)
def test_control_where_commits_are_not_waited_for_acknowledged_orders_are_lost(
    shop: Installation, proof: Proof
) -> None:
    with a_drill(shop, proof.seed, stock=2000) as drill, answers_before_the_disk(shop):
        for wrong in killings(drill, ["postgres"] * CONTROL_KILLS, within=2):
            proof.count("kills with commits not waited for")
            if wrong:
                break
    assert "lost" in wrong
    proof.figure(wrong[:120])
