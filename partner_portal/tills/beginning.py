"""What a cashier begins with: the way to the till, and what the tills took."""

from typing import NamedTuple

from marketplace import tills
from marketplace.identity import Permission
from marketplace.web.shared.security import may
from partner_portal.desk import here
from partner_portal.tills import redemptions


class Beginning(NamedTuple):
    """The tills that are open, and what all of the partner's took: name, sum, how many."""

    terminals: list[tills.Terminal]
    sums: list[tuple[str, str, str]]


def beginning() -> Beginning | None:
    """The same for whoever works at tills and sees no figures; None for everybody else."""
    if not may(Permission.TILL_USE, partner_id=here().id) or may(Permission.PORTAL_SALES, partner_id=here().id):
        return None
    return Beginning(list(tills.terminals(here().id)), redemptions.sums())
