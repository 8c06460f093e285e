"""Which days may be asked for: one rule for each kind of question, and the words that stand beside the field."""

from typing import Any

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from wtforms import Field, ValidationError

from marketplace.web.shared import filters

TO_COME = _l("This day is still to come.")


def not_to_come(_form: Any, field: Field) -> None:
    """A day of which something can be told: today in the programme's time zone, or an earlier one. Raises ValidationError."""
    if field.data and field.data > filters.today():
        raise ValidationError(TO_COME)


class NotBefore:
    """The last day of a range: not before its first.

    Args:
        first: the field with the first day.
        days_max: how many days the range may have, both ends included; 0 where that does not matter.
    """

    def __init__(self, first: str, days_max: int = 0) -> None:
        self.first, self.days_max = first, days_max

    def __call__(self, form: Any, field: Field) -> None:
        """Raises ValidationError."""
        first = form[self.first].data
        if not field.data or not first:
            return
        if field.data < first:
            raise ValidationError(gettext("The end is before the beginning."))
        if self.days_max and (field.data - first).days >= self.days_max:
            raise ValidationError(
                ngettext("Choose %(num)s day at most.", "Choose %(num)s days at most.", self.days_max)
            )
