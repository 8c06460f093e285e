"""Who takes part: members with their numbers, bank cards that earn for them, and what they want to be told."""

from marketplace.members.actions import (
    bind_card,
    change_email,
    join,
    set_notification,
    sign_up,
    unbind_card,
    update_profile,
)
from marketplace.members.book import SHEETS
from marketplace.members.consents import consent, consents
from marketplace.members.errors import (
    BadToken,
    CardTaken,
    MemberBlocked,
    MemberHeld,
    NoSuchCard,
    NumberTaken,
    UnknownNotification,
)
from marketplace.members.guests import guest
from marketplace.members.listing import MEMBERS
from marketplace.members.models import Consent, MemberCard
from marketplace.members.queries import (
    admitted,
    by_number,
    card_holders,
    cards,
    holder,
    member,
    notifications,
    of_user,
    reached_by,
    wants,
)
from marketplace.members.rules import NOTIFICATIONS, is_number, plain_number
from marketplace.members.standing import (
    Hold,
    Notices,
    held,
    lift_hold,
    must_be_unheld,
    note_reachable,
    note_unreachable,
    notices,
    put_on_hold,
    unreachable_since,
)
from marketplace.members.values import Member
from marketplace.members.verify import invariants

__all__ = [
    "MEMBERS",
    "NOTIFICATIONS",
    "SHEETS",
    "BadToken",
    "CardTaken",
    "Consent",
    "Hold",
    "Member",
    "MemberBlocked",
    "MemberCard",
    "MemberHeld",
    "NoSuchCard",
    "Notices",
    "NumberTaken",
    "UnknownNotification",
    "admitted",
    "bind_card",
    "by_number",
    "card_holders",
    "cards",
    "change_email",
    "consent",
    "consents",
    "guest",
    "held",
    "holder",
    "invariants",
    "is_number",
    "join",
    "lift_hold",
    "member",
    "must_be_unheld",
    "note_reachable",
    "note_unreachable",
    "notices",
    "notifications",
    "of_user",
    "plain_number",
    "put_on_hold",
    "reached_by",
    "set_notification",
    "sign_up",
    "unbind_card",
    "unreachable_since",
    "update_profile",
    "wants",
]  # fmt: skip
