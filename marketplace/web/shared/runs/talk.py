"""What is said about a run that waits for approval, at the desk of the person who brought it."""

from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import HiddenField
from wtforms.validators import InputRequired, Length

from marketplace import approvals, identity
from marketplace.approvals import Proposal
from marketplace.core import ids
from marketplace.web.shared.form import Form, LinesField


class NoteForm(Form):
    """A note beside a proposal."""

    body = LinesField(_l("Note"), validators=[InputRequired(), Length(max=approvals.NOTE_MAX)])
    ref = HiddenField(default=ids.new_ref)


class Talk(NamedTuple):
    """What was said, oldest first, by whom, and the box for a note."""

    said: list[Any]
    names: dict[int, str]
    form: NoteForm


def of(proposal: Proposal) -> Talk:
    """The talk beside a proposal, as the person who brought it reads it: colleagues by their names, the programme by its name."""
    decisions, notes = approvals.decisions(proposal.id), approvals.notes(proposal, reader=current_user.id)
    lines: list[approvals.Decision | approvals.Note] = [*decisions, *notes]
    said = sorted(lines, key=lambda one: one.at)
    return Talk(said, identity.known_as(proposal.authors), NoteForm())
