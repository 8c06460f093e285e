"""The fraud desk: signals with evidence, decisions about them, and what is learnt from each decision."""

from marketplace.fraud.actions import block, hold, release, set_limits, stop_till, tell_partner, unblock
from marketplace.fraud.errors import NobodyToHold, NoSignal, NotBlocked, NotHeldHere, NoTillHere
from marketplace.fraud.finding import look
from marketplace.fraud.forgetting import ERASED
from marketplace.fraud.listing import SIGNALS
from marketplace.fraud.queries import aimed, decisions, limits, of_member, signal, waiting
from marketplace.fraud.values import LIMITS, Decision, Limit, Signal

__all__ = [
    "ERASED",
    "LIMITS", "SIGNALS", "Decision", "Limit", "NoSignal", "NoTillHere", "NobodyToHold", "NotBlocked", "NotHeldHere", "Signal", "aimed", "block", "decisions", "hold", "limits", "look", "of_member",
    "release", "set_limits", "signal", "stop_till", "tell_partner", "unblock", "waiting",
]  # fmt: skip
