"""Points that support gives to a member or takes back: by hand, with evidence and within limits, or as goodwill from one's own budget."""

from io import BytesIO

from flask import Blueprint, abort, flash, g, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from marketplace import approvals, ledger, members, support
from marketplace.core import audit, clock, ids
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.support import accounts
from marketplace.web.console import asker, corrections_deed, corrections_kind
from marketplace.web.console.corrections_forms import CorrectionForm, GoodwillForm
from marketplace.web.shared import filters, security, sent_forms, visitor

blueprint = Blueprint("corrections", __name__, url_prefix="/members")
MEDIA = {"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png"}


@blueprint.get("/<member>/points")
@security.require(Permission.POINTS_CORRECT)
def ask(member: str) -> str:
    """Empty; or with a direction and an amount, as the page asks what its button would do with them."""
    asked = {name: request.args.get(name, "")[:40] or None for name in ("kind", "amount")}
    return _asked(_member(member), CorrectionForm(formdata=None, data={"ref": ids.new_ref()} | asked))


@blueprint.post("/<member>/points")
@security.require(Permission.POINTS_CORRECT)
def correct(member: str) -> ResponseReturnValue:
    """At once, or as a proposal where it is too much for one person."""
    found, form = _member(member), CorrectionForm()
    return sent_forms.answer(form, lambda: _asked(found, form), lambda: _corrected(found, form))


def _corrected(found: members.Member, form: CorrectionForm) -> ResponseReturnValue:
    now = clock.now()
    form.check_case(found)
    with transaction(by=visitor.actor()):
        wanted, ref = _wanted(found, form), form.ref.data or ""
        facts = corrections_kind.payload(found, wanted, now=now)
        # What is done is answered as it was the first time, and is no second correction that needs another person.
        again = accounts.is_done(found.id, ref)
        if not again and approvals.approvers_needed(g.programme.id, corrections_kind.CORRECTION, facts):
            made = approvals.propose(
                corrections_kind.CORRECTION, found.number, facts, programme_id=g.programme.id, by=current_user.id, ref=ref, why=wanted.note,
                now=now,
            )  # fmt: skip
        else:
            made = None
            accounts.correct(found, wanted, ref=ref, now=now)
    if made is not None:
        flash(_("Another person has to approve this within 24 hours."))
        return redirect(url_for("console.approvals.show", ref=made.ref), 303)
    _said_done(found, form.kind.data, form.points)
    return redirect(url_for("console.members.show", member=found.number), 303)


@blueprint.get("/<member>/goodwill")
@security.require(Permission.POINTS_GOODWILL)
def ask_goodwill(member: str) -> str:
    return _goodwill(_member(member), GoodwillForm(data={"ref": ids.new_ref()}))


@blueprint.post("/<member>/goodwill")
@security.require(Permission.POINTS_GOODWILL)
def give(member: str) -> ResponseReturnValue:
    found, form = _member(member), GoodwillForm()
    return sent_forms.answer(form, lambda: _goodwill(found, form), lambda: _given(found, form))


def _given(found: members.Member, form: GoodwillForm) -> ResponseReturnValue:
    asker.hear(form, found.id)
    with transaction(by=visitor.actor()):
        support.askers.must_be_identified(found.id, by=current_user.id, now=clock.now())
        accounts.give_goodwill(found, form.points, note=form.note.data or "", ref=form.ref.data or "", now=clock.now())
    _said_done(found, "credit", form.points)
    return redirect(url_for("console.members.show", member=found.number), 303)


@blueprint.get("/evidence/<int:evidence_id>")
@security.require(Permission.POINTS_CORRECT_APPROVE)
def evidence(evidence_id: int) -> ResponseReturnValue:
    """Evidence, to be saved: it is never opened within our own pages."""
    kept = accounts.paper(evidence_id, programme_id=g.programme.id)
    with transaction(by=visitor.actor()):
        audit.record(
            "accounts.read_paper", f"member:{kept.member_id}", at=clock.now(), before={}, after={"paper_id": kept.id}
        )
    answer = send_file(BytesIO(accounts.content(kept)), MEDIA[kept.kind], as_attachment=True, download_name=kept.name)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _asked(member: members.Member, form: CorrectionForm) -> str:
    return render_template(
        "console/corrections/ask.html", member=member, form=form, balance=_balance(member), stopped=members.held(member.id), deed=corrections_deed.of(member, form),
        rule=approvals.rule_of(g.programme.id, corrections_kind.CORRECTION),
    )  # fmt: skip


def _goodwill(member: members.Member, form: GoodwillForm) -> str:
    budget = accounts.goodwill(g.programme, current_user.id, g.programme.day(clock.now()))
    who = asker.asked("goodwill", member.id)
    return render_template(
        "console/corrections/goodwill.html",
        member=member,
        form=form,
        budget=budget,
        who=who,
        stopped=members.held(member.id),
    )


def _said_done(member: members.Member, kind: str, amount: int) -> None:
    """What was done, and the balance after it."""
    said = {"points": filters.points(amount), "balance": filters.number(_balance(member))}
    if kind == "debit":
        flash(_("%(points)s taken back; balance %(balance)s. The member gets an email.", **said))
    else:
        flash(_("%(points)s credited; balance %(balance)s. The member gets an email.", **said))


def _balance(member: members.Member) -> int:
    today = g.programme.day(clock.now())
    return ledger.balance(ledger.account(g.programme.id, "member", owner_id=member.id), today)


def _wanted(member: members.Member, form: CorrectionForm) -> accounts.Wanted:
    """What the form asks for, with its file kept."""
    return accounts.Wanted(
        kind=form.kind.data, amount=form.points, reason=form.reason.data, note=(form.note.data or "").strip(), case_id=form.case.data,
        paper_id=form.kept(member),
    )  # fmt: skip


def _member(number: str) -> members.Member:
    return members.numbered(g.programme.id, number) or abort(404)
