"""The question of a day: what the shop offered then."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField
from wtforms.validators import InputRequired

from marketplace import partners
from marketplace.partners import Partner
from marketplace.web.shared import filters
from marketplace.web.shared.days import not_to_come
from marketplace.web.shared.form import Form


class DayForm(Form):
    """Of which day and brand the shop is told."""

    class Meta(Form.Meta):
        """It is asked by GET, so it needs no token."""

        csrf = False

    on = DateField(_l("Day"), validators=[InputRequired(), not_to_come])
    brand = SelectField(_l("Brand"))


def day_form(found: Partner, given: Any = None) -> DayForm:
    """The form, with the brands of a partner."""
    form = DayForm(given, data={"on": filters.today()})
    brands = partners.brands_of_partner(found.id)
    form.brand.choices = [(brand.slug, filters.local(brand, "name")) for brand in brands]
    return form
