"""The rules that support's acts must satisfy at any moment, each as one query that finds where it is broken."""

from marketplace.core.findings import Finding, search
from marketplace.support import cases

RULES: dict[str, str] = {
    "a reissued card went on as the new one, and by nothing else": """
        SELECT r.id AS reissue FROM reissues r
          LEFT JOIN giftcard_endings e ON e.giftcard_id = r.old_card_id
          LEFT JOIN giftcard_successions s ON s.id = e.succession_id
          LEFT JOIN giftcards n ON n.id = r.new_card_id
         WHERE s.cause IS DISTINCT FROM 'reissue' OR n.succession_id IS DISTINCT FROM s.id OR s.programme_id <> r.programme_id""",
    "a card was reissued by support, with a reason": """
        SELECT s.id AS succession FROM giftcard_successions s
         WHERE s.cause = 'reissue' AND NOT EXISTS (
               SELECT FROM reissues r JOIN giftcard_endings e ON e.giftcard_id = r.old_card_id WHERE e.succession_id = s.id)""",
    "a reissue that another person had to approve was approved, and asked for by somebody else": """
        SELECT r.id AS reissue FROM reissues r
          LEFT JOIN proposal_applications a ON a.proposal_id = r.proposal_id
          LEFT JOIN proposals p ON p.id = r.proposal_id
         WHERE r.proposal_id IS NOT NULL AND (a.proposal_id IS NULL OR p.kind <> 'card_reissue' OR p.proposed_by <> r.asked_by)""",
}


def invariants() -> list[Finding]:
    """Every place where support's acts break a rule; none when they are right."""
    return [*search(RULES), *cases.invariants()]
