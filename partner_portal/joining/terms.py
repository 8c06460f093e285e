"""What a company can know before it applies: the terms for partners in short, and what a card comes to."""

from typing import NamedTuple

from flask import g, render_template

from marketplace import settlements
from marketplace.core.money import minor_digits
from marketplace.web.shared.statement_pages import percent

CARD = 1_000  # units of the programme's currency
EXAMPLE_BP = 1_000


class Told(NamedTuple):
    """A card sold at the programme's usual commission, or an example's (`told` False); `day`: its usual payday, if it says one."""

    sale: settlements.Sample
    share: str
    day: int | None
    told: bool


def sample_sale() -> Told:
    """What a card comes to for a partner of this programme."""
    usual = g.programme.partner_commission_bp
    share = EXAMPLE_BP if usual is None else usual
    sale = settlements.sample(CARD * 10 ** minor_digits(g.programme.currency), share)
    return Told(sale, percent(share), g.programme.partner_payout_day, usual is not None)


def show() -> str:
    """The terms, for anybody."""
    return render_template(
        "partner/joining/terms.html", sample=sample_sale(), answer_days=settlements.ANSWER_DAYS, debt_days=settlements.DEBT_DAYS,
        undo_minutes=g.programme.undo_minutes,
    )  # fmt: skip
