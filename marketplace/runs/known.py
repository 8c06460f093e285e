"""The kinds of run that there are, and whether what one is held against has changed since its check."""

from collections.abc import Iterable

from marketplace.runs.errors import UnknownKind
from marketplace.runs.values import STANDS, Kind, Run

_KINDS: dict[str, Kind] = {}
_WAITING = ("checked", "awaiting_approval")


def know(kinds: Iterable[Kind]) -> None:
    """These kinds, in this order, and no others."""
    _KINDS.clear()
    _KINDS.update({one.name: one for one in kinds})


def kind(name: str) -> Kind:
    """The kind of this name. Raises UnknownKind."""
    if name not in _KINDS:
        raise UnknownKind(kind=name)
    return _KINDS[name]


def kinds() -> tuple[Kind, ...]:
    """All of them, in the order in which people are shown them."""
    return tuple(_KINDS.values())


def stands(one: Run) -> int:
    """What files of this run's kind are held against, as it stands now; 0 where nothing is that others change."""
    of = kind(one.kind).stands
    return of(one.programme_id, one.partner_id) if of else 0


def moved(one: Run) -> bool:
    """Whether a run that waits was checked against something that has changed since, so that it would do what nobody has seen."""
    return one.state in _WAITING and one.preview.get(STANDS, 0) != stands(one)
