"""Codes on their way into the vault: plain values. Never print one."""

from datetime import date
from typing import NamedTuple


class NewCode(NamedTuple):
    """A code to be loaded, for the denomination that it is worth. Never print it."""

    row: int
    denomination_id: int
    code: str
    pin: str
    expires_on: date | None


Known = tuple[bytes, NewCode]  # a code behind its blind index
Whose = tuple[int, int]  # a brand and its partner
