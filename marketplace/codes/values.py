"""What a code is to everybody else: without its text."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Claimed:
    """A code that now belongs to somebody: its row, its readable end and its last day."""

    code_id: int
    last4: str
    expires_on: date | None
