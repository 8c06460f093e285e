"""The one act that approvals perform themselves: changing how acts are approved. It is approved like any other."""

from datetime import datetime

from marketplace import identity
from marketplace.approvals import kinds, queries, rules
from marketplace.approvals.errors import BadRule, NobodyCouldApprove
from marketplace.approvals.values import Facts, Proposal, Rule, Target
from marketplace.core.db import execute
from marketplace.identity import Permission

RULES = "approval_rules"


def _check(programme_id: int, subject: str, payload: Facts) -> Facts:
    """The subject is the kind whose rule it is. A rule by which nobody could ever be approved is refused."""
    if subject not in kinds.names():
        raise BadRule(field="kind", reason="unknown")
    of = kinds.kind(subject)
    made = rules.rule(payload, of.fewest)
    if any(role not in identity.roles_with(of.approve) for role in made.roles):
        raise BadRule(field="roles", reason="may not approve this")
    if made.cap is not None and of.size is None:
        raise BadRule(field="cap", reason="acts of this kind have no size")
    could = {one.id for one in queries.approvers(subject, programme_id, made)}
    proposers = {one.id for one in identity.people_who(of.propose, programme_id=programme_id)}
    most = made.approvers_over_cap or made.approvers
    left = max((len(could - {one}) for one in proposers), default=0)
    if left < most:
        raise NobodyCouldApprove(needed=most, could=left)
    return _facts(made)


def _target(programme_id: int, subject: str, _payload: Facts) -> Target:
    held = queries.rule_of(programme_id, subject)
    nothing_yet = not held.version and kinds.kind(subject).unruled
    return Target(str(held.version), {} if nothing_yet else _facts(held))


def _hold(programme_id: int, subject: str) -> None:
    execute(
        "SELECT proposal_hold_subject(%(programme)s, %(kind)s, %(subject)s)",
        {"programme": programme_id, "kind": RULES, "subject": subject},
    )


def _apply(proposal: Proposal, now: datetime) -> None:
    made = rules.rule(proposal.payload, kinds.kind(proposal.subject).fewest)
    execute(
        """INSERT INTO approval_rules (programme_id, kind, version, approvers, cap, approvers_over_cap, roles, proposal_id)
           VALUES (%(programme)s, %(kind)s, %(version)s, %(approvers)s, %(cap)s, %(over)s, %(roles)s, %(proposal)s)""",
        {
            "programme": proposal.programme_id, "kind": proposal.subject, "version": int(proposal.base) + 1,
            "approvers": made.approvers, "cap": made.cap, "over": made.approvers_over_cap, "roles": list(made.roles),
            "proposal": proposal.id,
        },
    )  # fmt: skip


def _facts(rule: Rule) -> Facts:
    return {
        "approvers": rule.approvers, "cap": rule.cap, "approvers_over_cap": rule.approvers_over_cap, "roles": sorted(rule.roles),
    }  # fmt: skip


kinds.register(
    kinds.Kind(
        name=RULES, propose=Permission.APPROVALS_RULES, approve=Permission.APPROVALS_RULES,
        check=_check, target=_target, hold=_hold, apply=_apply, edited=True,
    )
)  # fmt: skip
