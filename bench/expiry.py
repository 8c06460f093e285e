"""Points that expire, beside one UPDATE over as many lots."""

import time
from datetime import timedelta

from bench.bench import ROUNDS, Bench
from bench.keys import Found
from marketplace.core import clock
from marketplace.jobs.expiry import expire_all

LOTS = 10  # of each member; as many as a family that pays by card earns in a year

DUE_LOTS = """
WITH accrual AS (
    INSERT INTO transfers (programme_id, kind, ref, at) VALUES (%(programme)s, 'accrual', 'due:' || clock_timestamp(), now() - interval '1 year') RETURNING id
), born AS (
    INSERT INTO lots (account_id, transfer_id, amount, expires_on)
    SELECT a.id, t.id, 100, current_date - 1 - n FROM accounts a, accrual t, generate_series(1, %(lots)s) n
     WHERE a.programme_id = %(programme)s AND a.kind = 'member' ORDER BY a.id, n
    RETURNING id, account_id, expires_on, amount
), opened AS (
    INSERT INTO open_lots (lot_id, account_id, expires_on, remaining) SELECT id, account_id, expires_on, amount FROM born
)
UPDATE balances b SET balance = b.balance + 100 * %(lots)s FROM (SELECT DISTINCT account_id FROM born) m WHERE m.account_id = b.account_id
"""


def expiry(bench: Bench) -> Found:
    """What the nightly job does, for a hundred thousand members of ten lots each (a third of them a round)."""
    world, members = bench.world, bench.part(100_000)
    programme = world.programme("expiry")
    world.members(programme, members)
    found = Found([], [])
    for _ in range(ROUNDS):
        with world.owner() as owner:
            owner.execute(DUE_LOTS, {"programme": programme, "lots": LOTS})
        world.settle()
        found.limit.append(members * LOTS / _updated(bench))
        began = time.perf_counter()
        with bench.shop.app.app_context():
            lots = expire_all(clock.now() + timedelta(seconds=1))
        found.ours.append(lots / (time.perf_counter() - began))
        assert lots == members * LOTS, f"{lots} lots expired of {members * LOTS}"
    return found


def _updated(bench: Bench) -> float:
    """Seconds for one UPDATE over a copy of the lots that are due, with the same indexes."""
    with bench.world.owner() as owner:
        owner.execute("DROP TABLE IF EXISTS bench_lots")
        owner.execute("CREATE TABLE bench_lots (LIKE open_lots INCLUDING ALL) WITH (fillfactor = 80)")
        owner.execute("INSERT INTO bench_lots SELECT * FROM open_lots WHERE expires_on < current_date ORDER BY lot_id")
        owner.execute("VACUUM ANALYZE bench_lots")
        began = time.perf_counter()
        owner.execute("UPDATE bench_lots SET remaining = remaining + 1")
        return time.perf_counter() - began
