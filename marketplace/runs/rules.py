"""Which state follows which. No database, no clock."""

from collections.abc import Mapping

STATES = (
    "kept", "checking", "checked", "awaiting_approval", "applying", "stopped", "applied", "failed", "discarded",
)  # fmt: skip
ENDED = ("applied", "failed", "discarded")
OPEN = tuple(state for state in STATES if state not in ENDED)


def good_only(options: Mapping[str, str]) -> bool:
    """Whether a run leaves out the rows that are wrong and applies the rest; otherwise it is all of its file or nothing."""
    return options.get("rows") == "good"


# A verb, and the states from which it leads on.
FROM = {
    "check": ("kept", "checking"),
    "recheck": ("checked",),
    "look_again": ("checked", "awaiting_approval", "applying"),
    "start": ("checked", "awaiting_approval", "stopped"),
    "propose": ("checked", "awaiting_approval"),
    "approve": ("awaiting_approval",),
    "stop": ("applying",),
    "discard": ("kept", "checking", "checked", "awaiting_approval", "stopped"),
    "fail": ("kept", "checking", "applying"),
}


def minutes_left(reached: int, total: int, since_units: int, seconds: float) -> int | None:
    """How many minutes are left at the pace so far, rounded up; None while there is no pace to tell it from."""
    done = reached - since_units
    if done <= 0 or seconds <= 0:
        return None
    return -int(-(total - reached) * seconds / done // 60)
