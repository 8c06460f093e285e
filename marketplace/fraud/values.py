"""Signals and what was decided about them, as plain frozen values; and from when on something is a signal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple

Kind = Literal["device", "network", "burn", "refunds", "guessing", "canary", "reversing", "limit", "word", "sign_in"]
Outcome = Literal["release", "hold", "block", "unblock", "tell", "stop", "suspend", "resume"]
State = Literal["open", "release", "hold", "block", "unblock", "tell", "stop", "suspend", "resume"]


class Limit(NamedTuple):
    """A threshold: what holds until a programme says otherwise, and within which bounds it may say so."""

    default: int
    least: int
    most: int


LIMITS: Mapping[str, Limit] = {
    "device_accounts": Limit(4, 2, 1000),  # members who signed in from one device within 30 days
    "network_accounts": Limit(15, 2, 10_000),
    "burn_points": Limit(1000, 1, 10_000_000),  # whole points that come in at once
    "burn_percent": Limit(90, 10, 100),  # of them spent …
    "burn_minutes": Limit(30, 1, 1440),  # … within so many minutes
    "refunds": Limit(3, 2, 1000),  # orders taken back by one member within a day
    "limit_percent": Limit(99, 50, 100),  # of what one person may do alone
    "issued_percent": Limit(90, 50, 100),  # of what one person, and all of them, may give out within a day
    "allow_days": Limit(30, 1, 365),  # how long a released device or network is not signalled
    "deny_days": Limit(365, 1, 3650),
    "watch_days": Limit(7, 1, 90),  # how long the devices of a member on hold raise the score of others
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Signal:
    """Something that somebody should look at."""

    id: int
    programme_id: int
    kind: Kind
    member_id: int | None
    user_id: int | None
    partner_id: int | None
    mark: bytes | None
    score: int
    evidence: Mapping[str, Any]
    at: datetime
    state: State

    @property
    def members(self) -> list[str]:
        """The numbers of the members whom it names, where it names several."""
        return [str(one) for one in self.evidence.get("members", ())]

    @property
    def served(self) -> str:
        """The number of the member to whom a colleague gave something, or whose gift strangers want; nothing is suspected of them. "" where there is none."""
        return str(self.evidence.get("member", ""))

    @property
    def of_victim(self) -> bool:
        """Whether its member is whom strangers attack: a hold protects the account, and nothing is learnt against its owner."""
        return self.kind == "sign_in"

    @property
    def colleague_id(self) -> int | None:
        """The colleague of staff whom it is about, as a user."""
        return self.user_id if self.kind == "limit" else None

    @property
    def alarm_id(self) -> int | None:
        """The alarm of a till that it came from."""
        return self.evidence.get("alarm")


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided about a signal."""

    outcome: Outcome
    why: str
    actor: str
    at: datetime
