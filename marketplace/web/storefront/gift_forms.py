"""What a giver says of a gift: to whom, which words, which look, when; and what a recipient types to claim it."""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app, g
from flask_babel import gettext, lazy_gettext
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    Field,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp

from marketplace import gifts
from marketplace.core import clock, ids
from marketplace.core.emails import ADDRESS_MAX
from marketplace.giftcards import Card
from marketplace.gifts import Gift, Wanted
from marketplace.web.shared import filters
from marketplace.web.shared.form import ComparedField, Form, LineField, LinesField

MORNING = 9
DESIGNS = {
    "plain": lazy_gettext("Plain"), "birthday": lazy_gettext("Birthday"), "winter": lazy_gettext("Winter"),
    "flowers": lazy_gettext("Flowers"),
}  # fmt: skip
_WRONG = {
    "to_name": lazy_gettext("Enter a name, without links."), "email": lazy_gettext("This is not an email address."),
    "message": lazy_gettext("Up to 200 characters, without links."), "signed": lazy_gettext("Enter a name, without links."),
    "send_at": lazy_gettext("Choose a day on which the card is still valid, within a year."),
    "word": lazy_gettext("At least four letters, and not all the same."), "design": lazy_gettext("Choose a look."),
}  # fmt: skip


class GiftForm(Form):
    """A gift as its giver asks for it."""

    ref = HiddenField(validators=[InputRequired(), Regexp(r"[0-9A-Za-z_-]{8,64}\Z")])
    to_name = LineField(
        lazy_gettext("For whom"),
        validators=[DataRequired(lazy_gettext("Enter their name.")), Length(max=gifts.NAME_MAX)],
        render_kw={"autocomplete": "off"},
    )
    email = EmailField(
        lazy_gettext("Email"), validators=[DataRequired(lazy_gettext("Enter an address.")), Length(max=ADDRESS_MAX)],
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )  # fmt: skip
    message = LinesField(
        lazy_gettext("Message"),
        validators=[Length(max=gifts.MESSAGE_MAX)],
        render_kw={"rows": 3, "maxlength": gifts.MESSAGE_MAX},
    )
    design = RadioField(
        lazy_gettext("Design of the gift"),
        choices=[SelectChoice(name, said) for name, said in DESIGNS.items()],
        default="plain",
    )
    when = RadioField(lazy_gettext("When"), choices=[SelectChoice("all"), SelectChoice("date")], default="all")
    day = DateField(lazy_gettext("Day"), validators=[Optional()])
    hour = SelectField(
        lazy_gettext("Hour"),
        choices=[SelectChoice(hour, f"{hour}:00") for hour in range(24)],
        coerce=int,
        default=MORNING,
    )
    sign = BooleanField(default=True)
    word = ComparedField(
        lazy_gettext("Word"), validators=[DataRequired(lazy_gettext("Enter a word.")), Length(max=gifts.WORD_MAX)],
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )  # fmt: skip

    def __init__(self, card: Card, signed: str, held: Gift | None = None) -> None:
        super().__init__(
            data=_said(held) if held else {"ref": ids.new_ref(), "word": gifts.a_word(filters.language()), "sign": True}
        )
        self.card, self.name = card, signed

    def validate_email(self, field: Field) -> None:
        """An address as sign-up takes it."""
        try:
            field.data = current_app.extensions["security"].mail_util.validate((field.data or "").strip())
        except ValueError:
            raise ValidationError(gettext("This is not an email address.")) from None

    def validate_day(self, field: Field) -> None:
        """Needed where it is not sent at once, and not in the past."""
        if self.when.data == "date" and (field.data is None or self.send_at < clock.now()):
            raise ValidationError(gettext("Choose a day and hour from now on."))

    @property
    def send_at(self) -> datetime:
        """When its letter leaves."""
        if self.when.data != "date" or self.day.data is None:
            return clock.now()
        return datetime.combine(self.day.data, time(self.hour.data), ZoneInfo(g.programme.time_zone))

    @property
    def wanted(self) -> Wanted:
        """What is asked for, as the verbs of gifts take it."""
        return Wanted(
            to_name=self.to_name.data or "", email=self.email.data or "", message=self.message.data or "",
            signed=self.name if self.sign.data else "", design=self.design.data, language=filters.language(), send_at=self.send_at,
            word=self.word.data or "",
        )  # fmt: skip

    def explain(self, field: str) -> None:
        """Say beside a field what is wrong with it."""
        of = self[{"send_at": "day", "signed": "sign"}.get(field, field)]
        of.errors = [*of.errors, str(_WRONG[field])]


class WordForm(Form):
    """The giver's word, typed by whoever claims."""

    word = ComparedField(
        validators=[DataRequired(lazy_gettext("Enter the word.")), Length(max=200)],
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )


class NewWordForm(Form):
    """Another word, chosen by the giver."""

    word = ComparedField(
        lazy_gettext("Word"),
        validators=[DataRequired(lazy_gettext("Enter a word.")), Length(max=gifts.WORD_MAX)],
        render_kw={"autocomplete": "off"},
    )


class AddressForm(Form):
    """The address that a gift was sent to, typed by whoever returns it: no program that only presses buttons knows it."""

    email = EmailField(
        lazy_gettext("Your email"), validators=[DataRequired(lazy_gettext("Enter an address.")), Length(max=ADDRESS_MAX)],
        render_kw={"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"},
    )  # fmt: skip


def _said(of: Gift) -> dict[str, Any]:
    at = of.send_at.astimezone(ZoneInfo(g.programme.time_zone))
    later = of.sent_at is None
    return {
        "ref": of.ref, "to_name": of.to_name, "email": of.email, "message": of.message, "design": of.design, "sign": bool(of.signed),
        "when": "date" if later else "all", "day": at.date() if later else None, "hour": at.hour, "word": gifts.word_of(of),
    }  # fmt: skip
