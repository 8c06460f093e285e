"""The liability of a day as a table: a row for each lot's months and funder, with what it comes to in money, and rows for what is no lot."""

from collections.abc import Iterator, Sequence
from io import BytesIO

from flask import g
from flask_babel import gettext as _

from marketplace import reports
from marketplace.core import sheets
from marketplace.core.money import minor_digits
from marketplace.core.sheets import Amount, Cell
from marketplace.web.shared import filters
from marketplace.web.shared.contract_pages.words import POINTS as FUNDERS


def write(kind: str, owed: reports.Liability, prices: reports.Prices) -> BytesIO:
    """The file of a kind, open at its beginning. The same day of the same books gives the same bytes."""
    made, currency = BytesIO(), g.programme.currency
    head = (
        _("What"), _("Earned"), _("Expires"), _("Who pays"), filters.unit_title(g.programme), _("Least, %(currency)s", currency=currency),
        _("Most, %(currency)s", currency=currency),
    )  # fmt: skip
    widths = (28, 12, 12, 40, 16, 16, 16)
    at = owed.at.replace(tzinfo=None)
    sheets.write(kind, made, head, _rows(owed, prices), language=filters.language(), widths=widths, made_at=at)
    made.seek(0)
    return made


def _rows(owed: reports.Liability, prices: reports.Prices) -> Iterator[Sequence[Cell]]:
    found = reports.worths(([one] for one in owed.lots), prices, decimals=g.programme.decimals)
    for one, worth in zip(owed.lots, found, strict=True):
        what = _("Bought, cannot be spent yet") if one.fresh else _("Can be spent")
        yield (
            what, one.earned_in, one.expires_in, str(FUNDERS[one.funder]), _points(one.points), *_money([one], worth, prices),
        )  # fmt: skip
    rest = ((_("Set aside for orders"), owed.held), (_("Members owe"), -owed.debts))
    for what, points in rest:
        yield what, None, None, None, _points(points), None, None
    whole = reports.worth(owed.lots, prices, decimals=g.programme.decimals)
    yield _("Together"), None, None, None, _points(owed.total), *_money(owed.lots, whole, prices)
    yield _("The ledger’s entries"), None, None, None, _points(owed.ledger), None, None


def _points(points: int) -> Amount:
    return Amount(points, g.programme.decimals)


def _money(lots: Sequence[reports.Lots], found: reports.Worth, prices: reports.Prices) -> tuple[Cell, Cell]:
    """The least and the most; nothing where no contract names a price for any of them."""
    if not any(one.funder in prices for one in lots):
        return None, None
    digits = minor_digits(g.programme.currency)
    return Amount(found.least, digits), Amount(found.most, digits)
