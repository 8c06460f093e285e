"""The forms of the cases' desk."""

from collections.abc import Mapping
from typing import Any

from flask import g
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    ValidationError,
)
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional, Regexp
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from marketplace import identity, support
from marketplace.core import bounds, ids
from marketplace.support import cases
from marketplace.web.console.reissue_words import IDENTIFIED
from marketplace.web.shared import case_words, who
from marketplace.web.shared.form import Form, LineField, LinesField, NumberField

REF = r"[0-9A-HJKMNP-TV-Z]{26}\Z"
AFTER_ANSWER = ("close", "wait", "stay")


def chosen(words: Mapping[str, LazyString]) -> list[SelectChoice]:
    """A few words to choose from."""
    return [SelectChoice(value, label) for value, label in words.items()]


class AnswerForm(Form):
    """The text of an answer, the version of the case that was before whoever writes, and what becomes of the case."""

    text = LinesField(_l("Answer"), validators=[DataRequired(_l("Write the answer.")), Length(max=cases.TEXT_MAX)])
    seen = NumberField(widget=HiddenInput(), validators=[InputRequired()])
    language = HiddenField(validators=[Regexp("ru|en")])
    via = RadioField(choices=[SelectChoice("letter", ""), SelectChoice("phone", "")], default="letter")
    then = SelectField(choices=[SelectChoice(one, one) for one in AFTER_ANSWER], default="stay")


class NoteForm(Form):
    """What colleagues should know."""

    text = LinesField(_l("Note"), validators=[DataRequired(_l("Write the note.")), Length(max=cases.TEXT_MAX)])


class OwnerForm(Form):
    """Who goes on with a case; "" for nobody in particular."""

    owner = SelectField(_l("Owner"), validators=[Optional()])

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        people = identity.staff_for(identity.Permission.CASES_ANSWER, programme_id=g.programme.id)
        self.owner.choices = [
            SelectChoice("", _l("Nobody: back to the queue")),
            *(SelectChoice(str(one.id), f"{who.colleague(f'user:{one.id}')} · {one.email}") for one in people),
        ]


class SortForm(Form):
    """What a case is about and how urgent it is."""

    category = SelectField(_l("About"), choices=chosen(case_words.CATEGORIES))
    priority = SelectField(_l("Priority"), choices=chosen(case_words.PRIORITIES))


class IdentityForm(Form):
    """Whose case it is, and which facts were checked before that was believed."""

    member = LineField(
        _l("Number, name, address or phone of the member"),
        validators=[DataRequired(_l("Say whose it is.")), Length(max=100)],
    )
    identified = SelectMultipleField(
        _l("What the caller could name"), choices=chosen(IDENTIFIED), option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )  # fmt: skip

    def validate_identified(self, field: SelectMultipleField) -> None:
        """Two facts at least: an address or a calling number is none."""
        if len(set(field.data or ())) < support.IDENTIFIED_LEAST:
            raise ValidationError(_l("Check at least two of these."))


class MergeForm(Form):
    """The number of the case that stays."""

    into = NumberField(_l("Number of the case that stays"), validators=[InputRequired(_l("Enter a number."))])


class QuestionForm(Form):
    """What the partner is asked, beside the card."""

    note = LinesField(
        _l("What should the partner know?"), validators=[Length(max=bounds.COLUMN_MAX["case_questions.note"])]
    )
    seen = NumberField(widget=HiddenInput(), validators=[InputRequired()])


class LinkForm(Form):
    """Which trouble is behind a case: one that is known, or a new one by its name."""

    incident = SelectField(_l("Incident"), validators=[Optional()])
    title = LineField(_l("Or a new one"), validators=[Length(max=cases.TITLE_MAX)])

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.incident.choices = [
            SelectChoice("", _l("None")),
            *(SelectChoice(str(one.id), one.title) for one in cases.incidents(g.programme.id)),
        ]


class NewCaseForm(Form):
    """A case that somebody tells by phone: who calls, about what."""

    ref = LineField(validators=[InputRequired(), Regexp(REF)])
    member = LineField(_l("Number, name, address or phone of the member"), validators=[Length(max=100)])
    card = HiddenField(validators=[Length(max=40)])
    identified = SelectMultipleField(
        _l("What the caller could name"), choices=chosen(IDENTIFIED), option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )  # fmt: skip
    email = LineField(
        _l("Email for the answer"),
        validators=[
            Optional(),
            Length(max=bounds.COLUMN_MAX["cases.email"]),
            Email(_l("This is not an email address.")),
        ],
    )
    phone = LineField(_l("Phone"), validators=[Length(max=40)])
    category = SelectField(_l("About"), choices=chosen(case_words.CATEGORIES), default="other")
    priority = SelectField(_l("Priority"), choices=chosen(case_words.PRIORITIES), default="normal")
    title = LineField(_l("In a few words"), validators=[Length(max=cases.TITLE_MAX)])
    text = LinesField(_l("What the caller says"), validators=[Length(max=cases.TEXT_MAX)])
    another = BooleanField(_l("Open another case about this card all the same"))

    def validate_identified(self, field: SelectMultipleField) -> None:
        """A member is only named after two facts were checked."""
        if self.member.data and len(set(field.data or ())) < support.IDENTIFIED_LEAST:
            raise ValidationError(_l("Check at least two of these."))


class TemplateForm(Form):
    """A prepared answer in both languages."""

    name_ru = LineField(
        _l("Name in Russian"),
        validators=[DataRequired(_l("Enter a name.")), Length(max=bounds.COLUMN_MAX["answer_templates.name_ru"])],
    )
    name_en = LineField(
        _l("Name in English"),
        validators=[DataRequired(_l("Enter a name.")), Length(max=bounds.COLUMN_MAX["answer_templates.name_ru"])],
    )
    body_ru = LinesField(
        _l("Text in Russian"),
        validators=[DataRequired(_l("Write the text.")), Length(max=bounds.COLUMN_MAX["answer_templates.body_ru"])],
    )
    body_en = LinesField(
        _l("Text in English"),
        validators=[DataRequired(_l("Write the text.")), Length(max=bounds.COLUMN_MAX["answer_templates.body_ru"])],
    )
    ref = HiddenField(default=ids.new_ref)


class BulkAnswerForm(Form):
    """One answer to all cases of an incident, and which versions of them were before whoever writes: "1001:4,1002:7"."""

    text = LinesField(_l("Answer"), validators=[DataRequired(_l("Write the answer.")), Length(max=cases.TEXT_MAX)])
    seen = HiddenField(validators=[Regexp(r"(?:\d{1,18}:\d{1,9}(?:,|\Z))*\Z")])
    then = SelectField(choices=[SelectChoice(one, one) for one in AFTER_ANSWER], default="close")

    @property
    def versions(self) -> dict[int, int]:
        """The version of each case."""
        pairs = (pair.split(":") for pair in (self.seen.data or "").split(",") if pair)
        return {int(number): int(version) for number, version in pairs}


class VersionForm(Form):
    """The version of the case that was before whoever decides."""

    seen = NumberField(widget=HiddenInput(), validators=[InputRequired()])
