"""Partners' balances beyond what people are warned of, as both desks say them."""

from flask import g
from flask_babel import gettext

from marketplace import partners, settlements
from marketplace.core import clock
from marketplace.web.shared import filters


def here(partner_id: int | None = None) -> list[str]:
    """A sentence for each contract of the programme, or of one partner, whose deposit runs low or whose debt is beyond the limit, by what it is now."""
    known = {one.id: one for one in partners.partners_of(g.programme.id)}
    contracts = [one for one in settlements.contracts(g.programme.id) if partner_id in (None, one.partner_id)]
    return [_said(one, filters.local(known[one.contract.partner_id], "name")) for one in settlements.crossed(contracts)]


def _said(one: settlements.Crossing, name: str) -> str:
    try:
        balance = settlements.balance_of(one.contract, now=clock.now())
    except settlements.NoRate:
        balance = one.balance
    if balance > 0:
        owed = filters.money(balance, one.contract.currency)
        return str(
            gettext("%(name)s is owed %(sum)s, more than the warning limit of its contract.", name=name, sum=owed)
        )
    return str(
        gettext(
            "The deposit with %(name)s runs low: %(sum)s is left.",
            name=name,
            sum=filters.money(-balance, one.contract.currency),
        )
    )
