"""The form of a programme's settings, and how they are called on pages."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from flask import g
from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectField, ValidationError
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp

from marketplace import programmes
from marketplace.core import cells, emails, formats
from marketplace.core.money import minor_digits
from marketplace.programmes import Settings
from marketplace.web.console.programme_forms import NEEDED, ProposingForm
from marketplace.web.shared import filters
from marketplace.web.shared.form import LineField, NumberField

EXPIRY_ENDS: Mapping[str, LazyString] = {
    "day": _l("that same day"), "month": _l("the end of the month"), "half_year": _l("the end of the half-year"),
    "year": _l("the end of the year"),
}  # fmt: skip
MARKS: Mapping[str, LazyString] = {"": _l("A wave"), "wheel": _l("A wheel")}
_COLOUR = Regexp(r"#[0-9a-fA-F]{6}\Z", message=_l("Enter a colour like #3c3c9e."))
_LOOK = "look_"


def _name(label: LazyString) -> LineField:
    return LineField(label, validators=[InputRequired(NEEDED), Length(max=80)])


def _word(label: LazyString) -> LineField:
    return LineField(label, validators=[InputRequired(NEEDED), Length(max=30)])


def _points(label: LazyString) -> NumberField:
    return NumberField(label, validators=[InputRequired(NEEDED), NumberRange(0, 10**9)])


def _count(label: LazyString) -> NumberField:
    return NumberField(label, validators=[InputRequired(NEEDED), NumberRange(0, 10**6)])


def _colour(label: LazyString) -> LineField:
    return LineField(label, validators=[Optional(), _COLOUR])


class SettingsForm(ProposingForm):
    """Everything that may be changed of a programme; names are those of the settings, those of the look begin with look_."""

    name_ru = _name(_l("Name in Russian"))
    name_en = _name(_l("Name in English"))
    unit_one_ru = _word(_l("One, in Russian: 1 …"))
    unit_few_ru = _word(_l("Few, in Russian: 2 …"))
    unit_many_ru = _word(_l("Many, in Russian: 5 …"))
    unit_one_en = _word(_l("One, in English: 1 …"))
    unit_many_en = _word(_l("Many, in English: 5 …"))
    look_unit_title_ru = LineField(_l("As a place, in Russian"), validators=[Optional(), Length(max=30)])
    look_unit_title_en = LineField(_l("As a place, in English"), validators=[Optional(), Length(max=30)])
    city_slug = SelectField(_l("Default city"))
    expiry_months = NumberField(_l("Months until points expire"), validators=[Optional(), NumberRange(1, 120)])
    expiry_end = SelectField(_l("And then until"))
    grace_days = NumberField(
        _l("Days for which points and cards can be used if they are refunded after their last day"),
        validators=[InputRequired(NEEDED), NumberRange(1, 365)],
    )
    reveal_limit = LineField(
        _l("Cards worth more need a second factor to show the code"), validators=[InputRequired(NEEDED)]
    )
    correction_person_day = _points(_l("Points that one person may give or take by hand in a day"))
    correction_day = _points(_l("Points that all staff may give or take by hand in a day"))
    goodwill_day = _points(_l("Points that one person may give as goodwill in a day"))
    issued_person_day = _count(_l("Codes and refunds by one person in a day"))
    issued_value_day = LineField(
        _l("What those of one person may be worth in a day"), validators=[InputRequired(NEEDED)]
    )
    issued_partner_day = _count(_l("Codes and refunds of one partner’s cards in a day"))
    issued_day = _count(_l("Codes and refunds by all staff in a day"))
    topup_price = LineField(_l("One costs, in money"), validators=[Optional(), Length(max=20)])
    topup_least = NumberField(_l("At least, at a time"), validators=[Optional(), NumberRange(1, 10**9)])
    topup_most = NumberField(_l("At most, at a time"), validators=[Optional(), NumberRange(1, 10**9)])
    topup_day = NumberField(_l("At most, in one day"), validators=[Optional(), NumberRange(1, 10**9)])
    fresh_days = NumberField(_l("Days until they can be spent"), validators=[Optional(), NumberRange(0, 365)])
    undo_minutes = NumberField(
        _l("Minutes in which a publication can be taken back at once by whoever made it"),
        validators=[InputRequired(NEEDED), NumberRange(0, 1440)],
    )
    partner_commission_bp = LineField(_l("Usual commission, %"), validators=[Optional(), Length(max=8)])
    partner_payout_day = NumberField(
        _l("Usual payday, day of the month"),
        validators=[Optional(), NumberRange(1, 28)],
    )
    mail_from = LineField(
        _l("Emails are sent from"), validators=[InputRequired(NEEDED), Length(max=emails.ADDRESS_MAX)]
    )
    look_hue = LineField(_l("Hue of the greys, 0–360"), validators=[Optional(), Length(max=6)])
    look_accent = _colour(_l("Accent"))
    look_on_accent = _colour(_l("Text on the accent"))
    look_accent_text = _colour(_l("Accent as text"))
    look_accent_dark = _colour(_l("Accent, dark theme"))
    look_on_accent_dark = _colour(_l("Text on the accent, dark theme"))
    look_accent_text_dark = _colour(_l("Accent as text, dark theme"))
    look_art_1 = _colour(_l("Horizon, ground"))
    look_art_2 = _colour(_l("Horizon, middle"))
    look_art_3 = _colour(_l("Horizon, light"))
    look_round = LineField(_l("Roundness, 0–2"), validators=[Optional(), Length(max=4)])
    look_mark = SelectField(_l("Drawn mark"))

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.city_slug.choices = [("", gettext("No city"))] + [
            (city.slug, filters.local(city, "name")) for city in programmes.cities()
        ]
        self.expiry_end.choices = list(EXPIRY_ENDS.items())
        self.look_mark.choices = list(MARKS.items())

    def validate_reveal_limit(self, field: Field) -> None:
        """An amount of the programme's currency, zero too."""
        try:
            self.amount(field)
        except cells.CellError:
            raise ValidationError(gettext("Enter an amount like %(example)s.", example="3000")) from None

    validate_issued_value_day = validate_reveal_limit

    def validate_topup_price(self, field: Field) -> None:
        """An amount of the programme's currency, or nothing."""
        try:
            self.price()
        except cells.CellError:
            raise ValidationError(gettext("Enter an amount like %(example)s.", example="0.80")) from None

    def validate_partner_commission_bp(self, field: Field) -> None:
        """A share in percent with up to two decimals, or nothing."""
        try:
            good = (self.share() or 0) <= 10_000
        except cells.CellError:
            good = False
        if not good:
            raise ValidationError(gettext("Enter a share from 0 to 100."))

    def price(self) -> int | None:
        """What one point costs in minor units; None where none are sold. Raises CellError."""
        text = (self.topup_price.data or "").strip()
        found = cells.amount(text) if text else None
        return None if found is None else cells.minor_units(found, minor_digits(g.programme.currency))

    def share(self) -> int | None:
        """The usual commission in hundredths of a percent; None where nothing is told. Raises CellError."""
        text = (self.partner_commission_bp.data or "").strip()
        if text and not text.strip("0.,"):
            return 0
        found = cells.amount(text) if text else None
        return None if found is None else cells.minor_units(found, 2)

    def sold(self) -> dict[str, Any]:
        """How points are sold, as settings."""
        whole = 10**g.programme.decimals
        return {"topup_price": self.price(), "fresh_days": self.fresh_days.data or 0} | {
            name: (self[name].data or 0) * whole for name in SOLD
        }

    def amount(self, field: Field) -> int:
        """The amount in a field, in minor units. Raises CellError."""
        text = (field.data or "").strip()
        if text.strip("0") == "" and text:
            return 0
        found = cells.amount(text)
        return 0 if found is None else cells.minor_units(found, minor_digits(g.programme.currency))

    def wanted(self, held: Settings) -> dict[str, Any]:
        """The settings as the form says, with those of the look that it does not show kept."""
        plain = {name: self[name].data for name in PLAIN}
        shown = {name: self[field].data for field, name in LOOK.items()}
        look = {name: value for name, value in (dict(held.look) | shown).items() if value not in ("", None)}
        return plain | {
            "city_slug": self.city_slug.data or None, "expiry_months": self.expiry_months.data, "partner_payout_day": self.partner_payout_day.data,
            "partner_commission_bp": self.share(),
            "grace_days": self.grace_days.data,
            "look": look,
        } | {name: self[name].data * 10**held.decimals for name in POINTS} | {name: self.amount(self[name]) for name in MONEY} | self.sold()  # fmt: skip

    def blame(self, no: programmes.BadSetting) -> bool:
        """Say beside its field what the domain refused; whether the form has that field."""
        name = str(no.facts["field"])
        field = next((field for field, of in LOOK.items() if of == name), name)
        if field not in self:
            return False
        said = gettext("This value is not accepted.")
        if "least" in no.facts:
            said = gettext(
                "The contrast with %(other)s is %(found)s; it must be at least %(least)s.",
                other=no.facts["against"], found=no.facts["found"], least=no.facts["least"],
            )  # fmt: skip
        self[field].errors = [said]
        return True


