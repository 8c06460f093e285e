"""The fraud desk: signals with evidence, decisions about them, and what is learnt from each decision."""

from marketplace.fraud.actions import (
    block,
    hold,
    release,
    resume,
    set_limits,
    stop_till,
    suspend,
    tell_partner,
    unblock,
)
from marketplace.fraud.errors import (
    ColleagueSuspended,
    NobodyToHold,
    NoColleagueHere,
    NoSignal,
    NotBlocked,
    NotHeldHere,
    NoTillHere,
    NotSuspended,
)
from marketplace.fraud.finding import look
from marketplace.fraud.forgetting import ERASED
from marketplace.fraud.listing import SIGNALS
from marketplace.fraud.queries import aimed, concerned, decisions, limits, of_member, signal, waiting
from marketplace.fraud.values import LIMITS, Decision, Limit, Signal

__all__ = [
    "ERASED",
    "LIMITS", "SIGNALS", "ColleagueSuspended", "Decision", "Limit", "NoColleagueHere", "NoSignal", "NoTillHere", "NobodyToHold", "NotBlocked", "NotHeldHere", "NotSuspended", "Signal",
    "aimed", "block", "concerned", "decisions", "hold", "limits", "look", "of_member", "release", "resume", "set_limits", "signal", "stop_till", "suspend", "tell_partner", "unblock", "waiting",
]  # fmt: skip
