"""Our own catalogue file, from its bytes to the shop."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import BinaryIO

from marketplace import partners
from marketplace.catalogue import columns, form, history, sheet, standing
from marketplace.catalogue.actions import compare, publish
from marketplace.catalogue.columns import Terms
from marketplace.catalogue.facts import OfferFacts
from marketplace.core import sheets
from marketplace.core.changes import Comparison
from marketplace.core.problems import Problems
from marketplace.programmes import Programme

SOURCE = "own"


def load_file(
    programme: Programme,
    name: str,
    content: bytes,
    *,
    source: str = SOURCE,
    whole: bool = False,
    apply: bool,
    now: datetime,
) -> Comparison:
    """Publish a CSV or XLSX file in our own form, or only say what it would change.

    The same file twice changes nothing.

    Args:
        whole: the file has all offers of its brands from this source; those that it leaves out are withdrawn.

    Raises:
        UploadRefused: the file cannot be read.
        FileRefused: something is wrong with its rows; nothing is changed.
    """
    problems = Problems(name)
    offers = read(programme, name, content, problems, source=source)
    problems.refuse()
    if not apply:
        return compare(programme.id, source, offers, whole=whole)
    return publish(programme.id, source, offers, whole=whole, now=now)


def write_file(programme: Programme, *, partner_id: int, kind: str, file: BinaryIO) -> None:
    """Write what a partner has in the shop, in our own form: taken as it is, it changes nothing. `kind` of `sheets.KINDS`."""
    offers = history.in_shop(programme.id, partner_id=partner_id, source=SOURCE)
    rows = form.rows(
        offers, decimals=programme.decimals, time_zone=programme.time_zone, version=history.version(partner_id)
    )
    sheets.write(kind, file, columns.COLUMNS, rows, language="en")


def read(
    programme: Programme,
    name: str,
    content: bytes,
    problems: Problems,
    *,
    source: str = SOURCE,
    partner_id: int | None = None,
    seen: dict[str, int] | None = None,
) -> list[OfferFacts]:
    """The offers of a file for a programme, or for one of its partners; what is wrong goes to the problems. Raises UploadRefused."""
    brands = partners.brand_keys(programme.id, partner_id=partner_id).keys()
    stood = partial(standing.standing, programme.id, source, partner_id=partner_id)
    sold = partial(standing.refs, programme.id, source, partner_id=partner_id)
    return sheet.read(name, content, terms(programme), brands, problems, sheet.Shop(stood, sold), seen)


def refuse_past(
    programme_id: int,
    source: str,
    offers: Iterable[OfferFacts],
    problems: Problems,
    *,
    partner_id: int | None,
    now: datetime,
) -> None:
    """Note offers whose sale would end in the past, unless the shop has it so already: such a day is a slip, and a withdrawal has ways of its own."""
    past = {one.external_ref: one for one in offers if one.ends_at and one.ends_at <= now}
    stood = standing.standing(programme_id, source, past, partner_id=partner_id) if past else {}
    for ref, one in past.items():
        if ref not in stood or stood[ref].ends_at != one.ends_at:
            problems.add(one.row, "ends_on", "is in the past: the sale would have ended")


def terms(programme: Programme) -> Terms:
    """What cells are read by."""
    return Terms(programme.decimals, programme.currency, programme.time_zone)
