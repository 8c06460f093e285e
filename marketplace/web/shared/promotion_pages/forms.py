"""What people fill in about a joint promotion, and how one stands in words."""

from datetime import timedelta

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, SelectField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length

from marketplace.core import ids
from marketplace.core.audit import WHY_MAX
from marketplace.settlements import LOOKS_BACK_DAYS, Deal, Estimate
from marketplace.web.shared import filters
from marketplace.web.shared.form import Form, LineField, LinesField
from marketplace.web.shared.own_ids import meant
from marketplace.web.shared.statement_pages import units

STATES = {
    "open": (_l("Waits to be signed"), "warn", "hourglass"), "agreed": (_l("Agreed"), "good", "check"), "refused": (_l("Refused"), "bad", "x"),
}  # fmt: skip
# What is wrong with a field, or with what was asked for, by its name.
WRONG = {
    "offer_id": _l("This offer is not on sale any more."), "name": _l("Name the promotion."), "to_day": _l("Not before the first day, and within a year of it."),
    "discount_bp": _l("Between 0.01 and 100."), "partner_bp": _l("Between 0.01 and 100."), "promotion_settled": _l("A statement covers this day already. Choose a later one."),
    "promotion_beside": _l("Another promotion of this offer is agreed on for some of these days."),
}  # fmt: skip
_SHARE = {"inputmode": "decimal"}
_DAY = [InputRequired(_l("Enter a day."))]


class PromotionForm(Form):
    """A promotion of an offer: its days, what cards cost less, and the partner's share of that, in percent."""

    offer = SelectField(_l("Offer"))
    name = LineField(_l("What it is called"), validators=[DataRequired(_l("Name the promotion.")), Length(max=120)])
    from_day = DateField(_l("First day"), validators=_DAY)
    last_day = DateField(_l("Last day"), validators=_DAY)
    discount = LineField(_l("Discount off the card’s value, %"), validators=[DataRequired()], render_kw=_SHARE)
    share = LineField(_l("The partner’s share of the discount, %"), validators=[DataRequired()], render_kw=_SHARE)
    ref = HiddenField(default=ids.new_ref)

    def validate_discount(self, field: LineField) -> None:
        """A share in percent with two decimals."""
        units(field.data or "", 2)

    validate_share = validate_discount

    def validate_offer(self, field: SelectField) -> None:
        """Chosen, not simply the first."""
        if not field.data:
            raise ValidationError(gettext("Choose an offer."))

    def validate_from_day(self, field: DateField) -> None:
        """Not a day that has passed: cards that were sold then had another price."""
        if field.data and field.data < filters.today():
            raise ValidationError(gettext("This day has passed. Choose today or a later one."))

    def deal(self) -> Deal:
        """What was filled in, in the terms of settlements."""
        return Deal(
            offer_id=meant("offer_id", self.offer.data), name=self.name.data, from_day=self.from_day.data, to_day=self.last_day.data + timedelta(1),
            discount_bp=units(self.discount.data or "", 2), partner_bp=units(self.share.data or "", 2),
        )  # fmt: skip


def cost(of: Estimate) -> str:
    """What a promotion would cost the partner by what was sold lately, in words."""
    if not of.cards:
        return str(gettext("unknown: nothing was sold of it in the last %(back)s days", back=LOOKS_BACK_DAYS))
    return str(
        gettext(
            "about %(sum)s in %(days)s days: %(cards)s cards for %(value)s were sold in the last %(back)s days",
            sum=filters.money(of.borne, of.currency), days=of.days, cards=filters.grouped(of.cards), value=filters.money(of.value, of.currency),
            back=LOOKS_BACK_DAYS,
        )
    )  # fmt: skip


class NoForm(Form):
    """Why a promotion is not wanted."""

    why = LinesField(_l("Why"), validators=[DataRequired(_l("Say why.")), Length(max=WHY_MAX)])
