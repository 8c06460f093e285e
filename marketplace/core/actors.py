"""Who acts. Given once, where a transaction begins; the audit and the promises read it there."""

from dataclasses import dataclass
from typing import Literal

ActorKind = Literal["user", "client", "terminal", "operator", "system"]


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in user, an API client, a partner's terminal, the operator at a shell, or the system's own jobs."""

    kind: ActorKind
    id: int | None = None

    def __str__(self) -> str:
        return self.kind if self.id is None else f"{self.kind}:{self.id}"


SYSTEM = Actor("system")
OPERATOR = Actor("operator")
