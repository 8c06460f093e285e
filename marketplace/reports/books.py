"""Whether the books are right: the rules of every domain, and the seals against the file outside the database."""

import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from marketplace import (
    approvals,
    catalogue,
    codes,
    earning,
    erasures,
    exchanges,
    giftcards,
    gifts,
    identity,
    ledger,
    members,
    orders,
    partners,
    payments,
    programmes,
    runs,
    settlements,
    suppliers,
    support,
    tills,
    webhooks,
)  # fmt: skip
from marketplace.core import anchors, blueprint, chain, forgetting, own_seals
from marketplace.core.db import snapshot
from marketplace.core.findings import Finding

Check = Callable[[], list[Finding]]
# Every row that carries value or a right and is a fact; what may change beside them is held by the rules below.
TRADE = chain.Book(
    "trade",
    (
        *orders.SHEETS,
        *payments.SHEETS,
        *giftcards.SHEETS,
        *gifts.SHEETS,
        *exchanges.SHEETS,
        *catalogue.SHEETS,
        *codes.SHEETS,
        *tills.SHEETS,
        *support.SHEETS,
        *earning.SHEETS,
        *suppliers.SHEETS,
        *settlements.SHEETS,
    ),
)
RIGHTS = chain.Book(
    "rights",
    (
        *identity.SHEETS,
        *members.SHEETS,
        *programmes.SHEETS,
        *approvals.SHEETS,
        *erasures.SHEETS,
        chain.FORGETTINGS,
        own_seals.SHEET,
    ),
)
BOOKS = (ledger.BOOK, chain.AUDIT, TRADE, RIGHTS)
# One line for each domain with rules of its own; what is asked is in its `verify.py`.
CHECKS: dict[str, Check] = {
    "ledger": ledger.invariants,
    "programmes": programmes.invariants,
    "approvals": approvals.invariants,
    "identity": identity.invariants,
    "members": members.invariants,
    "partners": partners.invariants,
    "earning": earning.invariants,
    "orders": orders.invariants,
    "payments": payments.invariants,
    "gift cards": giftcards.invariants,
    "gifts": gifts.invariants,
    "exchanges": exchanges.invariants,
    "tills": tills.invariants,
    "support": support.invariants,
    "codes": codes.invariants,
    "catalogue": catalogue.invariants,
    "runs": runs.invariants,
    "suppliers": suppliers.invariants,
    "settlements": settlements.invariants,
    "webhooks": webhooks.invariants,
    "erasures": erasures.invariants,
    "words": partial(forgetting.invariants, BOOKS),
}


class Looked(NamedTuple):
    """What one check came to."""

    name: str
    findings: list[Finding]
    seconds: float


def look(seal_file: Path, *, known: frozenset[str], statement_seconds: int) -> Iterator[Looked]:
    """Ask every rule, each domain in a snapshot of its own that reads only; `statement_seconds` 0 waits forever.

    `known` is what the operator says belongs in the database beside what we ship.

    Beside a running shop: nobody waits for it, and it sees a state that was there at one moment.
    """
    checks: dict[str, Check] = {
        **CHECKS, "schema": partial(blueprint.differences, known), "seals": partial(anchors.verify, BOOKS, seal_file)
    }  # fmt: skip
    for name, check in checks.items():
        began = time.monotonic()
        with snapshot(statement_seconds):
            found = check()
        yield Looked(name, found, time.monotonic() - began)
