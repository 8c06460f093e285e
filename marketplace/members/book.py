"""What the hash chain covers of members: who is one, who signs in for them, which bank cards earn for them, to what they agreed.

What a member says about themselves (name, address, city) may change and is not in it; their level is what they joined with.
"""

from marketplace.core.chain import Sheet

# Who signs in for a member stays so from the beginning, or from the moment when they were linked; `verify.py` holds that one
# against the record of it.
JOINED_WITH = """CASE WHEN EXISTS (SELECT FROM audit_records a WHERE a.subject = 'member:' || members.id AND a.action = 'members.link')
                      THEN NULL ELSE members.user_id END"""
SHEETS = (
    Sheet("members", ("programme_id", "number", "tier", "joined_at"), derived=(JOINED_WITH,)),
    Sheet("consents", ("user_id", "programme_id", "kind", "language", "version", "digest", "at", "request_id")),
    Sheet("member_cards", ("programme_id", "member_id", "token", "bound_at")),
)
