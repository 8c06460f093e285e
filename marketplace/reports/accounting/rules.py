"""How a statement is booked: no database, no clock."""

from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter
from typing import Protocol

from marketplace.reports.accounting import chart
from marketplace.reports.accounting.values import Document, Leg, Turnover, VatLine

# What the other side of a partner's sum is, by the kind of line; of cards that were sold or used it is their cost.
_AGAINST = {
    **dict.fromkeys(("payout", "payout_return", "paid_in"), chart.ON_ITS_WAY), "netting": chart.BETWEEN, "adjustment": chart.ADJUSTMENTS, "breakage": chart.CARD_BREAKAGE,
    "late_breakage": chart.CARD_BREAKAGE, "breakage_back": chart.CARD_BREAKAGE, "breakage_again": chart.CARD_BREAKAGE,
    **dict.fromkeys(("promotion", "promotion_cancelled", "promotion_refunded"), chart.PROMOTIONS),
}  # fmt: skip


class Settled(Protocol):
    """What the lines of one kind, voucher and role of a statement come to, as `statement_lines` names the sums; of payouts, by which channel."""

    kind: str
    channel: str
    partner_id: int
    currency: str
    voucher: str
    role: str
    gross: int
    due: int
    commission: int
    commission_vat: int
    goods_vat: int
    net: int


def legs_of(one: Settled) -> tuple[Leg, ...]:
    """The legs of such sums; those of zero are left out. They sum to zero as each line does: net = due - commission - its tax.

    Tax in the price is the programme's only where it sells single-purpose vouchers in its own name; else it is the
    partner's, and stands off the balance sheet (Directive (EU) 2016/1065, articles 30b and 73a).
    """
    partner = f"partner:{one.partner_id}"
    if one.kind.startswith("points_"):
        funded = chart.FUNDED[one.kind.split("_")[1]]
        return (
            (Leg(funded, "", one.currency, -one.gross), Leg(chart.POINTS_SPENT, "", one.currency, one.gross))
            if one.gross
            else ()
        )
    own_tax = VatLine(one.partner_id, one.currency, one.voucher, one.role, 0, 0, 0, 0).owed_by == "programme"
    taxed = (chart.VAT_IN_SALES, chart.VAT) if own_tax else (chart.PARTNERS_VAT, chart.PARTNERS_VAT_COUNTER)
    legs = (
        Leg(_against(one), "", one.currency, -one.due),
        Leg(chart.SETTLEMENTS, partner, one.currency, one.net),
        Leg(chart.COMMISSION, "", one.currency, one.commission),
        Leg(chart.VAT, "", one.currency, one.commission_vat),
        Leg(taxed[0], "" if own_tax else partner, one.currency, -one.goods_vat),
        Leg(taxed[1], "" if own_tax else partner, one.currency, one.goods_vat),
    )
    return tuple(leg for leg in legs if leg.amount)


def _against(one: Settled) -> str:
    """The account against which a partner's sum stands: what the payment provider pays out comes of what it holds."""
    if one.kind in ("payout", "payout_return") and one.channel == "stripe":
        return chart.GATEWAY
    return _AGAINST.get(one.kind, chart.CARDS)


def turnovers(before: Iterable[Leg], within: Iterable[Document]) -> list[Turnover]:
    """What a period did to each account and unit, in the order of the chart."""
    legs = [(leg, False) for leg in before] + [(leg, True) for one in within for leg in one.legs]
    found: dict[tuple[str, str], Turnover] = {}
    for leg, inside in legs:
        at = (leg.account, leg.unit)
        was = found.get(at, Turnover(*at, 0, 0, 0))
        if not inside:
            found[at] = was._replace(opening=was.opening + leg.amount)
        elif leg.amount > 0:
            found[at] = was._replace(credit=was.credit + leg.amount)
        else:
            found[at] = was._replace(debit=was.debit - leg.amount)
    return [found[at] for at in sorted(found)]


def added(*lists: Iterable[Turnover]) -> list[Turnover]:
    """Turnovers of several books as one: those of an account and unit together, in the order of the chart."""
    every = sorted((one for of in lists for one in of), key=attrgetter("account", "unit"))
    return [
        Turnover(
            *at, *(sum(sums) for sums in zip(*((one.opening, one.debit, one.credit) for one in same), strict=True))
        )
        for at, same in groupby(every, key=attrgetter("account", "unit"))
    ]
