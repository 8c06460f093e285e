"""What whoever asks could name, as a part of the forms of acts that only an owner may want."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField
from wtforms.validators import Optional, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from marketplace.core import ids
from marketplace.web.console.reissue_words import IDENTIFIED
from marketplace.web.shared.form import Form, LineField


class AskerForm(Form):
    """What whoever asks could name, and a fresh ref for writing it down."""

    asker = LineField(validators=[Optional(), Regexp(r"[0-9A-HJKMNP-TV-Z]{26}\Z")])
    identified = SelectMultipleField(
        _l("What the caller could name"), choices=list(IDENTIFIED.items()), option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )  # fmt: skip

    @property
    def fresh(self) -> str:
        """The ref for what is heard next."""
        return ids.new_ref()
