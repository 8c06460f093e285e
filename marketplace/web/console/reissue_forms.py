"""What support says before a card gets another code, step by step; what was said travels along in the form until it is sent."""

from typing import Literal

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField
from wtforms.validators import AnyOf, InputRequired, Length, Regexp, StopValidation

from marketplace.core.bounds import COLUMN_MAX
from marketplace.web.console.asker_form import AskerForm
from marketplace.web.console.reissue_words import REASONS
from marketplace.web.shared.form import Form, LineField, LinesField

Step = Literal["caller", "cause", "check", "act"]
STEPS: tuple[Step, ...] = ("caller", "cause", "check", "act")


def _once_it_is_asked(form: Form, field: RadioField) -> None:
    """A choice, but where who asks is still to be said, or somebody goes back."""
    if not field.data:
        field.errors[:] = []
        needed = form.step.data != "caller" and not form.back.data
        raise StopValidation(gettext("Choose what is wrong.") if needed else "")


class ReissueForm(AskerForm):
    """Which step is answered, who asks, what is wrong, a note; and a fresh ref for the proposal that may come of it."""

    ref = LineField(validators=[InputRequired(), Regexp(r"[0-9A-HJKMNP-TV-Z]{26}\Z")])
    step = HiddenField(validators=[AnyOf(STEPS)])
    back = BooleanField()
    reason = RadioField(_l("What is wrong"), choices=list(REASONS.items()), validators=[_once_it_is_asked])
    note = LinesField(_l("Note"), validators=[Length(max=COLUMN_MAX["reissues.note"])])

    def shown(self, *, known: bool) -> Step:
        """The step that is asked now: the one after what was answered, or the first that still lacks something.

        Args:
            known: whether it is known who asks.
        """
        answered = None if self.step.data not in STEPS else STEPS.index(self.step.data)
        if not known or (answered == 1 and self.back.data) or self.identified.errors:
            return "caller"
        if not self.reason.data or self.reason.errors or self.note.errors or (answered == 2 and self.back.data):
            return "cause"
        if answered is None or answered < 2 or (answered == 3 and self.back.data):
            return "check"
        return "act"
