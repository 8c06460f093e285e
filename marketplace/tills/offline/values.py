"""What tills without a network live by: plain frozen values. Amounts in minor units of the programme's currency."""

from dataclasses import dataclass, field
from datetime import datetime

from marketplace.tills.offline import rules


@dataclass(frozen=True, slots=True)
class Terms:
    """What a terminal may take while it is without a network: of one card, in all, how often. Published to whoever stands at it."""

    id: int
    terminal_id: int
    card_limit: int
    stored_limit: int
    count_limit: int
    currency: str
    began_at: datetime

    @property
    def most_lost(self) -> int:
        """The most that can be lost each time that the terminal is without a network."""
        return rules.most_lost(self.card_limit, self.stored_limit, self.count_limit)


@dataclass(frozen=True, slots=True)
class Device:
    """What a terminal's package is given to: a browser, by the name that it made up for itself and keeps, or a program, by its key.

    `user_id` is whoever stands at the browser.
    """

    name: str = field(repr=False)
    user_id: int | None = None
    key_prefix: str | None = None


@dataclass(frozen=True, slots=True)
class Holder:
    """A device whose package lasts until `until`; at most `most_lost` of what it holds can be lost.

    `ended_how`: "ended" where its partner cut it off, "returned" where it handed its package back, "renewed" where it has one of other terms.
    """

    id: int
    terminal_id: int
    user_id: int | None
    key_prefix: str | None
    since: datetime
    until: datetime
    ended_at: datetime | None
    ended_how: str | None
    most_lost: int


@dataclass(frozen=True, slots=True)
class Exposure:
    """What a partner risks: the most that all of his terminals can lose together, and how many cards could be shown to them now.

    `still` is the part of it that may come from devices which were cut off.
    """

    terminals: int
    most_lost: int
    cards: int
    still: int


@dataclass(frozen=True, slots=True)
class Package:
    """What a terminal takes along: until when, its limits, whose cards it takes, keys that check passes, the cards that are dead."""

    ref: str
    issued_at: datetime
    ends_at: datetime
    terms: Terms
    issuers: tuple[bytes, ...]
    keys: dict[int, bytes]
    dead_count: int
    dead: bytes


@dataclass(frozen=True, slots=True)
class Taking:
    """What a terminal took without a network, once it was brought here: `taken` left the card, `lost` is the acceptor's.

    `why` is "" where all of it was taken, "short" where less was left, else why nothing was: "spent", "frozen", "expired", "void",
    "part_use", "foreign", "unknown", "reversed", or outside of what was published: "time", "limit".
    """

    ref: str
    giftcard_id: int | None
    amount: int
    taken: int
    lost: int
    why: str
    receipt: str
    taken_at: datetime
    synced_at: datetime
    again: bool = False
