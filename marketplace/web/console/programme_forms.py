"""The forms in which a programme's texts and settings are edited; both end in a proposal."""

from flask import g
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import HiddenField, SubmitField
from wtforms.validators import InputRequired, Length, Optional, Regexp

from marketplace import approvals, programmes
from marketplace.approvals import Facts, Proposal
from marketplace.core import clock
from marketplace.core.audit import WHY_MAX
from marketplace.web.shared.form import Form, LineField, LinesField

NEEDED = _l("This is required.")
_REF = Regexp(r"[0-9A-HJKMNP-TV-Z]{26}\Z")


class ProposingForm(Form):
    """What every such form carries: a fresh ref, the version of the target, and that of the proposal it edits, if any."""

    ref = HiddenField(validators=[InputRequired(), _REF])
    seen = HiddenField(validators=[Optional(), Regexp(r"[0-9a-f]{64}\Z")])
    base = HiddenField(validators=[InputRequired(), Length(max=200)])
    why = LineField(_l("Why"), validators=[Length(max=WHY_MAX)])


class TextForm(ProposingForm):
    """A text in Markdown. Line ends are the browser's; they are made plain before they are compared."""

    body = LinesField(
        _l("Text"), validators=[InputRequired(NEEDED), Length(max=programmes.TEXT_MAX)],
        filters=[lambda text: text.replace("\r\n", "\n") if text else text],
    )  # fmt: skip
    preview = SubmitField(_l("Preview"))


def put_forward(kind: str, subject: str, payload: Facts, form: ProposingForm, waiting: Proposal | None) -> Proposal:
    """Propose, or edit the proposal that was on the screen. Raises what the verbs raise."""
    now, by = clock.now(), current_user.id
    if form.seen.data:
        if waiting is None:
            raise approvals.ProposalClosed
        seen = bytes.fromhex(form.seen.data)
        return approvals.edit(waiting.id, payload, seen=seen, base=form.base.data, by=by, now=now)
    return approvals.propose(
        kind, subject, payload, programme_id=g.programme.id, by=by, ref=form.ref.data, base=form.base.data, why=form.why.data or "",
        now=now,
    )  # fmt: skip


def nobody_else(kind: str, waiting: Proposal | None) -> bool:
    """Whether too few people could approve what the visitor is about to propose."""
    barred = {current_user.id, *(waiting.authors if waiting else ())}
    could = [one for one in approvals.approvers(kind, g.programme.id) if one.id not in barred]
    return len(could) < approvals.rule_of(g.programme.id, kind).approvers
