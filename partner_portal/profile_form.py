"""What somebody of a partner's says they are called."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import DataRequired, Length

from marketplace.core.bounds import COLUMN_MAX
from marketplace.web.shared.form import Form, LineField
from marketplace.web.shared.member_fields import plain_name


class NameForm(Form):
    """First and last name, as colleagues know this person."""

    name = LineField(
        _l("Your first and last name"),
        validators=[DataRequired(_l("Enter your name.")), Length(max=COLUMN_MAX["users.name"]), plain_name],
        render_kw={"autocomplete": "name"},
    )
