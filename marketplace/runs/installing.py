"""Anyone who composes the application says which kinds of run there are."""

from collections.abc import Iterable

from marketplace import approvals
from marketplace.runs import known
from marketplace.runs.actions import approved
from marketplace.runs.approval import as_act
from marketplace.runs.values import Kind


def install(kinds: Iterable[Kind]) -> None:
    """These kinds, in this order, and no others; large runs of each are approved as acts of two."""
    known.know(kinds)
    for one in known.kinds():
        approvals.register(as_act(one, approved))
