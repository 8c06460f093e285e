"""The list of alarms, the page of one with what happened at its till, and its answer."""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace import identity, partners, tills
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.web.shared import listing
from marketplace.web.shared.alarm_pages.forms import AnswerForm
from marketplace.web.shared.alarm_pages.listed import FACE, KINDS, REASONS, STATES, asker, partner_here
from marketplace.web.shared.visitor import actor


def index(**_address: str) -> ResponseReturnValue:
    return listing.answer(FACE, asker())


def export(**_address: str) -> ResponseReturnValue:
    return listing.export(FACE, asker(), permission=Permission.ALARMS_READ)


def show(alarm_id: int, **_address: str) -> ResponseReturnValue:
    return _page(_alarm(alarm_id), AnswerForm())


def answer(alarm_id: int, **_address: str) -> ResponseReturnValue:
    found, form = _alarm(alarm_id), AnswerForm()
    if not form.validate_on_submit():
        return _page(found, form), 422
    with transaction(by=actor()):
        tills.answer(
            found, desk="programme" if partner_here() is None else "partner", note=form.note.data, now=clock.now()
        )
    flash(_("Noted"))
    return redirect(url_for(".show", alarm_id=found.id), 303)


def _alarm(alarm_id: int) -> tills.Alarm:
    return tills.alarm(alarm_id, programme_id=g.programme.id, partner_id=partner_here())


def _page(found: tills.Alarm, form: AnswerForm) -> str:
    """The page of an alarm; of another partner's till its partner is told nothing but whose it is."""
    whole = partner_here() is None
    answers = tills.answers(found)
    mine = next((one for one in answers if one.desk == ("programme" if whole else "partner")), None)
    here = whole or found.is_at_own_till
    people = {int(one.actor.partition(":")[2]) for one in answers if one.actor.startswith("user:")}
    if here and found.user_id:
        people.add(found.user_id)
    return render_template(
        "shared/alarms/show.html", alarm=found, kind=KINDS[found.kind], state=STATES["answered" if mine else "open"], mine=mine, here=here,
        whole=whole, form=form, answers=answers, names=identity.known_as(people), traces=tills.traces(found, whole=whole), reasons=REASONS,
        partner=partners.partner(found.partner_id), till_partner=partners.partner(found.till_partner_id),
    )  # fmt: skip
