"""Pages by key: where the last one ended, the next begins; no offsets, no counting of what was skipped."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from marketplace.core.errors import Refusal

LIMIT_MAX = 100
CURSOR_MAX = 512

T = TypeVar("T")
Part = str | int | None


class BadCursor(Refusal):
    """The cursor was not made by the page before."""

    code = "bad_cursor"


class BadLimit(Refusal):
    """A page holds 1 to 100 things."""

    code = "bad_limit"


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some things in order, and the cursor of those that follow; None at the end."""

    items: list[T]
    next: str | None = None


def checked_limit(limit: int) -> int:
    """The limit, if a page may be that long. Raises BadLimit."""
    if not 1 <= limit <= LIMIT_MAX:
        raise BadLimit(limit_min=1, limit_max=LIMIT_MAX)
    return limit


def one_more(limit: int) -> str:
    """What ends the statement of a page: its rows and one that shows whether others follow. Raises BadLimit.

    The number stands in the statement itself. The planner takes a limit that it does not know for a tenth of the table,
    never trusts such a plan, and would make a new one at every asking, which takes longer than the page.
    """
    return f"LIMIT {checked_limit(limit) + 1}"


def page(rows: Sequence[T], limit: int, key: Callable[[T], Sequence[Part]]) -> Page[T]:
    """A page out of `limit` + 1 rows that were asked for; `key` gives the sort key of the last one shown."""
    shown = list(rows[:limit])
    return Page(shown, encode(key(shown[-1])) if len(rows) > limit else None)


def encode(parts: Sequence[Part]) -> str:
    """The opaque form of a sort key."""
    text = json.dumps(list(parts), separators=(",", ":"), ensure_ascii=False)
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def decode(cursor: str, *kinds: type) -> list[Part]:
    """The sort key in a cursor, of just these types (int, str; type(None) for a part that is missing).

    Raises:
        BadCursor: it is not one of ours, or belongs to another list.
    """
    try:
        if len(cursor) > CURSOR_MAX:
            raise ValueError
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        parts = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (ValueError, binascii.Error, RecursionError):
        raise BadCursor from None
    if not isinstance(parts, list) or [type(part) for part in parts] != list(kinds):
        raise BadCursor
    for part in parts:
        if (isinstance(part, str) and "\0" in part) or (isinstance(part, int) and abs(part) >= 2**63):
            raise BadCursor
    return parts
