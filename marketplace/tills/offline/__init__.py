"""Tills that go on without a network: signed passes of cards, the package a till takes along, what it brings back."""

from marketplace.tills.offline.allowance import ALLOWANCE, allow, approver_needed, asked_for, call_off
from marketplace.tills.offline.holders import cut_off, hand_back, held
from marketplace.tills.offline.listing import TAKINGS
from marketplace.tills.offline.packages import give_pass, package
from marketplace.tills.offline.rules import (
    CARD_LIMIT,
    CARD_LIMIT_MAX,
    COUNT_LIMIT,
    COUNT_MAX,
    PACKAGE_LASTS,
    STORED_LIMIT,
    STORED_LIMIT_MAX,
    are_limits,
    most_lost,
)
from marketplace.tills.offline.syncing import sync
from marketplace.tills.offline.terms import all_terms, exposure, reach, switch_off, switch_on, terms_of
from marketplace.tills.offline.values import Device, Exposure, Holder, Package, Taking, Terms

__all__ = [
    "ALLOWANCE", "CARD_LIMIT", "CARD_LIMIT_MAX", "COUNT_LIMIT", "COUNT_MAX", "PACKAGE_LASTS", "STORED_LIMIT", "STORED_LIMIT_MAX", "TAKINGS", "Device", "Exposure", "Holder", "Package", "Taking",
    "Terms", "all_terms", "allow", "approver_needed", "are_limits", "asked_for", "call_off", "cut_off", "exposure", "give_pass", "hand_back", "held", "most_lost", "package", "reach", "switch_off", "switch_on", "sync", "terms_of",
]  # fmt: skip
