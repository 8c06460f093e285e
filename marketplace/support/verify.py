"""The rules that support's acts must satisfy at any moment, each as one query that finds where it is broken."""

from marketplace.core import own_seals
from marketplace.core.findings import Finding, search
from marketplace.support import accounts, cases
from marketplace.support.book import OWNED

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
    "a card that was bound to another member went on as theirs, after somebody else had agreed": """
        SELECT s.id AS succession FROM giftcard_successions s LEFT JOIN giftcards n ON n.succession_id = s.id
          LEFT JOIN rebindings r ON r.new_card_id = n.id LEFT JOIN giftcard_endings e ON e.giftcard_id = r.old_card_id
          LEFT JOIN proposal_applications a ON a.proposal_id = r.proposal_id LEFT JOIN proposals p ON p.id = r.proposal_id
         WHERE s.cause = 'rebind' AND (e.succession_id IS DISTINCT FROM s.id OR a.proposal_id IS NULL OR p.kind <> 'card_rebind'
            OR p.proposed_by <> r.asked_by)""",
    "a card was taken away by support, and what came back is what was decided": """
        SELECT v.id AS voiding FROM giftcard_voidings v LEFT JOIN withdrawals w ON w.voiding_id = v.id
         WHERE w.id IS NULL OR (w.refund <> 'none') <> EXISTS (SELECT FROM order_refunds r WHERE r.voiding_id = v.id)
            OR EXISTS (SELECT FROM order_refunds r WHERE r.voiding_id = v.id AND (r.to_member_id IS NOT NULL) <> (w.refund = 'points'))""",
    "a card that another person had to approve to take away was approved, and asked for by somebody else": """
        SELECT w.id AS withdrawal FROM withdrawals w
          LEFT JOIN proposal_applications a ON a.proposal_id = w.proposal_id
          LEFT JOIN proposals p ON p.id = w.proposal_id
         WHERE w.proposal_id IS NOT NULL
           AND (a.proposal_id IS NULL OR p.kind NOT IN ('card_void', 'card_refund') OR p.proposed_by <> w.asked_by)""",
}


def invariants() -> list[Finding]:
    """Every place where support's acts break a rule; none when they are right."""
    return [*search(RULES | accounts.RULES), *cases.invariants(), *own_seals.unsealed(OWNED)]
