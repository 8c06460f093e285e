"""The page of one signal, and of the thresholds."""

from datetime import date
from typing import Any

from flask import render_template
from flask_login import current_user

from marketplace import fraud, identity, members, partners, support, tills
from marketplace.core import formats, ids
from marketplace.web.console.fraud import forms
from marketplace.web.console.fraud.words import ACTS, EVIDENCE, KINDS, MEANT, SCORE, STATES, WHOSE
from marketplace.web.shared import filters

POINTS, SUMS = frozenset({"credited", "spent"}), frozenset({"value", "most"})


def drawn(of: fraud.Signal, form: forms.DecisionForm | None = None) -> str:
    """What was seen, whom it concerns, what was decided, and what can be."""
    member = None if of.member_id is None else members.member(of.member_id)
    several = [one for number in of.members if (one := members.by_number(of.programme_id, number)) is not None]
    person = None if of.user_id is None else identity.user(of.user_id)
    return render_template(
        "console/fraud/show.html", signal=of, own=_own(of), kind=KINDS[of.kind], state=STATES[of.state], states=STATES, rows=_rows(of), member=member,
        held=members.held(member.id) if member else None, person=_named(of, person),
        partner=None if of.partner_id is None else partners.partner(of.partner_id), decisions=fraud.decisions(of.id),
        others=[(one, KINDS[one.kind]) for one in fraud.of_member(member.id) if one.id != of.id] if member else [],
        suspended=None if of.colleague_id is None else identity.suspended_since(of.colleague_id, of.programme_id),
        served=members.by_number(of.programme_id, of.served) if of.served else None,
        several=[(one, members.held(one.id)) for one in several], meant=MEANT[of.kind], score_meant=SCORE, limits=fraud.limits(of.programme_id),
        alarm=None if of.alarm_id is None else tills.alarm(of.alarm_id, programme_id=of.programme_id, partner_id=None),
        form=form or forms.DecisionForm(formdata=None, data={"ref": ids.new_ref()}),
    )  # fmt: skip


def _own(of: fraud.Signal) -> bool:
    """Whether a signal is about the visitor's own account, of which a colleague has to decide."""
    try:
        support.unless_own(*fraud.concerned(of), by=current_user.id, user_id=of.user_id)
    except support.OwnAccount:
        return True
    return False


def _named(of: fraud.Signal, person: identity.User | None) -> str:
    """Whom of staff or of a till a signal names: a colleague as everywhere at the desk, anybody else by what tells them apart."""
    if person is None:
        return ""
    return identity.known_as([person.id]).get(person.id, "") if of.colleague_id else formats.masked_email(person.email)


def of_limits(form: forms.LimitsForm) -> str:
    """The thresholds, with what they are where nothing else is said."""
    return render_template("console/fraud/limits.html", form=form, limits=fraud.LIMITS)


def _rows(of: fraud.Signal) -> list[tuple[str, str]]:
    return [
        (str(EVIDENCE[name]), _said(name, value, of))
        for name, value in of.evidence.items()
        if name in EVIDENCE and name != "members"
    ]


def _said(name: str, value: Any, of: fraud.Signal) -> str:
    if name in POINTS:
        return filters.points(value)
    if name in SUMS and of.evidence.get("whose", "value") != "value":
        return filters.grouped(value)
    if name in SUMS:
        currency = of.evidence["currency"]
        return filters.money(value, currency) if currency else filters.points(value)
    if name == "told":
        return filters.short_day(date.fromisoformat(value))
    if name in ("act", "whose"):
        return str({"act": ACTS, "whose": WHOSE}[name][value])
    return ", ".join(value) if isinstance(value, list) else str(value)
