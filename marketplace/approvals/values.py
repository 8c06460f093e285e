"""What a proposal is to everybody else: plain frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

Facts = Mapping[str, Any]
Outcome = Literal["approved", "refused", "changes_requested", "withdrawn"]
State = Literal["waiting", "changes_requested", "applied", "refused", "withdrawn", "expired"]
Audience = Literal["everyone", "approvers"]


@dataclass(frozen=True, slots=True)
class Target:
    """How the thing that would be changed stands now: a version that any change moves, and the facts that would change."""

    version: str
    facts: Facts


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that would be another."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A proposal in its newest version, as it stands at the moment for which it was asked.

    `approvals` were given to this very version, `voided` to earlier ones. `authors` are all who proposed or edited it.
    """

    id: int
    ref: str
    programme_id: int
    kind: str
    subject: str
    why: str
    proposed_by: int
    proposed_at: datetime
    number: int
    digest: bytes
    payload: Facts
    base: str
    before: Facts
    approvals_needed: int
    edited_by: int
    edited_at: datetime
    expires_at: datetime
    authors: tuple[int, ...]
    approvals: int
    voided: int
    state: State
    ended_at: datetime | None

    @property
    def open(self) -> bool:
        """Whether it may still be edited, decided or withdrawn."""
        return self.state in ("waiting", "changes_requested")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What one person said to one version of a proposal; `note` is for the person who proposed it."""

    outcome: Outcome
    number: int
    by: int
    at: datetime
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What somebody wrote beside a proposal."""

    audience: Audience
    by: int
    at: datetime
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One version of a proposal: who wrote it and when."""

    number: int
    by: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How a kind of act is approved in a programme; version 0 is what holds until somebody changes it.

    An act larger than `cap` (in the kind's own unit) needs `approvers_over_cap` people, others `approvers`; 0: anyone who may
    do such an act does it alone. With `roles` only who may approve by one of these roles counts.
    """

    version: int = 0
    approvers: int = 1
    cap: int | None = None
    approvers_over_cap: int | None = None
    roles: tuple[str, ...] = ()
