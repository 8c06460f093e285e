"""The terms of a contract as a form."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import DateField, Field, SelectField, ValidationError
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from marketplace import settlements
from marketplace.core.audit import WHY_MAX
from marketplace.core.money import minor_digits
from marketplace.settlements import Terms
from marketplace.web.shared import filters, own_ids
from marketplace.web.shared.contract_pages.words import OFFERS, POINTS, offer_name
from marketplace.web.shared.form import Form, LineField, LinesField, NumberField
from marketplace.web.shared.statement_pages.forms import amount, units

_SHARE = {"inputmode": "decimal"}
_PLAIN = ("owed_on", "payment", "commission_by", "tax_number", "rate_source", "calendar", "payout_day", "papers")
_SHARES, _SUMS = ("commission_bp", "vat_bp", "breakage_bp"), ("commission_fixed", "payout_minimum")
_KINDS = [
    ("multi:agent", _l("multi-purpose, agent")), ("multi:principal", _l("multi-purpose, principal")), ("single:agent", _l("single-purpose, agent")),
    ("single:principal", _l("single-purpose, principal")),
]  # fmt: skip
_WRONG = {"tax_number": _l("Enter an INN, or a VAT number with its country before it, such as DE136695976.")}


class TermsForm(Form):
    """All terms of a version. Shares in percent, sums in the contract's currency; a step a line: "500000 5.5".

    A contract that begins says its number, currency and time zone, too: `settled_in` "".
    """

    offer_ids: tuple[int, ...] = ()  # of which an own tax kind may be chosen, in a field that `own_field` names
    number = LineField(_l("Contract number"), validators=[Length(max=40)])
    currency = LineField(_l("Currency"), validators=[InputRequired(_l("Enter a currency."))])
    time_zone = LineField(_l("Time zone of its days"), validators=[InputRequired(_l("Enter a time zone."))])
    valid_from = DateField(_l("In force from"), validators=[InputRequired(_l("Enter a day."))])
    owed_on = SelectField(
        _l("A card’s value is owed"), choices=[("redemption", _l("as it is used")), ("sale", _l("when it is sold"))]
    )
    payment = SelectField(
        _l("Paid"), choices=[("postpaid", _l("afterwards")), ("prepaid", _l("in advance, from a deposit"))]
    )
    warn_at = LineField(_l("Warn at"), validators=[Optional()], render_kw=_SHARE)
    commission_bp = LineField(_l("Commission, %"), default="0", render_kw=_SHARE)
    commission_fixed = LineField(_l("Commission for each card sold or used"), default="0", render_kw=_SHARE)
    commission_steps = LinesField(_l("Commission by steps"), render_kw={"rows": 3})
    commission_by = SelectField(
        _l("Who bears the commission"), choices=[("partner", _l("the partner")), ("programme", _l("the programme"))]
    )
    vat_bp = LineField(_l("VAT, %"), default="22", render_kw=_SHARE)
    gift_card = SelectField(OFFERS["gift_card"], choices=_KINDS)
    certificate = SelectField(OFFERS["certificate"], choices=_KINDS)
    goods = SelectField(OFFERS["goods"], choices=_KINDS)
    service = SelectField(OFFERS["service"], choices=_KINDS)
    gift_card_rate = LineField(_l("VAT in the price of gift cards, %"), render_kw=_SHARE)
    certificate_rate = LineField(_l("VAT in the price of certificates, %"), render_kw=_SHARE)
    goods_rate = LineField(_l("VAT in the price of goods, %"), render_kw=_SHARE)
    service_rate = LineField(_l("VAT in the price of services, %"), render_kw=_SHARE)
    tax_number = LineField(_l("Tax number"), validators=[Length(max=20)])
    price_programme = LineField(POINTS["programme"], default="0", render_kw=_SHARE)
    price_bank = LineField(POINTS["bank"], default="0", render_kw=_SHARE)
    price_member = LineField(POINTS["member"], default="0", render_kw=_SHARE)
    breakage_bp = LineField(_l("Partner’s share of what expires, %"), default="0", render_kw=_SHARE)
    rate_source = LineField(_l("Exchange rates from"), validators=[Length(max=40)])
    calendar = SelectField(_l("Statements"), choices=[("monthly", _l("each month")), ("weekly", _l("each week"))])
    payout_day = NumberField(
        _l("Payout day"), default=15, validators=[InputRequired(_l("Enter a day.")), NumberRange(1, 28)]
    )
    payout_minimum = LineField(_l("Minimum payout"), default="0", render_kw=_SHARE)
    papers = SelectField(
        _l("Papers with a statement"),
        choices=[("", _l("none")), ("act", _l("an act")), ("act_invoice", _l("an act and an invoice"))],
    )
    why = LinesField(_l("Why"), validators=[Length(max=WHY_MAX)], render_kw={"rows": 2})

    def __init__(self, settled_in: str = "", **values: Any) -> None:
        """`settled_in`: the currency of the contract that goes on, which is another form's to choose no more."""
        super().__init__(**values)
        self.settled_in = settled_in
        if settled_in:
            del self.number, self.currency, self.time_zone

    @property
    def unit(self) -> str:
        """The currency of its sums."""
        return self.settled_in or str(self.currency.data)

    @property
    def own_taxes(self) -> bool:
        """Whether an offer is taxed otherwise than its kind."""
        return any(self[own_field(one)].data for one in self.offer_ids)

    @property
    def own_rates(self) -> bool:
        """Whether a kind of offer has a rate of its own."""
        return any(self[f"{kind}_rate"].data for kind in settlements.OFFER_KINDS)

    def terms(self) -> Terms | None:
        """The terms that were filled in, checked; None with the errors at their fields."""
        try:
            if not self.settled_in:
                settlements.checked_base(self.currency.data, self.time_zone.data)
            facts: dict[str, Any] = {name: self[name].data for name in _PLAIN}
            facts |= {name: _share(self[name]) for name in _SHARES} | {
                name: self._sum(self[name].data) for name in _SUMS
            }
            facts |= {
                "warn_at": self._sum(self.warn_at.data) or None, "commission_steps": self._steps(), "point_prices": self._prices(),
                "vat_kinds": {kind: dict(zip(("voucher", "role"), how.split(":"), strict=True)) | rate for kind, how, rate in self._taxes()},
            }  # fmt: skip
            made = Terms(**facts)
            return settlements.checked_terms(made)
        except settlements.BadTerms as no:
            field = {"point_prices": "price_programme", "vat_kinds": "gift_card"}.get(
                no.facts["field"], no.facts["field"]
            )
            self[field].errors = [*self[field].errors, _WRONG.get(field, gettext("This value is not possible here."))]
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
            self[name].data = filters.written(getattr(terms, name) or 0, self.unit)
        self.commission_steps.data = "\n".join(
            f"{filters.written(step['from'], self.unit)} {step['bp'] / 100:g}" for step in terms.commission_steps
        )
        for kind, said in terms.vat_kinds.items():
            name = own_field(int(kind[6:])) if ":" in kind else kind
            self[name].data = f"{said['voucher']}:{said['role']}"
            self[f"{name}_rate"].data = f"{said['bp'] / 100:g}" if "bp" in said else ""
        for funder in POINTS:
            self[f"price_{funder}"].data = filters.written_price(terms.point_prices.get(funder, 0), self.unit)

    def _taxes(self) -> Iterator[tuple[str, str, dict[str, int]]]:
        """How each kind of offer is taxed, and each offer that differs; at which rate, where it is not the contract's."""
        for kind in settlements.OFFER_KINDS:
            yield kind, self[kind].data, self._rate(kind)
        for offer_id in self.offer_ids:
            if how := self[own_field(offer_id)].data:
                yield f"offer:{offer_id}", how, self._rate(own_field(offer_id))

    def _rate(self, name: str) -> dict[str, int]:
        typed = (self[f"{name}_rate"].data or "").strip()
        return {"bp": units(typed, 2)} if typed else {}

    def _sum(self, typed: str | None) -> int:
        return amount(typed or "0", self.unit)

    def _price_digits(self) -> int:
        """Prices are millionths of a minor unit."""
        return minor_digits(self.unit) + 6

    def _prices(self) -> dict[str, int]:
        prices = {funder: units(self[f"price_{funder}"].data or "0", self._price_digits()) for funder in POINTS}
        return {funder: price for funder, price in prices.items() if price}

    def _steps(self) -> tuple[dict[str, int], ...]:
        made = []
        for line in (self.commission_steps.data or "").splitlines():
            parts = line.split()
            if len(parts) != 2:
                if parts:
                    raise ValidationError(gettext("Write a step as a sum and a share: 500000 5.5"))
                continue
            made.append({"from": self._sum(parts[0]), "bp": units(parts[1], 2)})
        return tuple(made)


def own_field(offer_id: int) -> str:
    """The field of an offer that is taxed otherwise than its kind."""
    return f"offer_{own_ids.own_id('offer_id', offer_id)}"


def terms_form(partner_id: int, settled_in: str = "") -> TermsForm:
    """The form for a contract with a partner, with a field for each of its offers. `settled_in`: as TermsForm says."""
    offers = settlements.offers_of(partner_id)
    fields: dict[str, Any] = {}
    for one in offers:
        name = own_field(one.offer_id)
        fields[name] = SelectField(offer_name(one), default="", choices=[("", _l("as its kind")), *_KINDS])
        fields[f"{name}_rate"] = LineField(
            gettext("VAT in the price, %%: %(offer)s", offer=offer_name(one)), render_kw=_SHARE
        )
    made: type[TermsForm] = type(
        "TermsForm", (TermsForm,), fields | {"offer_ids": tuple(one.offer_id for one in offers)}
    )
    return made(settled_in)


def _share(field: Field) -> int:
    return units(field.data or "0", 2)
