"""How much a till may lose without a network: up to a cap its owner decides alone, above it the programme has to agree."""

from datetime import datetime

from marketplace import approvals, identity
from marketplace.approvals import Facts, Proposal, Target
from marketplace.core.db import execute
from marketplace.identity import Permission
from marketplace.tills.errors import OfflineOff
from marketplace.tills.offline import rules
from marketplace.tills.offline.terms import must_fit, switch_on, terms_of
from marketplace.tills.offline.values import Terms
from marketplace.tills.queries import terminal_in
from marketplace.tills.values import Terminal

ALLOWANCE = "offline_allowance"
LIMITS = ("card_limit", "stored_limit", "count_limit")


def approver_needed(of: Terminal, limits: Facts) -> bool:
    """Whether a terminal's owner needs the programme's consent for these limits."""
    return approvals.approvers_needed(of.programme_id, ALLOWANCE, _facts(limits)) > 0


def allow(of: Terminal, limits: Facts, *, by: int, ref: str, why: str = "", now: datetime) -> Terms | Proposal:
    """Let a terminal go on without a network within limits, or propose that to the programme where they are above its cap.

    Args:
        limits: `card_limit`, `stored_limit` in minor units, and `count_limit`.
        by: the user who asks.
        ref: fresh, of `ids.new_ref`; asking twice is asking once.

    Raises:
        BadLimits, TerminalClosed: as `switch_on`.
        MayNotPropose, NothingProposed, ProposalOpen, NobodyCouldApprove: as `approvals.propose`.
    """
    must_fit(of, **limits)
    if not approver_needed(of, limits):
        return switch_on(of, **limits, now=now)
    return approvals.propose(
        ALLOWANCE, str(of.id), _facts(limits), programme_id=of.programme_id, by=by, ref=ref, why=why, now=now
    )


def asked_for(of: Terminal, *, now: datetime) -> Proposal | None:
    """The proposal about a terminal that still waits, if there is one."""
    return approvals.open_for(of.programme_id, ALLOWANCE, str(of.id), now=now)


def call_off(of: Terminal, *, by: int, now: datetime) -> None:
    """Take back what was asked of the programme about a terminal; nothing where nothing waits.

    Raises:
        ProposalOfAnother, ProposalClosed, ProposalExpired: as `approvals.withdraw`.
    """
    waits = asked_for(of, now=now)
    if waits is not None:
        approvals.withdraw(waits.id, seen=waits.digest, by=by, now=now)


def _facts(limits: Facts) -> Facts:
    wanted = {name: int(limits[name]) for name in LIMITS}
    return wanted | {"most_lost": rules.most_lost(**wanted)}


def _check(programme_id: int, subject: str, payload: Facts) -> Facts:
    wanted = {name: int(payload[name]) for name in LIMITS}
    must_fit(terminal_in(programme_id, int(subject)), **wanted)
    return _facts(wanted)


def _target(programme_id: int, subject: str, _payload: Facts) -> Target:
    """Limits change by ending and beginning anew, so the number of the terms is their version."""
    of = terminal_in(programme_id, int(subject))
    try:
        terms = terms_of(of)
    except OfflineOff:
        return Target("closed" if of.closed_at else "off", dict.fromkeys((*LIMITS, "most_lost"), 0))
    return Target(str(terms.id), _facts({name: getattr(terms, name) for name in LIMITS}))


def _hold(_programme_id: int, subject: str) -> None:
    execute("SELECT FROM terminals WHERE id = %(id)s FOR NO KEY UPDATE", {"id": int(subject)})


def _may_propose(programme_id: int, subject: str, user_id: int) -> bool:
    who, of = identity.user(user_id), terminal_in(programme_id, int(subject))
    return who is not None and identity.can(
        who, Permission.TERMINALS_MANAGE, programme_id=programme_id, partner_id=of.partner_id
    )


def _apply(proposal: Proposal, now: datetime) -> None:
    of = terminal_in(proposal.programme_id, int(proposal.subject))
    switch_on(of, **{name: proposal.payload[name] for name in LIMITS}, now=now)


approvals.register(
    approvals.Kind(
        name=ALLOWANCE, propose=Permission.PARTNERS_MANAGE, approve=Permission.PARTNERS_ADMIT, may_propose=_may_propose,
        check=_check, target=_target, hold=_hold, apply=_apply, size=lambda payload: int(payload["most_lost"]), alone=True,
        cap=rules.OWNER_MOST_LOST,
    )
)  # fmt: skip
