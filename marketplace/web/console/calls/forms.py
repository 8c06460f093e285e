"""The forms of the call desk."""

from collections.abc import Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectChoice, SelectMultipleField
from wtforms.validators import InputRequired, Length, Optional, Regexp, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from marketplace.core.audit import WHY_MAX
from marketplace.giftcards import Card
from marketplace.support import calls
from marketplace.web.console.reissue_words import IDENTIFIED
from marketplace.web.shared.form import ComparedField, Form, LinesField

REF = r"[0-9A-HJKMNP-TV-Z]{26}\Z"


class RefForm(Form):
    """A fresh ref, so that pressing twice is pressing once."""

    ref = HiddenField(validators=[InputRequired(), Regexp(REF)])


class CallerForm(RefForm):
    """What the caller could name; too little is an answer, too."""

    phone = HiddenField(validators=[Length(max=40)])
    named = SelectMultipleField(
        _l("What the caller could name"), choices=[SelectChoice(one, IDENTIFIED[one]) for one in calls.NAMED], option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )  # fmt: skip


class TurnedAwayForm(RefForm):
    """Why a call ends without anybody being identified."""

    phone = HiddenField(validators=[Length(max=40)])
    why = LinesField(_l("What happened"), validators=[InputRequired(_l("Say what happened.")), Length(max=WHY_MAX)])


class NoteForm(RefForm):
    """What the caller says."""

    text = LinesField(_l("Notes"), validators=[InputRequired(_l("Write the note.")), Length(max=calls.TEXT_MAX)])


class TroubleForm(RefForm):
    """Which card it is about, where it is about one, and more words for the case."""

    card = RadioField(_l("Card"), validators=[Optional()])
    last4 = ComparedField(_l("Another card: the last four characters of its code"), validators=[Length(max=8)])
    text = LinesField(_l("What the caller says"), validators=[Length(max=calls.TEXT_MAX)])

    @property
    def ending(self) -> str:
        """How the code ends of which the caller speaks; "" where a card was chosen, or nothing was typed."""
        return "" if self.card.data else (self.last4.data or "").strip()

    def of(self, cards: Sequence[Card]) -> "TroubleForm":
        """The form with the cards to choose from; of several nobody has chosen one before the caller has said which."""
        self.card.choices = [SelectChoice(one.public_id, one.last4) for one in cards]
        if self.card.data is None and len(cards) == 1:
            self.card.data = cards[0].public_id
        return self

    def validate_last4(self, field: ComparedField) -> None:
        """A code's end that no card of the member has was misheard; where another card was chosen than the one that has it, it is open which is meant."""
        ends, typed = {one.value: one.label for one in self.card.choices}, (field.data or "").strip().upper()
        if typed and self.card.data and ends.get(self.card.data) != typed:
            raise ValidationError(
                gettext(
                    "The code of the chosen card ends differently. Choose a card or enter how its code ends, not both."
                )
            )
        if typed and typed not in ends.values():
            raise ValidationError(gettext("The member has no card that can be used whose code ends like this."))
