"""Letters: written once in the transaction of their cause, kept as they were written, sent by the worker."""

from marketplace.mailings.actions import forget_before, forget_links_before, post, sent, write
from marketplace.mailings.errors import LetterRefused
from marketplace.mailings.links import CIPHERTEXTS
from marketplace.mailings.listing import LETTERS
from marketplace.mailings.queries import how_many, letter, of_everybody, opened, to_send, with_message_id
from marketplace.mailings.values import Letter

__all__ = [
    "CIPHERTEXTS", "LETTERS", "Letter", "LetterRefused", "forget_before", "forget_links_before", "how_many", "letter", "of_everybody",
    "opened", "post", "sent", "to_send", "with_message_id", "write",
]  # fmt: skip
