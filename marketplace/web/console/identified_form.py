"""Who asks, before something is done that only its owner may want: what the caller could name."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from marketplace import support
from marketplace.web.console.reissue_words import IDENTIFIED
from marketplace.web.shared.form import Form


class IdentifiedForm(Form):
    """What the caller could name."""

    identified = SelectMultipleField(
        _l("What the caller could name"), choices=list(IDENTIFIED.items()), option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )  # fmt: skip

    def validate_identified(self, field: SelectMultipleField) -> None:
        """Two facts at least, so that a name on a found phone is not enough."""
        if len(set(field.data or ())) < support.IDENTIFIED_LEAST:
            raise ValidationError(_l("Check at least two of these."))
