"""How the desk answers, as a form: its mailbox, hours and holidays; and what is promised, in working minutes."""

from collections.abc import Mapping
from typing import Any

from babel import Locale
from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice, SelectField, SelectMultipleField, ValidationError
from wtforms.validators import DataRequired, Length, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from marketplace.support import cases
from marketplace.web.shared import filters
from marketplace.web.shared.form import Form, LineField

TIME = r"(?:[01]\d|2[0-3]):[0-5]\d|24:00"
WEEKDAYS = (
    ("1", _l("Monday")), ("2", _l("Tuesday")), ("3", _l("Wednesday")), ("4", _l("Thursday")), ("5", _l("Friday")), ("6", _l("Saturday")),
    ("7", _l("Sunday")),
)  # fmt: skip


class DeskForm(Form):
    """The mailbox that people write to, the hours of the day and the days of the week, and whose holidays are kept."""

    mailbox = LineField(_l("Mailbox for requests"), validators=[Length(max=60)])
    country = SelectField(_l("Public holidays of"))
    opens = LineField(
        _l("From"), validators=[DataRequired(_l("Write 09:00.")), Regexp(TIME, message=_l("Write 09:00."))]
    )
    closes = LineField(
        _l("Until"), validators=[DataRequired(_l("Write 18:00.")), Regexp(TIME, message=_l("Write 18:00."))]
    )
    weekdays = SelectMultipleField(
        _l("Working days"), choices=[SelectChoice(day, label) for day, label in WEEKDAYS], option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )  # fmt: skip

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        names = Locale(filters.language()).territories
        named = sorted((str(names.get(code, code)), code) for code in cases.COUNTRIES)
        self.country.choices = [SelectChoice(code, name) for name, code in named]

    def validate_closes(self, field: LineField) -> None:
        """An hour at least."""
        if _minutes(field.data) - _minutes(self.opens.data) < 60:
            raise ValidationError(_l("At least an hour after it opens."))

    @property
    def desk(self) -> cases.Desk:
        """What was filled in."""
        days = tuple(sorted(int(day) for day in self.weekdays.data or ()))
        return cases.Desk(
            (self.mailbox.data or "").lower(),
            self.country.data,
            _minutes(self.opens.data),
            _minutes(self.closes.data),
            days,
        )


def shown(of: cases.Desk) -> dict[str, object]:
    """A desk as the form shows it."""
    return {
        "mailbox": of.mailbox, "country": of.country, "opens": f"{of.opens // 60:02}:{of.opens % 60:02}",
        "closes": f"{of.closes // 60:02}:{of.closes % 60:02}", "weekdays": [str(day) for day in of.weekdays],
    }  # fmt: skip


def times_of(
    given: Mapping[str, str], promised: Mapping[tuple[str, str], cases.Times]
) -> dict[tuple[str, str], cases.Times]:
    """The promised times that were typed; what is no number keeps what there was."""
    made = {}
    for (category, priority), before in promised.items():
        first, solve = (given.get(f"{name}-{category}-{priority}", "") for name in ("first", "solve"))
        made[category, priority] = (
            cases.Times(int(first), int(solve))
            if first.isdecimal() and solve.isdecimal() and len(first + solve) < 14
            else before
        )
    return made


def _minutes(text: str) -> int:
    hours, _, minutes = (text or "").partition(":")
    return int(hours) * 60 + int(minutes) if hours.isdecimal() and minutes.isdecimal() else -1