PLAIN = (
    "name_ru", "name_en", "unit_one_ru", "unit_few_ru", "unit_many_ru", "unit_one_en", "unit_many_en", "expiry_end", "mail_from",
    "issued_person_day", "issued_partner_day", "issued_day", "undo_minutes",
)  # fmt: skip
MONEY = ("reveal_limit", "issued_value_day")
POINTS = ("correction_person_day", "correction_day", "goodwill_day")  # whole points here, minor units in the settings
# Of how points are sold: points.
SOLD = ("topup_least", "topup_most", "topup_day")
# The form's fields of the look, by the property's name.
LOOK = {
    name: name.removeprefix(_LOOK).replace("_", "-") if "unit_title" not in name else name.removeprefix(_LOOK)
    for name in vars(SettingsForm)
    if name.startswith(_LOOK)
}


def filled(settings: Settings) -> dict[str, Any]:
    """The form's data for these settings."""
    plain = {name: getattr(settings, name) for name in PLAIN}
    look = {field: str(settings.look.get(name, "")) for field, name in LOOK.items()}
    points = {name: getattr(settings, name) // 10**settings.decimals for name in POINTS}
    money = {name: filters.written(getattr(settings, name), settings.currency) for name in MONEY}
    return plain | look | points | money | {
        "city_slug": settings.city_slug or "", "expiry_months": settings.expiry_months, "grace_days": settings.grace_days,
        "fresh_days": settings.fresh_days, "partner_payout_day": settings.partner_payout_day,
        "partner_commission_bp": "" if settings.partner_commission_bp is None else percent_written(settings.partner_commission_bp),
        "topup_price": "" if settings.topup_price is None else filters.written(settings.topup_price, settings.currency),
    } | {name: getattr(settings, name) // 10**settings.decimals or None for name in SOLD}  # fmt: skip


def percent_written(basis_points: int) -> str:
    """A share as the field takes it: 550 is "5.5"."""
    return f"{(Decimal(basis_points) / 100).normalize():f}"


def label_of(name: str) -> str:
    """What a setting, or a property of the look, is called."""
    field = next((field for field, of in LOOK.items() if of == name), name)
    found = getattr(SettingsForm, field, None)
    return str(found.args[0]) if found is not None else name


def said(name: str, value: Any) -> str:
    """A setting's value for people."""
    if name == "expiry_months":
        return gettext("never") if value is None else str(value)
    if name == "topup_price" and value is None:
        return str(gettext("not sold"))
    if name == "partner_commission_bp":
        return (
            str(gettext("an example is shown"))
            if value is None
            else formats.percent(Decimal(value) / 10_000, filters.language())
        )
    if name == "partner_payout_day" and value is None:
        return str(gettext("an example is shown"))
    if name in (*MONEY, "topup_price"):
        return filters.money(value)
    if name in (*POINTS, *SOLD):
        return filters.points(value)
    if name == "expiry_end":
        return str(EXPIRY_ENDS[value])
    if name == "mark":
        return str(MARKS[value or ""])
    if name == "city_slug":
        city = next((city for city in programmes.cities() if city.slug == value), None)
        return filters.local(city, "name") if city else gettext("No city")
    return "" if value is None else str(value)
