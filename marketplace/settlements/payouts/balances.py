"""What a contract comes to between its statements: looked at every hour, and written down where it crosses what people are warned of."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from marketplace.core import audit, clock, outbox
from marketplace.core.db import execute
from marketplace.core.topics import Topic
from marketplace.settlements import queries, rules
from marketplace.settlements.errors import refused
from marketplace.settlements.values import Contract

How = Literal["crossed", "back"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """A balance beyond what people are warned of: what the programme owes (below zero: a deposit that runs low), in minor units, and since when."""

    id: int
    contract: Contract
    balance: int
    at: datetime


def balance_of(contract: Contract, *, now: datetime) -> int:
    """What the programme owes a partner now, as a statement would close. Raises NoRate: a card's currency has no rate on a day."""
    with refused():
        return int(
            execute(
                "SELECT settlement_balance(%(contract)s, %(now)s)", {"contract": contract.id, "now": now}
            ).scalar_one()
        )


def look_at_balance(contract: Contract, *, now: datetime) -> How | None:
    """Write down that a balance has crossed what people are warned of, which promises letters, or that it is back; None where nothing is new.

    Raises NoRate, as `balance_of`.
    """
    execute("SELECT pg_advisory_xact_lock(hashtextextended('balance', %(contract)s))", {"contract": contract.id})
    version = queries.in_force(contract, clock.local_day(now, contract.time_zone))
    was = any(one.contract.id == contract.id for one in crossed([contract]))
    if version is None or version.terms.warn_at is None:
        balance, warns = 0, False
    else:
        balance = balance_of(contract, now=now)
        warns = rules.warns(version.terms, balance)
    if warns == was:
        return None
    how: How = "crossed" if warns else "back"
    row = execute(
        "INSERT INTO balance_crossings (contract_id, how, balance, at) VALUES (%(contract)s, %(how)s, %(balance)s, %(now)s) RETURNING id",
        {"contract": contract.id, "how": how, "balance": balance, "now": now},
    ).one()
    audit.record(
        "settlements.look_at_balance", f"contract:{contract.id}", at=now, before={"limit_crossed": was},
        after={"limit_crossed": warns, "closing": balance, "currency": contract.currency},
    )  # fmt: skip
    if warns:
        outbox.send(Topic.SETTLEMENTS_BALANCE, ref=f"{contract.partner_id}:{row.id}", now=now)
    return how


def crossed(contracts: list[Contract]) -> list[Crossing]:
    """Of these contracts, those whose balance is beyond what people are warned of, with what it was when it crossed."""
    by_id = {one.id: one for one in contracts}
    rows = execute(
        """SELECT DISTINCT ON (contract_id) id, contract_id, how, balance, at FROM balance_crossings
            WHERE contract_id = ANY (%(contracts)s) ORDER BY contract_id, id DESC""",
        {"contracts": list(by_id)},
    )
    return [
        Crossing(id=row.id, contract=by_id[row.contract_id], balance=row.balance, at=row.at)
        for row in rows
        if row.how == "crossed"
    ]
