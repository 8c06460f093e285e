"""One offer as a form: the columns of a file, each a field; what is wrong with it is said by the rules of a file."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from flask import g, request
from flask_babel import lazy_gettext as _l
from wtforms import DateTimeLocalField, HiddenField, SelectField
from wtforms.validators import Length, Optional, Regexp

from marketplace import partners, programmes
from marketplace.core import ids
from marketplace.core.cells import CLEARED
from marketplace.core.problems import Problem, Reason
from marketplace.runs import RowError
from marketplace.web.shared import filters, form, reasons
from marketplace.web.shared.form import LineField, NumberField
from marketplace.web.shared.offer_words import FULFILMENTS, KINDS

Line = Mapping[str, str]
VALUES = ("value", "price_points", "old_price_points")
BLANKS = 3  # rows for further values
VALUES_MAX = 500
SHORT = [Length(max=200)]
_NUMBER = {"inputmode": "decimal", "autocomplete": "off"}
_DAY = {"type": "date"}


class ValueRow(NamedTuple):
    """One value of an offer, as it was typed, and what is wrong with it."""

    cells: Mapping[str, str]
    errors: Sequence[str]


class OfferForm(form.Form):
    """An offer without its values. `seen` is the save that was on the screen, `version` the publication."""

    seen = NumberField(default=0, validators=[Optional()])
    version = HiddenField(default="", validators=[Optional(), Regexp(r"[0-9]{1,16}\Z")])
    offer = LineField(_l("Your reference"), validators=SHORT)
    brand = SelectField(_l("Brand"))
    title_ru = LineField(_l("Title in Russian"), validators=SHORT)
    title_en = LineField(_l("Title in English"), validators=SHORT)
    kind = SelectField(_l("Kind"), choices=list(KINDS.items()))
    fulfilment = SelectField(_l("Where codes come from"), choices=list(FULFILMENTS.items()))
    currency = LineField(_l("Currency"), validators=SHORT, render_kw={"maxlength": 3})
    value_min = LineField(_l("Lowest value"), validators=SHORT, render_kw=_NUMBER)
    value_max = LineField(_l("Highest value"), validators=SHORT, render_kw=_NUMBER)
    value_step = LineField(_l("Step of the value"), validators=SHORT, render_kw=_NUMBER)
    points_per_100 = LineField(_l("Points for 100 of the currency"), validators=SHORT, render_kw=_NUMBER)
    min_points = LineField(_l("Minimum points"), validators=SHORT, render_kw=_NUMBER)
    money_per_point = LineField(_l("Money per point"), validators=SHORT, render_kw=_NUMBER)
    validity_days = LineField(_l("Valid, days"), validators=SHORT, render_kw=_NUMBER)
    per_member_limit = LineField(_l("Limit for one member"), validators=SHORT, render_kw=_NUMBER)
    total_limit = LineField(_l("Limit for all"), validators=SHORT, render_kw=_NUMBER)
    tier = SelectField(_l("Level"))
    starts_on = LineField(_l("First day"), validators=SHORT, render_kw=_DAY)
    ends_on = LineField(_l("Last day"), validators=SHORT, render_kw=_DAY)

    def __init__(self, lines: Sequence[Line] = (), **values: Any) -> None:
        first = {name: _shown(cell) for name, cell in lines[0].items()} if lines else {"currency": g.programme.currency}
        super().__init__(data=first | values)
        brands = partners.brands_of_partner(g.partner.id)
        self.brand.choices = [(brand.slug, filters.local(brand, "name")) for brand in brands]
        self.tier.choices = [
            ("", _l("for everybody")),
            *((tier.slug, filters.local(tier, "name")) for tier in programmes.tiers(g.programme.id)),
        ]
        if lines and first.get("tier") and first["tier"] not in dict(self.tier.choices):
            self.tier.choices.append((first["tier"], first["tier"]))
        self._lines = lines

    @property
    def columns(self) -> list[str]:
        """The fields that are columns of a file, but for the values."""
        return [field.short_name for field in self if field.short_name not in ("seen", "csrf_token")]

    def typed(self) -> list[dict[str, str]]:
        """The rows that the form stands for; an empty field says so by the mark that clears."""
        shared = {name: _cell(self[name].data) for name in self.columns} | {"version": self.version.data or ""}
        return [
            shared | {name: _cell(cell) for name, cell in row.items()}
            for row in _given() or [dict.fromkeys(VALUES, "")]
        ]

    def rows(self, wrong: Mapping[int, Sequence[str]] = {}) -> list[ValueRow]:
        """The values to show, and some empty ones."""
        held = _given() if request.method == "POST" else [
            {name: _shown(line.get(name, "")) for name in VALUES} for line in self._lines
        ]  # fmt: skip
        shown = [ValueRow(row, wrong.get(at, ())) for at, row in enumerate(held) if any(row.values())]
        return shown + [ValueRow(dict.fromkeys(VALUES, ""), ())] * BLANKS

    def say(self, problems: Sequence[Problem]) -> dict[int, list[str]]:
        """Put what is wrong beside its field; what is wrong with a value is given back by its place."""
        of_rows: dict[int, list[str]] = {}
        for problem in problems:
            reason = Reason.of(problem.reason)
            said = reasons.said(RowError(problem.row, problem.column, reason.sentence, reason.facts, ""))
            said = said[:1].upper() + said[1:]
            if problem.column in self.columns:
                self[problem.column].errors = [*self[problem.column].errors, said]
            else:
                of_rows.setdefault(max(0, (problem.row or 2) - 2), []).append(said)
        return of_rows


class SendForm(form.Form):
    """When a draft is to come into the shop, and the ref that makes sending it twice sending it once."""

    at = DateTimeLocalField(_l("Publish at"), validators=[Optional()], format="%Y-%m-%dT%H:%M")
    ref = HiddenField(default=ids.new_ref, validators=[Regexp(r"[0-9A-Z]{26}\Z")])


def _given() -> list[dict[str, str]]:
    """The values that were sent, those without anything left out."""
    sent = zip(*(request.form.getlist(name)[:VALUES_MAX] for name in VALUES), strict=False)
    rows = [dict(zip(VALUES, (cell.strip() for cell in row), strict=True)) for row in sent]
    return [row for row in rows if any(row.values())]


def _cell(data: str | None) -> str:
    return (data or "").strip() or CLEARED[0]


def _shown(cell: str) -> str:
    return "" if cell in CLEARED else cell
