"""Cases as plain frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from marketplace.core.bounds import COLUMN_MAX

Channel = Literal["cabinet", "letter", "phone"]
Category = Literal["refused", "exposed", "sum", "not_arrived", "points", "account", "data", "other"]
Priority = Literal["urgent", "normal", "low"]
State = Literal["open", "waits_member", "waits_partner", "closed", "merged"]
ReplyBy = Literal["letter", "phone"]
After = Literal["close", "wait", "stay"]  # what becomes of a case that was answered
CATEGORIES: tuple[Category, ...] = ("refused", "exposed", "sum", "not_arrived", "points", "account", "data", "other")
ABOUT_CARDS: tuple[Category, ...] = ("refused", "exposed", "sum", "other")
PRIORITIES: tuple[Priority, ...] = ("urgent", "normal", "low")
TEXT_MAX = COLUMN_MAX["case_events.text"]
TITLE_MAX = COLUMN_MAX["cases.title"]


@dataclass(frozen=True, slots=True)
class Case:
    """A case as it stands. `due_at`: until when something has to be done by us; None while nothing has.

    Its repr does not say how to reach anybody.
    """

    id: int
    programme_id: int
    member_id: int | None
    channel: str
    category: str
    priority: str
    title: str = field(repr=False)
    email: str = field(repr=False)
    phone: str = field(repr=False)
    reply_by: str
    language: str
    giftcard_id: int | None
    order_id: int | None
    opened_at: datetime
    state: str
    version: int
    owner_id: int | None
    merged_into: int | None
    incident_id: int | None
    answered_at: datetime | None
    changed_at: datetime
    first_due_at: datetime | None
    solve_due_at: datetime | None
    due_at: datetime | None

    @property
    def number(self) -> str:
        """What people call it."""
        return str(self.id)

    @property
    def is_open(self) -> bool:
        """Whether something is still to come of it."""
        return self.state in ("open", "waits_member", "waits_partner")


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to a case; `actor` as the audit names them. What somebody wrote stands in `text`."""

    id: int
    case_id: int
    version: int
    what: str
    text: str = field(repr=False)
    facts: Mapping[str, Any]
    actor: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Contact:
    """How to answer somebody, and in which language."""

    email: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    reply_by: ReplyBy = "letter"
    language: str = "ru"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file as it came with a message."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class File:
    """A file of a case as lists show it; `size` in bytes."""

    id: int
    case_id: int
    event_id: int
    name: str
    kind: str
    size: int
    added_at: datetime
