"""The forms of giving a role and of taking it back."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import Field, RadioField, SelectChoice, SelectField, ValidationError
from wtforms.validators import DataRequired, Length

from marketplace import identity, partners
from marketplace.core.emails import ADDRESS_MAX
from marketplace.identity import PARTNER_ROLES, Role
from marketplace.web.shared.filters import local
from marketplace.web.shared.form import Form, LineField
from marketplace.web.shared.role_words import ROLES


class GrantForm(Form):
    """Who gets which role, and for which partner where it is a partner's."""

    email = LineField(
        lazy_gettext("Address"),
        validators=[DataRequired(lazy_gettext("Enter the address they sign in with.")), Length(max=ADDRESS_MAX)],
        render_kw={"type": "email", "autocomplete": "off"},
    )
    role = RadioField(lazy_gettext("Role"), validators=[DataRequired(lazy_gettext("Choose a role."))])
    partner = SelectField(lazy_gettext("Partner"), default="")

    def __init__(self, *, roles: Sequence[Role], partners: Sequence[partners.Partner], **values: Any) -> None:
        super().__init__(**values)
        self.role.choices = [SelectChoice(role.value, ROLES[role]) for role in roles]
        none = SelectChoice("", gettext("None: staff of the programme"))
        self.partner.choices = [none, *(SelectChoice(str(one.id), local(one, "name")) for one in partners)]
        self.user: Any = None

    @property
    def partner_id(self) -> int | None:
        """The partner that was chosen."""
        return int(self.partner.data) if self.partner.data else None

    def validate_email(self, field: Field) -> None:
        """Somebody must sign in with it; they sign up by themselves, so that nobody else knows their password."""
        self.user = identity.user_by_email(field.data or "")
        if self.user is None or not self.user.active:
            raise ValidationError(gettext("Nobody signs in with this address. They have to sign up first."))

    def validate_partner(self, field: Field) -> None:
        """A partner's role needs its partner, any other role none."""
        of_partner = self.role.data in PARTNER_ROLES
        if of_partner and not field.data:
            raise ValidationError(gettext("This role belongs to a partner. Choose which."))
        if field.data and not of_partner:
            raise ValidationError(gettext("This role does not belong to a partner."))


class RemovalForm(Form):
    """Why a role is taken back."""

    why = LineField(
        lazy_gettext("Why"),
        validators=[DataRequired(lazy_gettext("Say why. It is kept in the audit log.")), Length(max=200)],
    )
