"""Statements drawn: one large one, and the month of all partners, beside the rows alone. Figures are redemptions a second."""

import time
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bench.bench import ROUNDS, Bench, say
from bench.files import programme_named, timed
from bench.keys import Found
from marketplace import settlements, tills
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.programmes import Programme
from marketplace.settlements import Contract
from tests.builders.identity import staff
from tests.builders.settlements import SIX_PERCENT

PARTNERS = 50  # that bench/sql/offers.sql makes for each programme
# The same rows with the same keys, written by nobody who works them out.
_COPY_LINES = "INSERT INTO bench_lines SELECT * FROM statement_lines WHERE partner_id = ANY (%(partners)s)"


def statement_partner(bench: Bench) -> Found:
    """A partner's month with 200,000 redemptions; another partner's in each round."""
    each, found, took = bench.many(200_000), Found([], []), list[float]()
    programme = programme_named(bench, "statement")
    for contract in _contracts(bench, programme)[:ROUNDS]:
        _taken(bench, programme, [contract], each)
        took.append(_draw(bench, contract))
        found.ours.append(each / took[-1])
        found.limit.append(each / _alone(bench, [contract]))
    found.more["seconds"] = round(max(took), 2)
    return found


def month_close(bench: Bench) -> Found:
    """The month of 50 partners with a million redemptions in all, statement by statement; once, for it takes long to fill."""
    programme = programme_named(bench, "month")
    contracts, each = _contracts(bench, programme), bench.many(1_000_000) // PARTNERS
    say(f"{each * PARTNERS:,} redemptions")
    _taken(bench, programme, contracts, each)
    took = sum(_draw(bench, contract) for contract in contracts)
    count = each * PARTNERS
    return Found([count / took], [count / _alone(bench, contracts)], {"seconds": round(took, 2)})


def _contracts(bench: Bench, programme: Programme) -> list[Contract]:
    """A contract with each partner from the first of last month on, and a terminal of each."""
    bench.world.offers(programme.id, brands=PARTNERS, offers=1, denominations=1)
    partners = bench.world.rows("SELECT id FROM partners WHERE programme_id = %(p)s ORDER BY id", p=programme.id)
    now, begins_on = clock.now(), _first(_first(programme.day(clock.now())) - timedelta(1))
    with bench.shop.app.app_context(), transaction():
        ours, theirs = (staff(programme, role).id for role in ("manager", "finance"))
        for (partner,) in partners:
            tills.open_terminal(partner, "Till", now=now)
            version = settlements.begin(
                partner, f"B-{partner}", SIX_PERCENT, currency="RUB", time_zone=programme.time_zone, begins_on=begins_on, by=ours, now=now
            )  # fmt: skip
            settlements.sign(version, side="partner", by=theirs, now=now)
        return [settlements.contract(partner) for (partner,) in partners]


def _taken(bench: Bench, programme: Programme, contracts: list[Contract], each: int) -> None:
    begins_on = contracts[0].begins_on
    begins = datetime(begins_on.year, begins_on.month, 1, tzinfo=ZoneInfo(programme.time_zone))
    partners = [one.partner_id for one in contracts]
    days = (_end(contracts[0]) - begins_on).days
    bench.world.fill("redemptions", programme=programme.id, partners=partners, each=each, begins=begins, days=days)
    bench.world.settle()


def _draw(bench: Bench, contract: Contract) -> float:
    """Seconds for a statement, its commit included."""
    asked = {"to_day": _end(contract), "now": clock.now() + timedelta(hours=1)}
    return timed(bench, lambda: settlements.draw(contract, **asked))


def _alone(bench: Bench, contracts: list[Contract]) -> float:
    """Seconds for the lines of these statements into a table like theirs."""
    with bench.world.owner() as owner:
        owner.execute("DROP TABLE IF EXISTS bench_lines")
        owner.execute("CREATE TABLE bench_lines (LIKE statement_lines INCLUDING ALL)")
        began = time.perf_counter()
        owner.execute(_COPY_LINES, {"partners": [one.partner_id for one in contracts]})
        took = time.perf_counter() - began
        owner.execute("DROP TABLE bench_lines")
    return took


def _end(contract: Contract) -> date:
    return _first(contract.begins_on + timedelta(31))


def _first(day: date) -> date:
    return day.replace(day=1)
