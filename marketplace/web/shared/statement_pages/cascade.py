"""How a statement's sum is made up: running lines from its opening to its closing, with no hidden term."""

from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import ngettext

from marketplace import settlements
from marketplace.core import formats
from marketplace.settlements import Line, Statement, Total
from marketplace.web.shared import filters
from marketplace.web.shared.statement_pages.words import KINDS

SHOWN_MAX = 5  # lines of a kind on the statement's own page
# These may stand there for information, and not be owed.
FREE = (
    "sale", "cancellation", "exchanged_in", "exchanged_out", "redemption", "reversal", "elsewhere", "elsewhere_back", "withheld", "withheld_back", *settlements.POINTS,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """One line: what it is, what is said below, its sum; the lines that it is made of, if it opens. `quiet`: for information, not part of the sum."""

    kind: str
    name: str
    about: str
    amount: int
    quiet: bool = False
    lines: tuple[Line, ...] = ()
    all_lines: int = 0


def steps(of: Statement) -> list[Step]:
    """The running lines between opening and closing, and those that are told for information (`quiet`)."""
    found = settlements.totals(of)
    made = [_of_kind(of, total) for total in found]
    commission, vat = (sum(getattr(total, name) for total in found) for name in ("commission", "commission_vat"))
    if commission:
        base = sum(total.due for total in found if total.commission)
        share = _("on %(sum)s", sum=filters.money(base, of.currency))
        made.append(Step("commission", _("Commission"), share, -commission))
    if vat:
        made.append(Step("commission_vat", _("VAT on commission"), "", -vat))
    return made


def shares(of: Statement) -> list[tuple[str, int]]:
    """Of what was owed, whose it is: the partner's, the commission, its tax; for the picture. Empty where little is to be seen."""
    found = [
        total
        for total in settlements.totals(of)
        if total.kind not in ("payout", "payout_return", "paid_in", "netting", "adjustment")
    ]
    due = sum(total.due for total in found)
    commission, vat = sum(total.commission for total in found), sum(total.commission_vat for total in found)
    if due <= 0 or commission < 0 or due < commission + vat:
        return []
    return [(_("Yours"), due - commission - vat), (_("Commission"), commission), (_("VAT"), vat)]


def percent(basis_points: int) -> str:
    """A share in the reader's language: 550 is 5.5 %."""
    return formats.percent(Decimal(basis_points) / 10_000, filters.language())


def _of_kind(of: Statement, total: Total) -> Step:
    count = ngettext("%(num)s line", "%(num)s lines", total.lines)
    unpaid = total.kind in FREE and total.due == 0 and total.gross != 0
    return Step(
        total.kind, str(KINDS[total.kind]), count, total.gross if unpaid else total.due, quiet=unpaid,
        lines=tuple(settlements.lines(of, total.kind, limit=SHOWN_MAX)), all_lines=total.lines,
    )  # fmt: skip
