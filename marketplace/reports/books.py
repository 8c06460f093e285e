"""Whether the books are right: the rules of every domain, and the seals against the file outside of the database."""

import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from marketplace import catalogue, codes, earning, giftcards, ledger, orders, runs
from marketplace.core import anchors, chain
from marketplace.core.db import snapshot
from marketplace.core.findings import Finding

Check = Callable[[], list[Finding]]
BOOKS = (ledger.BOOK, chain.AUDIT)
# One line for each domain with rules of its own; what is asked is in its `verify.py`.
CHECKS: dict[str, Check] = {
    "ledger": ledger.invariants,
    "earning": earning.invariants,
    "orders": orders.invariants,
    "gift cards": giftcards.invariants,
    "codes": codes.invariants,
    "catalogue": catalogue.invariants,
    "runs": runs.invariants,
}


class Looked(NamedTuple):
    """What one check came to."""

    name: str
    findings: list[Finding]
    seconds: float


def look(seal_file: Path, *, statement_seconds: int) -> Iterator[Looked]:
    """Ask every rule, each domain in a snapshot of its own that reads only; `statement_seconds` 0 waits for ever.

    Beside a running shop: nobody waits for it, and it sees a state that was there at one moment.
    """
    checks: dict[str, Check] = {**CHECKS, "seals": partial(anchors.verify, BOOKS, seal_file)}
    for name, check in checks.items():
        began = time.monotonic()
        with snapshot(statement_seconds):
            found = check()
        yield Looked(name, found, time.monotonic() - began)
