"""Who a membership is: guests who are known by an address, and memberships that go on as another of the same person."""

from marketplace.members.persons.guests import guest
from marketplace.members.persons.likely import Double, likely_doubles, sounding_like, spelled_like
from marketplace.members.persons.merging import (
    TakenIn,
    better,
    check_merge,
    goes_on,
    hold_both,
    line,
    member_now,
    merge,
    merged_of_user,
    named_refusal,
    reached_through,
    staying,
    taken_in,
)

__all__ = [
    "Double",
    "TakenIn",
    "better",
    "check_merge",
    "goes_on",
    "guest",
    "hold_both",
    "likely_doubles",
    "line",
    "member_now",
    "merge",
    "merged_of_user",
    "named_refusal",
    "reached_through",
    "sounding_like",
    "spelled_like",
    "staying",
    "taken_in",
]
