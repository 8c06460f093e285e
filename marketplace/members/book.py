"""What the hash chain covers of members: who is one, who signs in for them, which bank cards earn for them, to what they agreed.

What a member says about themselves (name, address, city) may change and is not in it; their level is what they joined with.
"""

from marketplace.core.chain import Sheet
from marketplace.members.forgetting import ERASED

__all__ = ["ERASED", "SHEETS"]

# Who signed in for a member from the beginning is sealed; when they were linked to somebody later, `verify.py` holds that
# against the record of it.
JOINED_WITH = """CASE WHEN EXISTS (SELECT FROM audit_records a WHERE a.subject = 'member:' || members.id AND a.action = 'members.link')
                      THEN (SELECT (a.before->>'user_id')::bigint FROM audit_records a WHERE a.subject = 'member:' || members.id
                               AND a.action = 'members.link' ORDER BY a.id LIMIT 1) ELSE members.user_id END"""
# The level is the one that they joined with, until another membership becomes theirs: each merge says what it was before.
JOINED_AT_LEVEL = """coalesce((SELECT m.tier_before FROM member_merges m WHERE m.into_member_id = members.id ORDER BY m.id LIMIT 1), members.tier)"""
SHEETS = (
    Sheet("members", ("programme_id", "number", "joined_at"), derived=(JOINED_AT_LEVEL, JOINED_WITH)),
    Sheet("consents", ("user_id", "programme_id", "kind", "language", "version", "digest", "at", "request_id")),
    Sheet("member_merges", ("from_member_id", "into_member_id", "proposal_id", "tier_before", "tier_after", "at")),
    Sheet("erased_members", ("at",), key="member_id"),
    Sheet("member_cards", ("programme_id", "member_id", "bound_at"), words=("token",)),
)
