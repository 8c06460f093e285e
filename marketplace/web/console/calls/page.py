"""The page of a call, and the question before something is done in it."""

from flask import g, render_template

from marketplace import giftcards, members, partners, support
from marketplace.core import clock, ids
from marketplace.giftcards import Card
from marketplace.identity import Permission
from marketplace.support import calls
from marketplace.web.console import standing
from marketplace.web.console.calls import forms, words
from marketplace.web.shared import filters
from marketplace.web.shared.security import may

CARDS = 6  # to choose from while somebody waits on the line


def of_programme(call_id: int) -> calls.Call:
    """A call of the request's programme. Raises NoCall."""
    return calls.call(call_id, programme_id=g.programme.id)


def _cards(of: calls.Call) -> list[Card]:
    """The member's cards that can be used or released, newest first."""
    return giftcards.of_member(of.member_id, today=filters.today(), shelf="live", limit=CARDS).items


def names(of: calls.Call, trouble: str) -> list[str]:
    """What the cards are called among which to choose."""
    return [] if trouble == "other" else [one.public_id for one in _cards(of)]


def question(of: calls.Call, trouble: str, form: forms.TroubleForm) -> str:
    """Which card it is about, and what follows from a yes."""
    held = [] if trouble == "other" else _cards(of)
    return render_template(
        "console/calls/trouble.html", call=of, form=form, trouble=trouble, said=words.TROUBLES[trouble], held=held,
        brands=partners.brands([one.brand_id for one in held]), cards=standing.CARDS, today=filters.today(),
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
    held = _cards(of)
    return render_template(
        "console/calls/show.html", call=of, member=member, unreachable=members.unreachable_since(member) if member else None, done=done, open_now=open_now, troubles=words.TROUBLES, noted=words.NOTED, ended=words.ENDED,
        next=calls.next_step(of, kinds, open_now=open_now, may_reissue=may(Permission.CARD_REISSUE) and lost is not None and support.replaceable(lost)), lost=lost, used=cards, held=held, cards=standing.CARDS,
        brands=partners.brands([one.brand_id for one in (*held, *cards.values())]), today=filters.today(), form=form or forms.NoteForm(formdata=None),
        ref=ids.new_ref(), case_id=next((one.case_id for one in reversed(done) if one.case_id), None), stage=2 if kinds - {"note"} else 1,
    )  # fmt: skip
