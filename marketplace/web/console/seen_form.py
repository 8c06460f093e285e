"""The question of what a member saw: of which moment, and of which brand."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import g
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, TimeField, ValidationError
from wtforms.validators import InputRequired

from marketplace import partners
from marketplace.core import clock
from marketplace.web.shared import filters
from marketplace.web.shared.days import not_to_come
from marketplace.web.shared.form import Form


class MomentForm(Form):
    """Which moment, and of which brand the shop is told; asked by GET, so it needs no token."""

    class Meta(Form.Meta):
        """A question changes nothing."""

        csrf = False

    on = DateField(_l("Day"), validators=[InputRequired(), not_to_come])
    hour = TimeField(_l("Time"), validators=[InputRequired()])
    brand = SelectField(_l("Brand"))

    @property
    def at(self) -> datetime:
        """The moment, once day and time are there."""
        return datetime.combine(self.on.data, self.hour.data, ZoneInfo(g.programme.time_zone))

    def validate_hour(self, _field: TimeField) -> None:
        """Of today only what has been."""
        if self.on.data == filters.today() and self.hour.data is not None and self.at > clock.now():
            raise ValidationError(_l("This moment is still to come."))


def form_of(given: Any = None) -> MomentForm:
    """The question with the programme's brands; now, where nothing was asked."""
    now = clock.now().astimezone(ZoneInfo(g.programme.time_zone))
    form = MomentForm(given, data={"on": now.date(), "hour": now.time()})
    form.brand.choices = [(one.slug, filters.local(one, "name")) for one in partners.brands_of(g.programme.id)]
    return form
