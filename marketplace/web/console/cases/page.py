"""The page of one case: the queue beside it, whose and about what it is, what to do next, what happened, and the answer."""

from datetime import datetime
from typing import Any, NamedTuple

from flask import g, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user

from marketplace import giftcards, gifts, ledger, members, orders, partners, support
from marketplace.core import clock, formats
from marketplace.support import cases
from marketplace.web.console import standing
from marketplace.web.console.cases import forms, told
from marketplace.web.shared import case_words, filters, who

QUEUE = 15
HOUR = 3600


RESTING = ("closed", "waits_member", "merged")  # states in which no time runs


class Due(NamedTuple):
    """How long there is until something has to be done, in words, and how loud that is."""

    said: str
    tone: str
    sign: str


def of_programme(case_id: int) -> cases.Case:
    """A case of the request's programme. Raises NoCase."""
    return cases.case(case_id, programme_id=g.programme.id)


def due(of: cases.Case, now: datetime) -> Due:
    """The badge that says how a case stands."""
    if of.state in RESTING or of.due_at is None:
        word = case_words.STATES[of.state]
        return Due(str(word.label), word.tone, word.sign)
    return time_left(of.due_at, now, answered=of.answered_at is not None)


def time_left(due_at: datetime, now: datetime, *, answered: bool) -> Due:
    """How long there is until a case has to be answered, or solved where it was `answered`."""
    left = int((due_at - now).total_seconds())
    if left < 0:
        return Due(gettext("%(time)s overdue", time=_lasting(-left)), "bad", "triangle-alert")
    if left < 4 * HOUR:
        word = (
            gettext("solve within %(time)s", time=_lasting(left))
            if answered
            else gettext("answer within %(time)s", time=_lasting(left))
        )
        return Due(word, "warn", "clock")
    return Due(gettext("by %(moment)s", moment=filters.moment(due_at)), "", "clock")


