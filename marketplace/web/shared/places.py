"""Lines of a rail: the places of an entry point, and those of them that the visitor may see."""

from collections.abc import Iterable
from typing import NamedTuple

from flask_babel import LazyString

from marketplace.identity import Permission
from marketplace.web.shared.security.guard import may


class Place(NamedTuple):
    """Where a line leads, what it is called, its sign (an icon's name), and what one must be permitted to see it.

    `key` is the letter that leads there after "g".
    """

    endpoint: str
    title: LazyString
    sign: str
    permission: Permission
    key: str = ""


def seen(places: Iterable[Place]) -> list[Place]:
    """Those that the visitor may see in the request's programme, in the order given."""
    return [place for place in places if may(place.permission)]
