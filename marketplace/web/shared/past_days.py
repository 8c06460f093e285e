"""Days that are asked about looking back: one that is still to come has no answer yet."""

from flask_babel import lazy_gettext as _l
from wtforms import DateField, Form, ValidationError

from marketplace.web.shared import filters

TO_COME = _l("This day is still to come.")


def not_to_come(_form: Form, field: DateField) -> None:
    """A validator: the day is today's, in the programme's time zone, or before."""
    if field.data is not None and field.data > filters.today():
        raise ValidationError(TO_COME)
