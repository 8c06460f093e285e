"""The days that a report is asked for: in the address, by GET. A page and its files read them alike."""

from datetime import timedelta
from typing import Any

from flask import g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import DateField
from wtforms.validators import InputRequired

from marketplace.reports import accounting
from marketplace.web.shared import filters
from marketplace.web.shared.days import NotBefore, not_to_come
from marketplace.web.shared.form import Form

DAYS_MAX = 366
_NEEDED = InputRequired(_l("Enter a day."))


class DaysForm(Form):
    """What the address asks; what stands in the fields by themselves where it asks nothing."""

    class Meta(Form.Meta):
        """A question changes nothing, so it needs no token."""

        csrf = False

    def __init__(self, **by_itself: Any) -> None:
        super().__init__(request.args, data=by_itself)

    def fits(self) -> bool:
        """Whether the report can be drawn for these days; else the fields say why not."""
        return not any(name in request.args for name in self._fields) or bool(self.validate())

    def refused(self, title: object, page: str) -> ResponseReturnValue:
        """The question again, with the words beside their field; `page` is the address of the report's page."""
        return render_template("console/asked_days.html", form=self, title=title, page=page), 422


class DayForm(DaysForm):
    """One day; today by itself."""

    day = DateField(_l("Day"), validators=[_NEEDED, not_to_come])

    def __init__(self) -> None:
        super().__init__(day=filters.today())


class PeriodForm(DaysForm):
    """Days that have passed, a year at most; the last month that has ended by itself."""

    first = DateField(_l("First day"), validators=[_NEEDED, not_to_come])
    last = DateField(_l("Last day"), validators=[_NEEDED, not_to_come, NotBefore("first", DAYS_MAX)])

    def __init__(self) -> None:
        last = filters.today().replace(day=1) - timedelta(1)
        super().__init__(first=last.replace(day=1), last=last)

    @property
    def period(self) -> accounting.Period:
        """What is asked, in the programme's time zone."""
        return accounting.Period(self.first.data, self.last.data, g.programme.time_zone)
