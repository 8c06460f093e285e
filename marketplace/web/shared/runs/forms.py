"""What is said of a file that is sent: its kind, and what a file of this kind does not say itself."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, DateTimeLocalField, Field, HiddenField, SelectField, ValidationError
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp

from marketplace import catalogue, codes, partners, reconciliation, settlements
from marketplace.core import ids, numbers, texts
from marketplace.web.shared import reasons
from marketplace.web.shared.form import Form, LineField, NumberField

CHOOSE = _l("Choose a file.")


class FileForm(Form):
    """A file, and the ref that makes sending it twice sending it once."""

    file = FileField(_l("File"), validators=[FileRequired(CHOOSE)], render_kw={"required": True})
    ref = HiddenField(default=ids.new_ref, validators=[Regexp(r"[0-9A-Z]{26}\Z")])

    def options(self) -> dict[str, str]:
        """What was said of the file."""
        return {}

    def moment(self, _time_zone: str) -> datetime | None:
        """Before when it is not applied; None: as soon as it is asked for."""
        return None


class CatalogueForm(FileForm):
    """A catalogue may be whole, and may come into the shop at a moment that is still to come."""

    whole = BooleanField(_l("This file is the whole catalogue of its brands"))
    at = DateTimeLocalField(_l("Publish at"), validators=[Optional()], format="%Y-%m-%dT%H:%M")

    def options(self) -> dict[str, str]:
        """Whether what the file leaves out is withdrawn."""
        return dict(catalogue.WHOLE) if self.whole.data else {}

    def moment(self, time_zone: str) -> datetime | None:
        """The moment that was chosen, in the programme's time zone."""
        chosen: datetime | None = self.at.data
        return None if chosen is None else chosen.replace(tzinfo=ZoneInfo(time_zone))


def plain_amount(_form: Form, field: Field) -> None:
    """An amount that can be read in one way alone."""
    try:
        numbers.parse((field.data or "").strip())
    except texts.Unfit:
        raise ValidationError(gettext("A number, such as 500.")) from None


class CodesForm(FileForm):
    """Codes belong to a brand; what each is worth may be said for the whole file."""

    brand = SelectField(_l("Brand"), validators=[InputRequired(_l("Choose a brand."))])
    value = LineField(
        _l("Value of each code"),
        validators=[Optional(), Length(max=20), plain_amount],
        render_kw={"inputmode": "decimal"},
    )  # fmt: skip
    offer = LineField(_l("Reference of the offer"), validators=[Optional(), Length(max=128)])
    example = LineField(
        _l("An example of a code"),
        validators=[Optional(), Length(max=codes.CODE_MAX)],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    rows = SelectField(
        _l("If rows are wrong"),
        choices=[("", _l("Load nothing")), ("good", _l("Load the good rows, leave the others out"))],
        default="",
    )

    def options(self) -> dict[str, str]:
        """What was said of the codes, as far as it was said; of the example no more than how it looks, for it may be one of them."""
        said = {
            "brand": self.brand.data, "value": self.value.data, "offer": self.offer.data, "rows": self.rows.data,
            "like": codes.form_of_example(self.example.data or ""),
        }  # fmt: skip
        return {name: value.strip() for name, value in said.items() if value and value.strip()}

    def validate_example(self, field: LineField) -> None:
        """A code can look like this."""
        if field.data and not codes.form_of_example(field.data):
            raise ValidationError(_l("This can be no code."))


class ReloadlyForm(FileForm):
    """A supplier's list says neither what points cost nor on which shelf its brands stand."""

    rates = LineField(_l("Points for one unit of each currency"), validators=[InputRequired(), Length(max=1000)])
    validity_days = NumberField(_l("Valid, days"), default=365, validators=[NumberRange(1, 3650)])
    category = SelectField(_l("Category of new brands"))

    def validate_rates(self, field: Field) -> None:
        """A rate for each currency, as USD=140."""
        try:
            catalogue.rates_of(field.data or "")
        except texts.Unfit as unfit:
            raise ValidationError(reasons.said_of(unfit)) from None

    def options(self) -> dict[str, str]:
        """What was said of the list."""
        return {"rates": self.rates.data, "validity_days": str(self.validity_days.data), "category": self.category.data}


class BankForm(FileForm):
    """An acquirer's table may have titles of its own; statements of banks need no words."""

    columns = LineField(_l("Columns of an acquirer's table"), validators=[Optional(), Length(max=1000)])

    def validate_columns(self, field: Field) -> None:
        """A title for each field that is named, as day=Date; credit=Amount."""
        try:
            reconciliation.columns_of(field.data or "")
        except texts.Unfit as unfit:
            raise ValidationError(reasons.said_of(unfit)) from None

    def options(self) -> dict[str, str]:
        """The columns, where they were said."""
        said = (self.columns.data or "").strip()
        return {"columns": said} if said else {}


class TillForm(FileForm):
    """A partner's tills; in the console it is said whose. Titles of columns may be said, too."""

    partner = SelectField(_l("Partner"), validators=[InputRequired(_l("Choose a partner."))])
    columns = LineField(_l("What columns mean"), validators=[Optional(), Length(max=1000)])

    def validate_columns(self, field: Field) -> None:
        """A title for each field that is named, as amount=Total; till=Register."""
        try:
            reconciliation.titles_of(field.data or "", reconciliation.TILL_FIELDS)
        except texts.Unfit as unfit:
            raise ValidationError(reasons.said_of(unfit)) from None

    def options(self) -> dict[str, str]:
        """What was said."""
        said = {"partner": self.partner.data if self.partner else "", "columns": (self.columns.data or "").strip()}
        return {name: value for name, value in said.items() if value}


class RatesForm(FileForm):
    """Exchange rates belong to whoever published them, as contracts call it."""

    source = LineField(_l("Whose rates these are"), validators=[InputRequired(), Length(max=settlements.SOURCE_MAX)])

    def options(self) -> dict[str, str]:
        """Whose they are."""
        return {"source": self.source.data}


def form_for(kind: str, programme: Any, language: str, partner_id: int | None) -> FileForm:
    """The form of a kind of run, for the programme's own people or a partner's."""
    if kind == "catalogue":
        return CatalogueForm()
    if kind == "reloadly":
        supplied = ReloadlyForm()
        supplied.category.choices = [
            (one.slug, one.name_ru if language == "ru" else one.name_en) for one in partners.categories()
        ]
        return supplied
    if kind == "bank_statement":
        return BankForm()
    if kind == "rates":
        return RatesForm()
    if kind == "till_export":
        return _till_form(programme, language, partner_id)
    if kind != "codes":
        return FileForm()
    form = CodesForm()
    brands = sorted(
        (brand.name(language), brand.slug) for brand in partners.brands_of(programme.id, partner_id=partner_id)
    )
    form.brand.choices = _none_first(brands, gettext("Choose a brand"))
    return form


def _till_form(programme: Any, language: str, partner_id: int | None) -> TillForm:
    form = TillForm()
    if partner_id is not None:
        del form.partner  # whoever brings it: its own tills
        return form
    known = sorted(
        (one.name_ru if language == "ru" else one.name_en, one.slug) for one in partners.partners_of(programme.id)
    )
    form.partner.choices = _none_first(known, gettext("Choose a partner"))
    return form


def _none_first(named: list[tuple[str, str]], words: str) -> list[tuple[str, str]]:
    """Choices of (name, slug) with none chosen: what somebody forgets to choose must not become the first of them. A single one is chosen."""
    choices = [(slug, name) for name, slug in named]
    return choices if len(choices) == 1 else [("", words), *choices]
