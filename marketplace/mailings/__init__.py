"""Letters: written once in the transaction of their cause, kept as they were written, sent by the worker."""

from marketplace.mailings.actions import forget_before, post, sent, write
from marketplace.mailings.errors import LetterRefused
from marketplace.mailings.listing import LETTERS
from marketplace.mailings.queries import how_many, letter, of_everybody, to_send
from marketplace.mailings.values import Letter

__all__ = [
    "LETTERS", "Letter", "LetterRefused", "forget_before", "how_many", "letter", "of_everybody", "post", "sent", "to_send",
    "write",
]  # fmt: skip
