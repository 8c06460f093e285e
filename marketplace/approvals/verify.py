"""The rules that approvals must satisfy at any moment: who proposed and who agreed bears the application's seal, and what was done was agreed to.

That nobody approves their own proposal, and that enough people agree, the database holds when it happens.
"""

from marketplace.approvals.book import OWNED
from marketplace.core import own_seals
from marketplace.core.findings import Finding, search

RULES: dict[str, str] = {
    "what was done with two people's consent was agreed to by as many as its version needs, none of whom had proposed or edited it": """
        SELECT a.proposal_id AS proposal, v.approvals_needed AS needed, n.approvals FROM proposal_applications a
          JOIN proposal_versions v ON v.proposal_id = a.proposal_id AND v.digest = a.digest
         CROSS JOIN LATERAL (
               SELECT count(*) AS approvals FROM proposal_decisions d
                WHERE d.proposal_id = a.proposal_id AND d.digest = a.digest AND d.outcome = 'approved' AND d.decided_at <= a.applied_at
                  AND NOT EXISTS (SELECT FROM proposal_versions w WHERE w.proposal_id = a.proposal_id AND w.edited_by = d.decided_by)) n
         WHERE n.approvals < v.approvals_needed""",
}


def invariants() -> list[Finding]:
    """Every place where an approval breaks a rule; none when they are right."""
    return search(RULES) + own_seals.unsealed(OWNED)
