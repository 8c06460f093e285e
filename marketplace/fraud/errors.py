"""How the fraud desk says no."""

from marketplace.core.errors import Conflict, NotFound


class NoSignal(NotFound):
    """No signal of this programme has this number."""

    code = "no_signal"


class NobodyToHold(Conflict):
    """The signal is about a till or a colleague, and about no member."""

    code = "nobody_to_hold"


class NoTillHere(Conflict):
    """The signal is about members, and about no till."""

    code = "no_till_here"


class NoColleagueHere(Conflict):
    """The signal is about members or a till, and about no colleague."""

    code = "no_colleague_here"


class ColleagueSuspended(Conflict):
    """The colleague is suspended from issuing: only what two people have decided lets them go on."""

    code = "colleague_suspended"


class NotSuspended(Conflict):
    """The colleague is not suspended."""

    code = "colleague_not_suspended"


class NotBlocked(Conflict):
    """The member is not blocked."""

    code = "member_not_blocked"


class NotHeldHere(Conflict):
    """The member is blocked: only what two people have decided lets him go on."""

    code = "member_blocked"
