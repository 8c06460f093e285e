"""What a line of a rail is."""

from collections.abc import Callable
from typing import NamedTuple

from flask_babel import LazyString

from marketplace.identity import Permission


class Place(NamedTuple):
    """Where a line leads, what it is called, its sign (an icon's name), and what one must be permitted to see it.

    `key` is the letter that leads there after "g"; `counted` says how many things wait there for the visitor.
    """

    endpoint: str
    title: LazyString
    sign: str
    permission: Permission
    key: str = ""
    counted: Callable[[], int] | None = None

    @property
    def waiting(self) -> int:
        """How many things wait there for the visitor."""
        return self.counted() if self.counted else 0
