"""The forms with which people decide about proposals and talk about them."""

from typing import NamedTuple

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField
from wtforms.validators import InputRequired, Length, Optional, Regexp

from marketplace import approvals
from marketplace.core import ids
from marketplace.web.shared.form import Form, LinesField


class Deed(NamedTuple):
    """A decision, as it is asked for and confirmed."""

    title: LazyString
    yes: LazyString
    consequence: LazyString
    button: str
    note: LazyString | None
    note_help: LazyString


_SEEN_BY_PROPOSER = _l("The person who proposed it sees this.")
DEEDS = {
    "approval": Deed(
        _l("Approve this?"), _l("Approve"), _l("You approve exactly what this page shows. A later change voids your "
                                               "approval."),
        "primary", _l("Note (optional)"), _SEEN_BY_PROPOSER,
    ),
    "changes": Deed(
        _l("Ask for changes?"), _l("Ask for changes"), _l("It goes back to the person who proposed it to be edited. "
                                                          "Nothing is done until then."),
        "primary", _l("What should change"), _SEEN_BY_PROPOSER,
    ),
    "refusal": Deed(
        _l("Refuse this?"), _l("Refuse"), _l("The proposal ends here and nothing is done. It can be proposed again."),
        "danger", _l("Why"), _SEEN_BY_PROPOSER,
    ),
    "withdrawal": Deed(
        _l("Withdraw your proposal?"), _l("Withdraw"), _l("The proposal ends here and nothing is done. It can be "
                                                          "proposed again."),
        "danger", None, _SEEN_BY_PROPOSER,
    ),
}  # fmt: skip


class SeenForm(Form):
    """Names the version that is on the screen: a decision counts for that one alone."""

    seen = HiddenField(validators=[InputRequired(), Regexp(r"[0-9a-f]{64}\Z")])

    def digest(self) -> bytes:
        """The digest of the version that was seen."""
        return bytes.fromhex(self.seen.data)


class ApprovalForm(SeenForm):
    """An approval; a note is welcome."""

    note = LinesField(_l("Note (optional)"), validators=[Optional(), Length(max=approvals.NOTE_MAX)])


class NoForm(SeenForm):
    """A refusal or a wish for changes; it says why."""

    note = LinesField(
        _l("Why"),
        validators=[InputRequired(_l("This is for the person who proposed it.")), Length(max=approvals.NOTE_MAX)],
    )


class NoteForm(Form):
    """A note beside a proposal."""

    body = LinesField(
        _l("Note"), validators=[InputRequired(_l("Write something first.")), Length(max=approvals.NOTE_MAX)]
    )
    approvers_only = BooleanField(_l("Between approvers"))
    ref = HiddenField(default=ids.new_ref)


def decision_form(deed: str) -> type[SeenForm]:
    """The form of a decision."""
    return {"approval": ApprovalForm, "withdrawal": SeenForm}.get(deed, NoForm)
