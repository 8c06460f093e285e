"""What may be done in a call, and what is best done next: no database, no clock."""

from collections.abc import Collection, Mapping
from datetime import timedelta

from marketplace.core.bounds import COLUMN_MAX
from marketplace.support.calls.values import Call, Named, Next, Trouble
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


def next_step(of: Call, done: Collection[str], *, open_now: bool, may_reissue: bool) -> Next:
    """The best thing to do now.

    Args:
        done: what was done in the call already, by the kinds of its steps.
        open_now: whether anything may still be done in it.
        may_reissue: whether whoever took it may give cards another code.
    """
    if not open_now:
        return "ended"
    if not of.identified:
        return "identify"
    if "lost" in done:
        return "reissue" if may_reissue else "hand_over"
    return "end" if {"refused", "resend", "other"} & set(done) else "ask"
