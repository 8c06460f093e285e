"""The list of statements, the page of one with all that it is made of, and what is written about it."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace import settlements
from marketplace.core import clock, paging
from marketplace.core.db import transaction
from marketplace.settlements import Dispute, Statement
from marketplace.web.shared import filters, parts, sent_forms, visitor, who
from marketplace.web.shared.statement_pages import attached, cascade, documents, packs, papers, words
from marketplace.web.shared.statement_pages.forms import DecisionForm, DisputeForm, RemarkForm
from marketplace.web.shared.statement_pages.scope import disputed_here, partner_here, partners_here, statement_here

LINES = 50


def index(**_address: str) -> ResponseReturnValue:
    known = partners_here()
    found = [one for one in settlements.statements(known) if partner_here() is None or one.sent_at]
    return render_template(
        "shared/statements/index.html",
        statements=found,
        partners=known,
        states=words.STATES,
        ours=partner_here() is None,
        late=_late(known),
        today=filters.today(),
        answer_by={one.number: day for one in found if (day := answer_by(one))},
        disputed=[(one, each) for one in found if one.disputes_open for each in settlements.disputes(one) if each.open],
    )


def answer_by(of: Statement) -> date | None:
    """The day by which its partner is asked to answer a statement that waits for it; None for others."""
    if of.sent_at is None or of.accepted_at is not None:
        return None
    return g.programme.day(of.sent_at + timedelta(settlements.ANSWER_DAYS))  # type: ignore[no-any-return]


def show(statement: str, **_address: str) -> ResponseReturnValue:
    return page(statement_here(statement))


def lines(statement: str, section: str, **_address: str) -> ResponseReturnValue:
    of, after = statement_here(statement), request.args.get("after", 0, type=int)
    if section not in words.KINDS:
        raise settlements.NoStatement
    found = settlements.lines(of, section, after=after, limit=LINES + 1)
    listed = paging.page(found, LINES, lambda one: [one.position])
    return render_template(
        "shared/statements/lines.html", statement=of, section=section, title=words.KINDS[section], lines=listed.items,
        next=listed.items[-1].position if len(found) > LINES else 0, first=bool(after), percent=cascade.percent,
    )  # fmt: skip


def file(statement: str, suffix: str, **_address: str) -> ResponseReturnValue:
    of = statement_here(statement)
    if suffix == "evidence" and settlements.disputes(of):
        return packs.pack(of)
    return documents.answer(of, suffix)


def replay(statement: str, **_address: str) -> ResponseReturnValue:
    of = statement_here(statement)
    return page(of, replayed=settlements.replay(of))


def remark(dispute_id: int, **_address: str) -> ResponseReturnValue:
    of, about = disputed_here(dispute_id)
    form = RemarkForm()

    def written() -> ResponseReturnValue:
        with transaction(by=visitor.actor()):
            side = "programme" if partner_here() is None else "partner"
            settlements.remark(
                of, about, form.body.data or "", side=side, papers=attached.papers_given(), by=visitor.actor().id or 0, ref=form.ref.data or "",  # type: ignore[arg-type]
                now=clock.now(),
            )  # fmt: skip
        flash(_("Answered"))
        return redirect(url_for(".show", statement=of.number, _anchor=f"line-{about.position}"), 303)

    return sent_forms.answer(form, lambda: page(of, remarking={about.id: form}), written)


def evidence(dispute_id: int, **_address: str) -> ResponseReturnValue:
    return packs.of_line(*disputed_here(dispute_id))


def decision_form(of: Statement, about: Dispute, **given: Any) -> DecisionForm:
    """The form in which a dispute of a statement is decided."""
    short = about.claimed - settlements.line(of, about.position).net
    return DecisionForm(about.id, short, of.currency, **given)


def page(of: Statement, deciding: tuple[Dispute, DecisionForm] | None = None, **more: Any) -> str:
    """The page of a statement, at either desk; `deciding`: a decision that was not right, `more` another form that was not."""
    found = settlements.disputes(of)
    decisions = {one.id: decision_form(of, one, formdata=None) for one in found if one.open}
    if deciding:
        decisions[deciding[0].id] = deciding[1]
    facts = {
        "statement": of, "partner_of": partners_here()[of.partner_id], "state": words.STATES[of.state], "step": words.STEP_OF[of.state],
        "steps": words.STEPS, "cascade": cascade.steps(of), "percent": cascade.percent, "disputes": {one.position: one for one in found},
        "lines_disputed": {one.position: settlements.line(of, one.position) for one in found},
        "talk": settlements.remarks([one.id for one in found]), "attached": attached.by_remark(found), "accept": attached.ACCEPT, "outcomes": words.OUTCOMES, "reasons": words.REASONS,
        "ours": partner_here() is None, "late": _late([of.partner_id]).get(of.number), "remarking": {}, "remark_form": RemarkForm(formdata=None), "decisions": decisions, "replayed": None,
        "contract": settlements.contract(of.partner_id), "who": who.who, "pays_on": pays_on(of), "answer_by": answer_by(of), "today": filters.today(), "kinds": words.KINDS, "files": documents.KINDS, "papers": [(name, words.PAPERS[name]) for name in papers.of_statement(of)],
    }  # fmt: skip
    return render_template("shared/statements/show.html", **facts | more)


def dispute_page(of: Statement, position: int, form: DisputeForm) -> str:
    """The form in which a partner says what is wrong with a line, with what that comes to; or that part alone."""
    line = settlements.line(of, position)
    shown = "difference" if parts.wanted() == "difference" else "dispute"
    return render_template(
        f"shared/statements/{shown}.html", statement=of, line=line, form=form, kind=words.KINDS[line.kind], accept=attached.ACCEPT,
        claimed=form.asked(),
    )  # fmt: skip


def pays_on(of: Statement) -> date | None:
    """When what it owes is paid, by the version that is in force, as everywhere."""
    bound = settlements.contract(of.partner_id)
    version = settlements.in_force(bound, clock.local_day(clock.now(), bound.time_zone))
    return settlements.payout_on(of.to_day, version.terms, of.currency) if version else None


def _late(partner_ids: Iterable[int]) -> dict[str, settlements.Overdue]:
    """What was to be paid by now and was not, by the number of its statement."""
    now = clock.now()
    return {
        one.statement: one
        for partner_id in partner_ids
        for one in settlements.overdue(g.programme.id, partner_id=partner_id, now=now)
    }
