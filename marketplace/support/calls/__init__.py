"""Calls: who is on the phone, how that was checked, what was done about it, and the case that it becomes."""

from marketplace.support.calls.actions import act, end, forget, note, take, turn_away
from marketplace.support.calls.errors import CallEnded, CallerUnknown, CardNeeded, NoCall
from marketplace.support.calls.queries import call, call_by_ref, steps, today_of
from marketplace.support.calls.rules import (
    FREEZES,
    LASTS,
    NAMED,
    NAMED_LEAST,
    TEXT_MAX,
    TROUBLES,
    help_for_lost,
    next_step,
)
from marketplace.support.calls.values import Call, Help, Named, Next, Step, Trouble

__all__ = [
    "FREEZES",
    "LASTS",
    "NAMED",
    "NAMED_LEAST",
    "TEXT_MAX",
    "TROUBLES",
    "Call",
    "CallEnded",
    "CallerUnknown",
    "CardNeeded",
    "Help",
    "Named",
    "Next",
    "NoCall",
    "Step",
    "Trouble",
    "act",
    "call",
    "call_by_ref",
    "end",
    "forget",
    "help_for_lost",
    "next_step",
    "note",
    "steps",
    "take",
    "today_of",
    "turn_away",
]  # fmt: skip
