"""Where a company is whose account is to be opened."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import Regexp

from marketplace.web.shared.form import Form, LineField


class CountryForm(Form):
    """Where the company is."""

    country = LineField(_l("Country"), validators=[Regexp(r"[A-Z]{2}\Z", message=_l("Two capitals, such as RU."))])
