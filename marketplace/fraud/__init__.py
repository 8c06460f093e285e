"""The fraud desk: signals with evidence, decisions about them, and what is learnt from each decision."""

from marketplace.fraud.actions import block, hold, release, set_limits, unblock
from marketplace.fraud.errors import NobodyToHold, NoSignal, NotBlocked, NotHeldHere
from marketplace.fraud.finding import look
from marketplace.fraud.forgetting import GOES
from marketplace.fraud.listing import SIGNALS
from marketplace.fraud.queries import decisions, limits, of_member, signal, waiting
from marketplace.fraud.values import LIMITS, Decision, Limit, Signal

__all__ = [
    "GOES",
    "LIMITS", "SIGNALS", "Decision", "Limit", "NoSignal", "NobodyToHold", "NotBlocked", "NotHeldHere", "Signal", "block", "decisions", "hold", "limits", "look", "of_member",
    "release", "set_limits", "signal", "unblock", "waiting",
]  # fmt: skip
