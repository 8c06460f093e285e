"""Proposals for tests: of a text of a programme, by people who may."""

from datetime import UTC, datetime
from typing import Any

from marketplace import approvals
from marketplace.approvals import Proposal
from marketplace.core import ids
from marketplace.core.db import transaction
from marketplace.programmes import Programme
from marketplace.web.console import programme_kinds as kinds
from tests.builders.identity import staff
from tests.builders.programmes import a_programme

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
NEW_RULES = "# Правила использования карт\n\nКарта действует два года.\n"
SUBJECT = kinds.text_subject("rules", "ru")


class Office:
    """A programme with two managers and two admins, who may propose and approve, and one who may only look."""

    def __init__(self, **settings: Any) -> None:
        with transaction():
            self.programme: Programme = a_programme(**settings)
            self.vera, self.elena = (staff(self.programme, "manager").id for _ in range(2))
            self.sergey, self.irina = (staff(self.programme, "admin").id for _ in range(2))
            self.maria = staff(self.programme, "finance").id

    def propose(
        self, body: str = NEW_RULES, *, by: int | None = None, now: datetime = NOW, ref: str = "", **over: Any
    ) -> Proposal:
        """A proposal of new rules, Vera's unless another is named."""
        what: dict[str, Any] = {"kind": kinds.TEXT, "subject": SUBJECT, "payload": {"body": body}} | over
        kind, subject, payload = what.pop("kind"), what.pop("subject"), what.pop("payload")
        with transaction():
            return approvals.propose(
                kind, subject, payload, programme_id=self.programme.id, by=by or self.vera, ref=ref or ids.new_ref(), now=now,
                **what,
            )  # fmt: skip

    def settings(self, *, by: int | None = None, now: datetime = NOW, **changed: Any) -> Proposal:
        """A proposal of other settings."""
        return self.propose(by=by, now=now, kind=kinds.SETTINGS, subject=kinds.ALL_SETTINGS, payload=changed)

    def rule(self, kind: str, *, by: int | None = None, now: datetime = NOW, **over: Any) -> Proposal:
        """A proposal of another rule for a kind of act, Sergey's unless another is named."""
        payload = {"approvers": 1, "cap": None, "approvers_over_cap": None, "roles": []} | over
        return self.propose(by=by or self.sergey, now=now, kind=approvals.RULES, subject=kind, payload=payload)

    def say(self, verb: Any, proposal: Proposal, by: int, *, now: datetime = NOW, **over: Any) -> Proposal:
        """One of the verbs, in a transaction, about the version that is given."""
        with transaction():
            return verb(proposal.id, seen=proposal.digest, by=by, now=now, **over)  # type: ignore[no-any-return]

    def approve(self, proposal: Proposal, by: int | None = None, **over: Any) -> Proposal:
        """Elena agrees, unless another is named."""
        return self.say(approvals.approve, proposal, by or self.elena, **over)

    def edit(self, proposal: Proposal, body: str, by: int, *, now: datetime = NOW) -> Proposal:
        """Somebody writes another text."""
        with transaction():
            return approvals.edit(proposal.id, {"body": body}, seen=proposal.digest, by=by, now=now)


def a_rule(programme: Programme, kind: str, *, now: datetime, **over: Any) -> None:
    """A rule for a kind of act that holds in a programme: two admins have agreed on it. None approves below its cap."""
    payload = {"approvers": 0, "cap": None, "approvers_over_cap": 1, "roles": []} | over
    with transaction():
        first, second = (staff(programme, "admin").id for _ in range(2))
        made = approvals.propose(
            approvals.RULES, kind, payload, programme_id=programme.id, by=first, ref=ids.new_ref(), now=now
        )
        approvals.approve(made.id, seen=made.digest, by=second, now=now)
