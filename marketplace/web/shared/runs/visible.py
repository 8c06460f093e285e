"""Which runs a visitor sees, and which are their to act on."""

from flask import g

from marketplace import runs
from marketplace.runs import Kind, Run
from marketplace.web.shared.security import may

# What a partner's people bring by a file; the rest is the programme's.
OF_PARTNERS = ("catalogue", "codes", "till_export")


def partner_here() -> int | None:
    """The partner whose desk it is; None at the programme's own."""
    found = g.get("partner")
    return None if found is None else int(found.id)


def is_mine(kind: Kind) -> bool:
    """Whether the visitor may bring files of a kind here, and apply them."""
    partner_id = partner_here()
    return may(kind.permission, partner_id=partner_id) and (partner_id is None or kind.name in OF_PARTNERS)


def my_kinds() -> list[Kind]:
    """The kinds of run that the visitor may bring, see and apply."""
    return [one for one in runs.kinds() if is_mine(one)]


def run_of(run_id: int) -> Run:
    """A run of the desk; anyone who may see one sees all. Raises NoRun."""
    return runs.run_of(run_id, g.programme.id, partner_id=partner_here())


def own_run(run_id: int) -> Run:
    """The same, of a kind that is the visitor's: to be acted on."""
    found = run_of(run_id)
    if not is_mine(runs.kind(found.kind)):
        raise runs.NoRun
    return found
