"""What was read of a file last: in the process that checked it, publishing it reads it no second time.

One reading is kept, until it is taken or another takes its place. It is good only while nothing was published in the
programme since, for a blank cell means what the shop has now.
"""

from collections.abc import Sequence
from typing import NamedTuple

from marketplace import partners
from marketplace.catalogue import history
from marketplace.catalogue.columns import Terms
from marketplace.catalogue.facts import OfferFacts


class Reading(NamedTuple):
    """Which file was read (`digest` is keyed, as runs have it), for whom, on which terms, with which brands, and after which publication."""

    digest: bytes
    programme_id: int
    partner_id: int | None
    source: str
    terms: Terms
    brands: frozenset[str]
    last_publication: int


_kept: list[tuple[Reading, Sequence[OfferFacts]]] = []


def reading(digest: bytes, programme_id: int, partner_id: int | None, source: str, terms: Terms) -> Reading:
    """What tells a reading that would be made now from all others."""
    brands = frozenset(partners.brand_keys(programme_id, partner_id=partner_id))
    return Reading(digest, programme_id, partner_id, source, terms, brands, history.last(programme_id))


def keep(of: Reading, offers: Sequence[OfferFacts]) -> None:
    """Keep what was read, in the place of what was kept."""
    _kept[:] = [(of, offers)]


def let_go() -> None:
    """Forget what was kept: another file is about to be read, and two would stand in memory side by side."""
    _kept.clear()


def take(of: Reading) -> Sequence[OfferFacts] | None:
    """What was kept of this reading, once; None where it was not, or something was published since."""
    held = list(_kept)
    _kept.clear()
    return next((offers for kept, offers in held if kept == of), None)