def _lasting(seconds: int) -> str:
    """A stretch of time in words: minutes, hours with minutes, or days."""
    minutes = seconds // 60
    if minutes < 60:
        return str(gettext("%(minutes)s min", minutes=minutes))
    if minutes < 48 * 60:
        return str(gettext("%(hours)s h %(minutes)s min", hours=minutes // 60, minutes=f"{minutes % 60:02}"))
    return str(gettext("%(days)s days", days=minutes // (24 * 60)))


def drawn(
    of: cases.Case, *, answer: forms.AnswerForm | None = None, note: forms.NoteForm | None = None, changed: bool = False
) -> str:
    """The page; `changed`: the case has changed since the answer that is being sent was begun."""
    now = clock.now()
    merged = cases.merged_from(of)
    form = answer or _prepared(of)
    if changed:
        form.seen.process_data(of.version)
    return render_template(
        "console/cases/show.html", case=of, title=case_words.title(of), due=due(of, now), state=case_words.STATES[of.state], channel=case_words.CHANNELS[of.channel],
        priority=case_words.PRIORITIES[of.priority], queue=_queue(of, now), lines=told.lines(of, merged), merged=merged, form=form, changed=changed,
        note=note or forms.NoteForm(formdata=None), facts_said=case_words.facts, templates=_offered(of), filled=_filled(of, form), language=_language(of), chosen=_chosen(),
        owner=who.colleague(f"user:{of.owner_id}") if of.owner_id else None, target=cases.target(of),
        suggested=cases.suggested(of), incident=_incident(of), **_member(of, now), **_card(of), **looking(of),
    )  # fmt: skip


def looking(of: cases.Case) -> dict[str, Any]:
    """Who else has the case open."""
    others = cases.looking(of.id, but=current_user.id, now=clock.now())
    return {"others": [who.colleague(f"user:{one}") for one in others]}


def _prepared(of: cases.Case) -> forms.AnswerForm:
    """The form of an answer, with the template that was chosen in it."""
    language, chosen = _language(of), _chosen()
    found = [one for one in cases.templates(g.programme.id) if one.id == chosen]
    text = case_words.labelled(cases.filled(found[0].body(language), _known(of, language)).text) if found else ""
    via = "phone" if of.reply_by == "phone" or not of.email else "letter"
    return forms.AnswerForm(formdata=None, data={"text": text, "seen": of.version, "language": language, "via": via})


class Offered(NamedTuple):
    """A prepared answer as this case would have it: filled in, and the facts that the case does not have."""

    template: cases.Template
    text: str
    missing: str


def _offered(of: cases.Case) -> list[Offered]:
    language = _language(of)
    known = _known(of, language)
    made = [(one, cases.filled(one.body(language), known)) for one in cases.templates(g.programme.id)]
    return [Offered(one, case_words.labelled(text.text), case_words.facts(text.missing)) for one, text in made]


def _chosen() -> int | None:
    """The template that was chosen: by the address, or with an answer that was not sent."""
    return request.values.get("template", type=int)


def _language(of: cases.Case) -> str:
    asked = request.values.get("language", "")
    return asked if asked in g.programme.languages else g.programme.language(of.language)


def _known(of: cases.Case, language: str) -> dict[str, str]:
    return cases.facts_of(of, g.programme, language=language, agent_id=current_user.id)


def _filled(of: cases.Case, form: forms.AnswerForm) -> cases.Filled:
    """What was put into the chosen template, and what is missing in the text as it stands; of one that was sent, in that text alone."""
    language, chosen = _language(of), _chosen() if request.method == "GET" else None
    bodies = [one.body(language) for one in cases.templates(g.programme.id) if one.id == chosen]
    return cases.filled((form.text.data or "") + "".join(bodies), _known(of, language))


def _queue(of: cases.Case, now: datetime) -> list[dict[str, object]]:
    waiting = cases.queue(g.programme.id, limit=QUEUE)
    names = {one.id: one.member_id and members.member(one.member_id) for one in waiting}
    made = []
    for one in waiting:
        member = names[one.id]
        badge = due(one, now)
        made.append({
            "title": case_words.title(one), "about": f"{one.number} · {member.name if member else formats.masked_email(one.email) or formats.masked_phone(one.phone)}",
            "href": url_for("console.cases.show", case_id=one.id), "badge": badge, "current": one.id == of.id,
        })  # fmt: skip
    return made


def _member(of: cases.Case, now: datetime) -> dict[str, Any]:
    member = None if of.member_id is None else members.member(of.member_id)
    if member is None:
        return {"member": None}
    account = ledger.account(g.programme.id, "member", owner_id=member.id)
    return {
        "member": member,
        "balance": ledger.balance(account, g.programme.day(now)),
        "unreachable": members.unreachable_since(member),
    }


def _card(of: cases.Case) -> dict[str, Any]:
    """The card and the order that a case is about, and what to do next."""
    asked = cases.questions_of_case(of.id)
    card = None if of.giftcard_id is None else giftcards.card_by_id(of.giftcard_id)
    state = card.state_on(filters.today()) if card else ""
    said = "" if not asked else asked[0].outcome or "waiting"
    step = cases.next_step(of.state, card=state, ours=card is not None and orders.is_ours(card), asked=said)
    return {
        "card": card, "gift": gifts.of_card(card.id) if card else None, "gifts": standing.GIFTS, "brand": partners.brand(card.brand_id) if card else None, "card_state": standing.CARDS[state] if card else None, "questions": asked,
        "order": orders.order_by_id(of.order_id) if of.order_id else None, "step": step, "replaceable": card is not None and support.replaceable(card),
        "heir": giftcards.heir(card) if card and state == "replaced" else None, "partner": partners.partner(asked[0].partner_id) if asked else None,
    }  # fmt: skip


def _incident(of: cases.Case) -> cases.Incident | None:
    return None if of.incident_id is None else cases.incident(of.incident_id, programme_id=g.programme.id)
