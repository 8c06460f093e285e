"""The kinds of run that there are; whoever composes the application installs them."""

from collections.abc import Iterable

from marketplace.runs.errors import UnknownKind
from marketplace.runs.values import Kind

_KINDS: dict[str, Kind] = {}


def install(kinds: Iterable[Kind]) -> None:
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
