"""What a company says of itself: Russian companies by INN, BIC and account, others by VAT number and IBAN."""

from typing import Any

from babel import Locale
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectChoice, SelectField, SelectMultipleField, SubmitField
from wtforms.validators import DataRequired, Email, Length, Optional, Regexp

from marketplace import partners, programmes
from marketplace.core.bounds import COLUMN_MAX
from marketplace.core.emails import ADDRESS_MAX
from marketplace.partners import Company
from marketplace.web.shared import filters
from marketplace.web.shared.form import Form, LineField, LinesField
from marketplace.web.shared.member_fields import plain_name
from partner_portal.joining.words import said_of_number

RUSSIA = "RU"
# Where companies come from besides Russia: those whose VAT numbers can be checked by their digits, and near neighbours.
COUNTRIES = (
    "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV", "MT",
    "NL", "NO", "PL", "PT", "RO", "RS", "SE", "SI", "SK", "TR",
)  # fmt: skip
_NEEDED = _l("This is required.")


def country_of(code: str) -> str:
    """A country that can be chosen; Russia for any other."""
    return code if code in COUNTRIES else RUSSIA


class CompanyForm(Form):
    """The whole form; the questions about numbers are those of its country."""

    country = SelectField(_l("Country"))
    again = SubmitField(_l("Show the questions for this country"))
    known_as = LineField(
        _l("What customers call you"),
        validators=[DataRequired(_NEEDED), Length(max=COLUMN_MAX["partner_applications.known_as"]), plain_name],
    )
    legal_name = LineField(
        _l("Legal name"), validators=[DataRequired(_NEEDED), Length(max=COLUMN_MAX["partner_applications.legal_name"])]
    )
    inn = LineField(_l("INN"), validators=[DataRequired(_NEEDED), Length(max=20)], render_kw={"inputmode": "numeric"})
    kpp = LineField(_l("KPP, if there is one"), validators=[Optional(), Length(max=20)])
    bic = LineField(
        _l("BIC of the bank"), validators=[DataRequired(_NEEDED), Length(max=20)], render_kw={"inputmode": "numeric"}
    )
    account = LineField(
        _l("Account number"), validators=[DataRequired(_NEEDED), Length(max=40)], render_kw={"inputmode": "numeric"}
    )
    vat = LineField(_l("VAT number"), validators=[DataRequired(_NEEDED), Length(max=20)])
    iban = LineField("IBAN", validators=[DataRequired(_NEEDED), Length(max=42)])
    contact_name = LineField(
        _l("First and last name"),
        validators=[DataRequired(_NEEDED), Length(max=COLUMN_MAX["partner_applications.contact_name"]), plain_name],
        render_kw={"autocomplete": "name"},
    )
    contact_email = LineField(
        _l("Email"),
        validators=[DataRequired(_NEEDED), Length(max=ADDRESS_MAX), Email(_l("This is not an email address."))],
        render_kw={"type": "email", "autocomplete": "email"},
    )
    contact_phone = LineField(
        _l("Phone"),
        validators=[
            Optional(),
            Length(max=20),
            Regexp(r"[0-9+() .\-]*\Z", message=_l("A phone number contains only digits.")),
        ],
        render_kw={"type": "tel", "autocomplete": "tel"},
    )
    cities = SelectMultipleField(_l("Cities"), validators=[Optional()])
    shops = LinesField(
        _l("Shops, one per line"), validators=[Optional(), Length(max=COLUMN_MAX["partner_applications.shops"])]
    )
    terms = BooleanField(
        _l("We accept the terms for partners: the programme shows commission, tax and payment dates before it signs"),
        validators=[DataRequired(_l("You cannot apply without this."))],
    )
    checks = BooleanField(
        _l("The programme may check our details in public registers"),
        validators=[DataRequired(_l("You cannot apply without this."))],
    )

    def __init__(self, country: str, **values: Any) -> None:
        super().__init__(**values)
        names = Locale.parse(filters.language()).territories
        self.country.choices = [
            SelectChoice(code, names[code])
            for code in sorted((RUSSIA, *COUNTRIES), key=lambda code: (code != RUSSIA, names[code]))
        ]
        self.country.data = country
        self.cities.choices = [SelectChoice(one.slug, filters.local(one, "name")) for one in programmes.cities()]
        for name in ("vat", "iban") if country == RUSSIA else ("inn", "kpp", "bic", "account"):
            del self[name]

    def validate(self, extra_validators: Any = None) -> bool:
        """All that is wrong at once: beside each field what it lacks, and beside each number why it cannot be one."""
        good = super().validate(extra_validators)
        given = {name: self[name].data or "" for name in self.numbers}
        for error in partners.numbers_of(self.country.data, given)[1]:
            field = self[error.facts["field"]]
            field.errors = field.errors or [said_of_number(error)]
            good = False
        return good

    @property
    def numbers(self) -> tuple[str, ...]:
        """The fields about numbers, in their order."""
        return tuple(name for name in ("inn", "kpp", "bic", "account", "vat", "iban") if name in self)

    def company(self) -> Company:
        """What was said, not yet checked by the domain."""
        numbers = {name: " ".join(self[name].data.split()) for name in self.numbers if self[name].data}
        return Company(
            known_as=self.known_as.data, country=self.country.data, legal_name=" ".join(self.legal_name.data.split()),
            contact_name=self.contact_name.data, contact_email=self.contact_email.data, contact_phone=self.contact_phone.data or "",
            city_slugs=self.cities.data or (), shops=(self.shops.data or "").strip(), **numbers,
        )  # fmt: skip
