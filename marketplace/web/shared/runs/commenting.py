"""Writing, answering and resolving comments on single things that a run changes."""

from flask import redirect
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import HiddenField
from wtforms.validators import InputRequired, Length

from marketplace import runs
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.web.shared import back, form, own_ids, visitor
from marketplace.web.shared.runs.page import url_of
from marketplace.web.shared.runs.visible import own_run, partner_here


class CommentForm(form.Form):
    """A comment about a thing, or an answer to one. `back`: the page on which it was written, where that is not the run's own."""

    about = HiddenField(validators=[Length(max=200)])
    answers = HiddenField(validators=[Length(max=26)])
    back = HiddenField(validators=[Length(max=500)])
    ref = HiddenField()
    body = form.LinesField(_l("Comment"), validators=[InputRequired(), Length(max=runs.COMMENT_MAX)])


def write_comment(run_id: int, **_address: str) -> ResponseReturnValue:
    run, said = own_run(run_id), CommentForm()
    if not said.validate_on_submit():
        raise runs.BadComment(most=runs.COMMENT_MAX)
    with transaction(by=visitor.actor()):
        written = runs.comment(
            run, said.about.data or "", said.body.data, answers=own_ids.meant("comment_id", said.answers.data) if said.answers.data else None, by=current_user.id,
            of_partner=partner_here() is not None, ref=said.ref.data or "", now=clock.now(),
        )  # fmt: skip
    return _back(run, said, f"comment-{own_ids.own_id('comment_id', written)}")


def resolve_comment(run_id: int, **_address: str) -> ResponseReturnValue:
    """Settle the comment that the form names under `answers`."""
    run, said = own_run(run_id), CommentForm(body="-")
    if not said.answers.data:
        return _back(run, said, "preview")
    with transaction(by=visitor.actor()):
        runs.resolve(run, own_ids.meant("comment_id", said.answers.data), by=current_user.id, now=clock.now())
    return _back(run, said, f"comment-{said.answers.data}")


def _back(run: runs.Run, said: CommentForm, place: str) -> ResponseReturnValue:
    """To the page on which it was said."""
    if said.back.data and partner_here() is None:
        return redirect(f"{back.back(said.back.data)}#{place}", 303)
    return redirect(url_of(run, _anchor=place), 303)
