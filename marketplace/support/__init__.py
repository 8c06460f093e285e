"""The desk that puts right what was lost: what is known of a card, how risky it is to act, and giving it another code."""

from marketplace.support import cases
from marketplace.support.actions import check, reissue
from marketplace.support.book import SHEETS
from marketplace.support.errors import NotIdentified, PartnersCode, RecentlyChanged, TooManyReissues
from marketplace.support.queries import Reissued, known, reissue_of
from marketplace.support.rules import CAP, IDENTIFIED_LEAST, REISSUES_A_DAY, SECOND_FROM, risk
from marketplace.support.values import IDENTIFIED, REASONS, Identified, Known, Reason, Risk
from marketplace.support.verify import invariants

__all__ = [
    "CAP", "IDENTIFIED", "IDENTIFIED_LEAST", "REASONS", "REISSUES_A_DAY", "SECOND_FROM", "SHEETS", "Identified", "Known", "NotIdentified",
    "PartnersCode", "Reason", "RecentlyChanged", "Reissued", "Risk", "TooManyReissues", "cases", "check", "invariants", "known", "reissue", "reissue_of", "risk",
]  # fmt: skip
