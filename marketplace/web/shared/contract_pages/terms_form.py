"""The terms of a contract as a form."""

from datetime import date
from typing import Any

from flask import g
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import DateField, Field, IntegerField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from marketplace import settlements
from marketplace.core.audit import WHY_MAX
from marketplace.settlements import Terms
from marketplace.web.shared import filters
from marketplace.web.shared.contract_pages.words import OFFERS
from marketplace.web.shared.form import Form, LineField
from marketplace.web.shared.statement_pages.forms import amount, units

_SHARE = {"inputmode": "decimal"}
_PLAIN = ("owed_on", "payment", "commission_by", "tax_number", "rate_source", "calendar", "payout_day", "papers")
_SHARES, _SUMS = ("commission_bp", "vat_bp", "breakage_bp"), ("commission_fixed", "payout_minimum")
_KINDS = [
    ("multi:agent", _l("multi-purpose, agent")), ("multi:principal", _l("multi-purpose, principal")), ("single:agent", _l("single-purpose, agent")),
    ("single:principal", _l("single-purpose, principal")),
]  # fmt: skip


class TermsForm(Form):
    """All terms of a version. Shares in percent, sums in the currency; a step a line: "500000 5.5"."""

    number = LineField(_l("Contract number"), validators=[Length(max=40)])
    valid_from = DateField(_l("In force from"), validators=[InputRequired(_l("Enter a day."))])
    owed_on = SelectField(
        _l("A card’s value is owed"), choices=[("redemption", _l("as it is used")), ("sale", _l("when it is sold"))]
    )
    payment = SelectField(
        _l("Paid"), choices=[("postpaid", _l("afterwards")), ("prepaid", _l("in advance, from a deposit"))]
    )
    warn_at = StringField(_l("Warn at"), validators=[Optional()], render_kw=_SHARE)
    commission_bp = StringField(_l("Commission, %"), default="0", render_kw=_SHARE)
    commission_fixed = StringField(_l("Commission for each card sold or used"), default="0", render_kw=_SHARE)
    commission_steps = TextAreaField(_l("Commission by steps"), render_kw={"rows": 3})
    commission_by = SelectField(
        _l("Who bears the commission"), choices=[("partner", _l("the partner")), ("programme", _l("the programme"))]
    )
    vat_bp = StringField(_l("VAT, %"), default="22", render_kw=_SHARE)
    gift_card = SelectField(OFFERS["gift_card"], choices=_KINDS)
    certificate = SelectField(OFFERS["certificate"], choices=_KINDS)
    goods = SelectField(OFFERS["goods"], choices=_KINDS)
    service = SelectField(OFFERS["service"], choices=_KINDS)
    tax_number = LineField(_l("Tax number"), validators=[Length(max=20)])
    point_price = StringField(_l("Price of a point"), default="0", render_kw=_SHARE)
    breakage_bp = StringField(_l("Partner’s share of what expires, %"), default="0", render_kw=_SHARE)
    rate_source = LineField(_l("Exchange rates from"), validators=[Length(max=40)])
    calendar = SelectField(_l("Statements"), choices=[("monthly", _l("each month")), ("weekly", _l("each week"))])
    payout_day = IntegerField(
        _l("Payout day"), default=15, validators=[InputRequired(_l("Enter a day.")), NumberRange(1, 28)]
    )
    payout_minimum = StringField(_l("Minimum payout"), default="0", render_kw=_SHARE)
    papers = SelectField(
        _l("Papers with a statement"),
        choices=[("", _l("none")), ("act", _l("an act")), ("act_invoice", _l("an act and an invoice"))],
    )
    why = TextAreaField(_l("Why"), validators=[Length(max=WHY_MAX)], render_kw={"rows": 2})

    def terms(self) -> Terms | None:
        """The terms that were filled in, checked; None with the errors at their fields."""
        try:
            facts: dict[str, Any] = {name: self[name].data for name in _PLAIN}
            facts |= {name: _share(self[name]) for name in _SHARES} | {name: _sum(self[name]) for name in _SUMS}
            facts |= {
                "warn_at": _sum(self.warn_at) or None, "commission_steps": _steps(self.commission_steps), "point_prices": _prices(self.point_price),
                "vat_kinds": {kind: dict(zip(("voucher", "role"), self[kind].data.split(":"), strict=True)) for kind in settlements.OFFER_KINDS},
            }  # fmt: skip
            made = Terms(**facts)
            return settlements.checked_terms(made)
        except settlements.BadTerms as no:
            field = {"point_prices": "point_price", "vat_kinds": "gift_card"}.get(no.facts["field"], no.facts["field"])
            self[field].errors = [*self[field].errors, gettext("This value is not possible here.")]
        except ValidationError as no:
            self.form_errors.append(str(no))
        return None

    def show(self, terms: Terms, valid_from: date) -> None:
        """Fill the form with terms that stand."""
        self.valid_from.data = valid_from
        for name in _PLAIN:
            self[name].data = getattr(terms, name)
        for name in _SHARES:
            self[name].data = f"{getattr(terms, name) / 100:g}"
        for name in (*_SUMS, "warn_at"):
            self[name].data = filters.written(getattr(terms, name) or 0, g.programme.currency)
        self.commission_steps.data = "\n".join(
            f"{filters.written(step['from'], g.programme.currency)} {step['bp'] / 100:g}"
            for step in terms.commission_steps
        )
        for kind, said in terms.vat_kinds.items():
            self[kind].data = f"{said['voucher']}:{said['role']}"
        self.point_price.data = f"{terms.point_prices.get('programme', 0) / 100_000_000:g}"


def _share(field: Field) -> int:
    return units(field.data or "0", 2)


def _sum(field: Field) -> int:
    return amount(field.data or "0", g.programme.currency)


def _prices(field: Field) -> dict[str, int]:
    price = units(field.data or "0", 8)
    return {"programme": price} if price else {}


def _steps(field: Field) -> tuple[dict[str, int], ...]:
    made = []
    for line in (field.data or "").splitlines():
        parts = line.split()
        if len(parts) != 2:
            if parts:
                raise ValidationError(gettext("Write a step as a sum and a share: 500000 5.5"))
            continue
        made.append({"from": amount(parts[0], g.programme.currency), "bp": units(parts[1], 2)})
    return tuple(made)
