"""What a funder owes for a period as a table: a row for each partner's statement, with its fingerprint and who accepted it."""

from collections.abc import Callable, Mapping, Sequence
from io import BytesIO

from flask import g
from flask_babel import gettext as _

from marketplace.core import sheets
from marketplace.core.money import minor_digits
from marketplace.reports import accounting
from marketplace.web.shared import filters

By = Callable[[accounting.Acceptance | None], str]


def write(kind: str, of: accounting.FunderStatement, names: Mapping[int, str], *, by: By) -> BytesIO:
    """The file of a kind, open at its beginning.

    Args:
        names: of partners, by their ids.
        by: how whoever accepted a partner's statement is called.
    """
    made, accepted = BytesIO(), accounting.acceptances(of)
    head = (
        _("Partner"), _("Statement"), _("Fingerprint"), _("Spent"), _("Given back"), _("Sum of what was spent"), _("Sum of what came back"), _("Together"),
        _("Currency"), _("Accepted by"), _("Accepted on"),
    )  # fmt: skip
    sheets.write(
        kind,
        made,
        head,
        (_row(one, names, accepted.get(one.statement), by) for one in of.lines),
        language=filters.language(),
        widths=(28, 20, 64, 14, 14, 16, 16, 16, 8, 28, 12),
    )
    made.seek(0)
    return made


def _row(
    one: accounting.Spent, names: Mapping[int, str], accepted: accounting.Acceptance | None, by: By
) -> Sequence[sheets.Cell]:
    digits = minor_digits(one.currency)
    points, back = (sheets.Amount(value, g.programme.decimals) for value in (one.points, one.points_back))
    spent, returned, net = (sheets.Amount(value, digits) for value in (one.sum, one.sum_back, one.net))
    day = g.programme.day(accepted.at) if accepted else None
    return (
        names[one.partner_id], one.statement, one.digest, points, back, spent, returned, net, one.currency, by(accepted) or None, day,
    )  # fmt: skip
