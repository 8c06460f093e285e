"""How wishes say no."""

from marketplace.core.errors import NotFound, Refusal


class WishNotFound(NotFound):
    """There is no such wish of this member."""

    code = "wish_not_found"


class TooManyWishes(Refusal):
    """So many wishes at once, no more; facts: limit."""

    code = "too_many_wishes"
