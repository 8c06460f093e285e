"""What a member is to everybody else: a plain frozen value."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Member:
    """A person in one programme, as they were when they were asked for. Its repr does not say who."""

    id: int
    programme_id: int
    user_id: int | None
    number: str
    first_name: str = field(repr=False)
    last_name: str = field(repr=False)
    email: str = field(repr=False)
    phone: str = field(repr=False)
    city_slug: str | None
    language: str
    tier: str
    joined_at: datetime

    @property
    def name(self) -> str:
        """First and last name as one."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def initials(self) -> str:
        """Two letters for a small picture."""
        return (self.first_name[:1] + self.last_name[:1]).upper()
