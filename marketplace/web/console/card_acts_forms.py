"""The questions before staff does something with a card, and their words."""

from typing import NamedTuple

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField
from wtforms.validators import InputRequired, Length

from marketplace.core.audit import WHY_MAX
from marketplace.core.bounds import COLUMN_MAX
from marketplace.support import Asked
from marketplace.web.console.asker_form import AskerForm
from marketplace.web.shared.form import Form, LinesField

WHY_NEEDED = _l("Choose a reason.")
# Reasons of the owner's own, after the second of which staff alone releases the card; and those of the desk, for which nobody is identified.
OWNERS = {
    "asked": _l("At the owner’s request: they can unfreeze it themselves"),
    "lost": _l("Reported lost or stolen: only staff can unfreeze it"),
}
STOPS = {"suspicion": _l("Suspicion of fraud"), "dispute": _l("A dispute about a purchase")}
EXTENSIONS = {
    "fault": _l("It could not be used because of a fault of ours"),
    "shop_closed": _l("The partner’s shop was closed"),
    "goodwill": _l("Goodwill"),
    "came_back": _l("Money came back to it after its last day"),
}
NOT_BY_STAFF = ("came_back",)


class Deed(NamedTuple):
    """An act as it is asked for, what follows from it, and what is said once it is done; `asked`: what its asker wants, who has to be known."""

    title: LazyString
    yes: LazyString
    consequence: LazyString
    done: LazyString
    button: str
    asked: Asked | None = None


DEEDS = {
    "freezing": Deed(
        _l("Freeze the card?"), _l("Freeze the card"),
        _l("Tills refuse it at once, and its code cannot be shown. Nothing on it is lost."), _l("The card is frozen."), "primary", "freeze",
    ),
    "release": Deed(
        _l("Unfreeze the card?"), _l("Unfreeze the card"), _l("It works at tills again at once."), _l("The card works again."), "primary", "release",
    ),
    "email": Deed(
        _l("Send the link again?"), _l("Send the link"),
        _l("The owner gets an email with the link to the card. The code is not in it: it is shown after signing in."),
        _l("The email is on its way."), "primary", "resend",
    ),
    "extension": Deed(
        _l("Extend the card?"), _l("Extend the card"), _l("Both the old and the new last day are recorded. The owner gets an email with the new one."),
        _l("The card’s last day is changed."), "primary", "extend",
    ),
}  # fmt: skip


class NoteForm(Form):
    """Why; it is kept in the audit."""

    note = LinesField(
        _l("Why"), validators=[InputRequired(_l("Say why: it is kept in the audit log.")), Length(max=WHY_MAX)]
    )


class ReleaseForm(NoteForm, AskerForm):
    """The same with what whoever asks could name."""


class EmailForm(AskerForm):
    """What whoever asks could name, and no more."""


class FreezeForm(AskerForm):
    """For whom the card is frozen, who asks, and a remark."""

    reason = RadioField(_l("Reason"), validators=[InputRequired(WHY_NEEDED)])
    note = LinesField(_l("Note"), validators=[Length(max=COLUMN_MAX["giftcard_stops.note"])])

    @classmethod
    def of(cls, may_stop: bool) -> "FreezeForm":
        """The form with the reasons that the asker may give."""
        form = cls()
        form.reason.choices = list((OWNERS | (STOPS if may_stop else {})).items())
        return form

    @property
    def keeps(self) -> bool:
        """Whether the desk acts by itself, whatever the owner wants."""
        return self.reason.data in STOPS

    @property
    def stops(self) -> bool:
        """Whether staff alone may release the card then."""
        return bool(self.reason.data != "asked")


class ExtendForm(AskerForm):
    """Until when, why, a remark, and what whoever asks could name."""

    until = DateField(_l("New last day"), validators=[InputRequired(_l("Choose a day."))])
    reason = RadioField(
        _l("Reason"),
        choices=[one for one in EXTENSIONS.items() if one[0] not in NOT_BY_STAFF],
        validators=[InputRequired(WHY_NEEDED)],
    )
    note = LinesField(_l("Note"), validators=[Length(max=COLUMN_MAX["giftcard_extensions.note"])])
