"""What members would like to have, and telling them once when their points are enough."""

from marketplace.wishes.actions import add, drop, note_told, pass_on
from marketplace.wishes.errors import TooManyWishes, WishNotFound
from marketplace.wishes.forgetting import ERASED
from marketplace.wishes.queries import of_member, of_members, touched, wish, wished
from marketplace.wishes.values import Wish

__all__ = [
    "ERASED",
    "TooManyWishes",
    "Wish",
    "WishNotFound",
    "add",
    "drop",
    "note_told",
    "of_member",
    "of_members",
    "pass_on",
    "touched",
    "wish",
    "wished",
]
