"""The desk that puts right what was lost: what is known of a card, how risky it is to act, giving it another code, taking it away."""

from marketplace.support import accounts, archives, askers, calls, cases, owners
from marketplace.support.actions import check, extend, reissue
from marketplace.support.alone import BEYOND, check_giver, concerned, hold, size, unless_own
from marketplace.support.belonging import Moving, check_merge, check_rebinding, merge, moving, rebind
from marketplace.support.book import ERASED, SHEETS
from marketplace.support.errors import (
    AlreadyTheirs,
    NoReplacement,
    NoSuchRecipient,
    NotIdentified,
    OwnAccount,
    OwnerHeld,
    PartnersCode,
    RecentlyChanged,
    TooManyIssued,
)
from marketplace.support.limits import Near, near
from marketplace.support.queries import Reissued, known, only_partner_ends, reissue_of, replaceable
from marketplace.support.rules import CAP, IDENTIFIED_LEAST, SECOND_FROM, needs_asker, proven, risk
from marketplace.support.values import (
    IDENTIFIED,
    REASONS,
    REFUNDS,
    WHYS,
    Asked,
    Identified,
    Known,
    Reason,
    Refund,
    Risk,
)
from marketplace.support.verify import invariants
from marketplace.support.withdrawing import check_withdrawal, withdraw

check_owner = owners.check_owner

__all__ = [
    "BEYOND",
    "CAP",
    "ERASED",
    "IDENTIFIED",
    "IDENTIFIED_LEAST",
    "REASONS",
    "REFUNDS",
    "SECOND_FROM",
    "SHEETS",
    "WHYS",
    "AlreadyTheirs",
    "Asked",
    "Identified",
    "Known",
    "Moving",
    "Near",
    "NoReplacement",
    "NoSuchRecipient",
    "NotIdentified",
    "OwnAccount",
    "OwnerHeld",
    "PartnersCode",
    "Reason",
    "RecentlyChanged",
    "Refund",
    "Reissued",
    "Risk",
    "TooManyIssued",
    "accounts",
    "archives",
    "askers",
    "calls",
    "cases",
    "check",
    "check_giver",
    "check_merge",
    "check_owner",
    "check_rebinding",
    "check_withdrawal",
    "concerned",
    "extend",
    "hold",
    "invariants",
    "known",
    "merge",
    "moving",
    "near",
    "needs_asker",
    "only_partner_ends",
    "proven",
    "rebind",
    "reissue",
    "reissue_of",
    "replaceable",
    "risk",
    "size",
    "unless_own",
    "withdraw",
]  # fmt: skip
