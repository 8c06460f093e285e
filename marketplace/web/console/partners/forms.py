"""The forms of partners: whom to invite, under which names one is admitted, why something is done."""

from typing import Any

from flask import g
from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice, SelectField
from wtforms.validators import DataRequired, Email, Length, Regexp

from marketplace.core.audit import WHY_MAX
from marketplace.core.bounds import COLUMN_MAX
from marketplace.core.emails import ADDRESS_MAX
from marketplace.web.console.programme_forms import NEEDED, ProposingForm
from marketplace.web.shared import filters
from marketplace.web.shared.form import Form, LineField, LinesField
from marketplace.web.shared.languages import TONGUES


class InvitationForm(Form):
    """Which company, where to write, in which language."""

    known_as = LineField(
        _l("Company"), validators=[DataRequired(NEEDED), Length(max=COLUMN_MAX["partner_applications.known_as"])]
    )
    email = LineField(
        _l("Email"), validators=[DataRequired(NEEDED), Length(max=ADDRESS_MAX), Email(_l("This is not an email address."))],
        render_kw={"type": "email", "autocomplete": "off"},
    )  # fmt: skip
    language = SelectField(_l("Email language"))

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.language.choices = [
            SelectChoice(code, TONGUES[code][2]) for code in g.programme.languages if code in TONGUES
        ]
        if self.language.data is None:
            self.language.data = filters.language()


class AdmissionForm(ProposingForm):
    """Under which names the company becomes a partner."""

    slug = LineField(
        _l("Short name in addresses"),
        validators=[DataRequired(NEEDED), Regexp(r"[a-z0-9-]{1,64}\Z", message=_l("Small Latin letters, digits and hyphens."))],
    )  # fmt: skip
    name_ru = LineField(
        _l("Name in Russian"), validators=[DataRequired(NEEDED), Length(max=COLUMN_MAX["partners.name_ru"])]
    )
    name_en = LineField(
        _l("Name in English"), validators=[DataRequired(NEEDED), Length(max=COLUMN_MAX["partners.name_en"])]
    )

    def explained(self) -> bool:
        """Whether it is said why; noted beside the field where it is not. Who edits a proposal is not asked again."""
        said = bool((self.why.data or "").strip())
        if not said:
            self.why.errors = [_l("Say why. It stays with the partner.")]
        return said


class WhyForm(Form):
    """Why something is done to a partner."""

    why = LinesField(_l("Why"), validators=[DataRequired(_l("Say why. The partner sees it.")), Length(max=WHY_MAX)])
