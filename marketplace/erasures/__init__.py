"""A member's data are erased: asked for, a week in which it can be taken back, step by step, and an act of what was destroyed."""

from marketplace.erasures.asking import EVIDENCE_MAX, TERM, ask, must_stay, repeat, take_back
from marketplace.erasures.book import SHEETS
from marketplace.erasures.doing import STEPS, begin, finish, missing, step
from marketplace.erasures.errors import CannotErase, ErasureAsked, NoErasure
from marketplace.erasures.finding import farewell
from marketplace.erasures.queries import erasure, in_the_way, late, loss, newest, number, steps
from marketplace.erasures.values import Erasure, Late, Loss, Reason, State, Step, Value
from marketplace.erasures.verify import invariants

__all__ = [
    "EVIDENCE_MAX", "SHEETS", "STEPS", "TERM", "CannotErase", "Erasure", "ErasureAsked", "Late", "Loss", "NoErasure", "Reason", "State", "Step", "Value", "ask", "begin", "erasure",
    "farewell", "finish", "in_the_way", "invariants", "late", "loss", "missing", "must_stay", "newest", "number", "repeat", "step", "steps", "take_back",
]  # fmt: skip
