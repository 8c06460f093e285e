"""What may be done in a call, and what is best done next: no database, no clock."""

from collections.abc import Collection, Mapping
from datetime import timedelta

from marketplace.core.bounds import COLUMN_MAX
from marketplace.support.calls.values import Call, Help, Named, Next, Trouble
from marketplace.support.cases.values import Category

NAMED: tuple[Named, ...] = ("number", "email", "order", "card")
NAMED_LEAST = 2
LASTS = timedelta(minutes=45)  # whoever was identified longer ago is asked again
TEXT_MAX = COLUMN_MAX["call_steps.text"]
# What can be wrong, and the category of the case that it becomes; None: it needs no case.
TROUBLES: Mapping[Trouble, Category | None] = {
    "lost": "exposed",
    "refused": "refused",
    "resend": None,
    "other": "other",
}
ABOUT_CARD: frozenset[Trouble] = frozenset({"lost", "refused", "resend"})
FREEZES: frozenset[Trouble] = frozenset({"lost"})
# What helps lost cards, what is still to be done in the call before what others have to do.
_HELP: tuple[Help, ...] = ("reissue", "hand_over", "ask_partner", "approval")


def next_step(of: Call, done: Collection[str], *, open_now: bool, lost: Collection[Help]) -> Next:
    """The best thing to do now.

    Args:
        done: what was done in the call already, by the kinds of its steps.
        open_now: whether anything may still be done in it.
        lost: what helps each of the cards that were reported lost in it and have no other code yet.
    """
    if not open_now:
        return "ended"
    if not of.identified:
        return "identify"
    for help_ in _HELP:
        if help_ in lost:
            return help_
    return "end" if set(TROUBLES) & set(done) else "ask"


def help_for_lost(*, partners_own: bool, replaceable: bool, may_reissue: bool, waits: bool) -> Help:
    """What helps a card that is lost.

    Args:
        partners_own: its partner alone can end its code.
        replaceable: there is another code for it now.
        may_reissue: whoever takes the call may give cards another code.
        waits: another code was proposed, and another person has to agree.
    """
    if waits:
        return "approval"
    if partners_own:
        return "ask_partner"
    return "reissue" if may_reissue and replaceable else "hand_over"
