"""The kinds of run that there are; anyone who composes the application installs them."""

from collections.abc import Iterable

from marketplace import approvals
from marketplace.runs.actions import approved
from marketplace.runs.approval import as_act
from marketplace.runs.errors import UnknownKind
from marketplace.runs.values import Kind

_KINDS: dict[str, Kind] = {}


def install(kinds: Iterable[Kind]) -> None:
    """These kinds, in this order, and no others; large runs of each are approved as acts of two."""
    _KINDS.clear()
    _KINDS.update({one.name: one for one in kinds})
    for one in _KINDS.values():
        approvals.register(as_act(one, approved))


def kind(name: str) -> Kind:
    """The kind of this name. Raises UnknownKind."""
    if name not in _KINDS:
        raise UnknownKind(kind=name)
    return _KINDS[name]


def kinds() -> tuple[Kind, ...]:
    """All of them, in the order in which people are shown them."""
    return tuple(_KINDS.values())
