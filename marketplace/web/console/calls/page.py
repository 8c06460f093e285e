"""The page of a call, and the question before something is done in it."""

from flask import g, render_template

from marketplace import giftcards, members, partners, support
from marketplace.core import clock, ids
from marketplace.core.paging import Page
from marketplace.giftcards import Card
from marketplace.identity import Permission
from marketplace.support import calls
from marketplace.web.console import standing
from marketplace.web.console.calls import forms, words
from marketplace.web.shared import filters
from marketplace.web.shared.security import may

CARDS = 9  # to choose from while somebody waits on the line: one for each key


def of_programme(call_id: int) -> calls.Call:
    """A call of the request's programme. Raises NoCall."""
    return calls.call(call_id, programme_id=g.programme.id)


def choice(of: calls.Call, trouble: str, last4: str = "") -> Page[Card]:
    """The member's cards that can be used or released among which to choose, newest first: those whose code ends in `last4`, else as many as
    have a key; `next` where there are more.
    """
    if trouble == "other":
        return Page([], None)
    found = giftcards.of_member(of.member_id, today=filters.today(), shelf="live", sought=last4, limit=CARDS)
    return Page([one for one in found.items if last4.upper() in ("", one.last4)], found.next)


def within(of: calls.Call, trouble: str, form: forms.TroubleForm) -> list[Card]:
    """What a form may be about: the cards of its page, and whichever other of the member's that can be used or released it names."""
    found = choice(of, trouble, form.ending).items
    named = "" if trouble == "other" else form.card.data or ""
    if named and named not in {one.public_id for one in found}:
        one = giftcards.card(named, of.member_id)
        found += [one] if one.state_on(filters.today()) in ("active", "frozen") else []
    return found


def question(of: calls.Call, trouble: str, form: forms.TroubleForm) -> str:
    """Which card it is about, and what follows from a yes."""
    among = choice(of, trouble, form.ending)
    held = among.items or choice(of, trouble).items
    return render_template(
        "console/calls/trouble.html", call=of, form=form, trouble=trouble, said=words.TROUBLES[trouble], held=held,
        more=bool(among.next or form.ending), brands=partners.brands([one.brand_id for one in held]), cards=standing.CARDS, today=filters.today(),
    )  # fmt: skip


def drawn(of: calls.Call, form: forms.NoteForm | None = None) -> str:
    """What is best done next, what else can be wrong, and what was done."""
    now, done, member = clock.now(), calls.steps(of), members.member(of.member_id)
    open_now, kinds = of.is_open(now, calls.LASTS), {one.what for one in done}
    cards = {one.giftcard_id: giftcards.card_by_id(one.giftcard_id) for one in done if one.giftcard_id is not None}
    lost = next(
        (giftcards.heir(cards[one.giftcard_id]) for one in reversed(done) if one.what == "lost" and one.giftcard_id),
        None,
    )
    held = choice(of, "lost").items
    return render_template(
        "console/calls/show.html", call=of, member=member, unreachable=members.unreachable_since(member) if member else None, done=done, open_now=open_now, troubles=words.TROUBLES, noted=words.NOTED, ended=words.ENDED,
        next=calls.next_step(of, kinds, open_now=open_now, may_reissue=may(Permission.CARD_REISSUE) and lost is not None and support.replaceable(lost)), lost=lost, used=cards, held=held, cards=standing.CARDS,
        brands=partners.brands([one.brand_id for one in (*held, *cards.values())]), today=filters.today(), form=form or forms.NoteForm(formdata=None),
        ref=ids.new_ref(), case_id=next((one.case_id for one in reversed(done) if one.case_id), None), stage=2 if kinds - {"note"} else 1,
    )  # fmt: skip
