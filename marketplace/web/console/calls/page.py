"""The page of a call, and the question before something is done in it."""

from typing import NamedTuple

from flask import g, render_template

from marketplace import approvals, giftcards, members, partners, support
from marketplace.core import clock, ids
from marketplace.core.paging import Page
from marketplace.giftcards import Card
from marketplace.identity import Permission
from marketplace.support import calls
from marketplace.web.console import card_ended, reissue_kinds, standing
from marketplace.web.console.calls import followed, forms, words
from marketplace.web.shared import filters
from marketplace.web.shared.security import may

CARDS = 9  # to choose from while somebody waits on the line: one for each key


class Lost(NamedTuple):
    """A card that was reported lost in a call, what helps it, and its case."""

    card: Card
    help: calls.Help
    case_id: int | None


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
    """What a form may be about: the cards of its page, and whichever other of the member's that can be used or released it names; of a lost card, those
    that are not frozen for that already.
    """
    found = choice(of, trouble, form.ending).items
    if trouble in calls.FREEZES:
        found = [one for one in found if not _reported(one)]
    named = "" if trouble == "other" else form.card.data or ""
    if named and named not in {one.public_id for one in found}:
        one = giftcards.card(named, of.member_id)
        usable = one.state_on(filters.today()) in ("active", "frozen")
        found += [one] if usable and not (trouble in calls.FREEZES and _reported(one)) else []
    return found


def _reported(card: Card) -> bool:
    """Whether a card is kept frozen already because its owner has reported it."""
    stop = giftcards.stop_of(card)
    return stop is not None and stop.reported


def question(of: calls.Call, trouble: str, form: forms.TroubleForm) -> str:
    """Which card it is about, and what follows from a yes."""
    among = choice(of, trouble, form.ending)
    held = among.items or choice(of, trouble).items
    return render_template(
        "console/calls/trouble.html", call=of, form=form, trouble=trouble, said=words.TROUBLES[trouble], held=held,
        kept=[one.id for one in held if trouble in calls.FREEZES and _reported(one)], open_at=[one.id for one in held if card_ended.partner_takes(one)],
        more=bool(among.next or form.ending), brands=partners.brands([one.brand_id for one in held]), cards=standing.CARDS, today=filters.today(),
        noted=any(one.what == "note" for one in calls.steps(of)),
    )  # fmt: skip


def lost_of(done: list[calls.Step], cards: dict[int, Card]) -> list[Lost]:
    """The cards that were reported lost in a call and have no other code yet, in order, each with what helps it.

    Args:
        cards: those of the call's steps, by id.
    """
    reported = {one.giftcard_id: one.case_id for one in done if one.what == "lost" and one.giftcard_id is not None}
    found = [(cards[one], case_id) for one, case_id in reported.items()]
    return [Lost(one, _help(one), case_id) for one, case_id in found if one.state_on(filters.today()) == "frozen"]


def _help(card: Card) -> calls.Help:
    waits = approvals.open_for(card.programme_id, reissue_kinds.REISSUE, card.public_id, now=clock.now())
    return calls.help_for_lost(
        partners_own=support.only_partner_ends(card), replaceable=support.replaceable(card), may_reissue=may(Permission.CARD_REISSUE),
        waits=waits is not None,
    )  # fmt: skip


def drawn(of: calls.Call, form: forms.NoteForm | None = None) -> str:
    """What is best done next, what else can be wrong, and what was done."""
    now, done, member = clock.now(), calls.steps(of), members.member(of.member_id)
    open_now, kinds = of.is_open(now, calls.LASTS), {one.what for one in done}
    cards = {one.giftcard_id: giftcards.card_by_id(one.giftcard_id) for one in done if one.giftcard_id is not None}
    lost = lost_of(done, cards)
    held = choice(of, "lost").items
    return render_template(
        "console/calls/show.html", call=of, member=member, unreachable=members.unreachable_since(member) if member else None, done=done, open_now=open_now, troubles=words.TROUBLES, noted=words.NOTED, ended=words.ENDED,
        next=calls.next_step(of, kinds, open_now=open_now, lost={one.help for one in lost}), lost=lost, used=cards, followed=followed.of(of, cards.values()), held=held, cards=standing.CARDS,
        brands=partners.brands([one.brand_id for one in (*held, *cards.values())]), today=filters.today(), form=form or forms.NoteForm(formdata=None),
        ref=ids.new_ref(), case_id=next((one.case_id for one in reversed(done) if one.case_id), None), stage=2 if kinds - {"note"} else 1,
    )  # fmt: skip
