"""When a case is to be answered and solved: the hours of a desk, what it promises, and two clocks."""

from marketplace.support.cases.clocks.desks import (
    COUNTRIES,
    Desk,
    answered_by,
    desk,
    hours,
    promised,
    promises,
    set_desk,
    set_promise,
)
from marketplace.support.cases.clocks.rules import Times, after, next_step, times, usual_priority

__all__ = [
    "COUNTRIES", "Desk", "Times", "after", "answered_by", "desk", "hours", "next_step", "promised", "promises", "set_desk", "set_promise", "times",
    "usual_priority",
]  # fmt: skip
