"""Letters: written once in the transaction of their cause, kept as they were written, sent by the worker."""

from marketplace.mailings.actions import drop, forget_before, forget_links_before, post, sent, write
from marketplace.mailings.errors import LetterRefused
from marketplace.mailings.forgetting import ERASED
from marketplace.mailings.links import CIPHERTEXTS
from marketplace.mailings.listing import LETTERS
from marketplace.mailings.queries import how_many, letter, of_everybody, of_id, opened, to_send, with_message_id
from marketplace.mailings.returning import Returned, note_returned, returned
from marketplace.mailings.rules import nobody_there, shortened, status_of
from marketplace.mailings.values import Letter

__all__ = [
    "CIPHERTEXTS",
    "ERASED",
    "LETTERS",
    "Letter",
    "LetterRefused",
    "Returned",
    "drop",
    "forget_before",
    "forget_links_before",
    "how_many",
    "letter",
    "nobody_there",
    "note_returned",
    "of_everybody",
    "of_id",
    "opened",
    "post",
    "returned",
    "sent",
    "shortened",
    "status_of",
    "to_send",
    "with_message_id",
    "write",
]  # fmt: skip
