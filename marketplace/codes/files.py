"""A partner's file of codes, from its bytes to the stock: which denomination each row belongs to, then loading."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from marketplace import catalogue, partners, programmes
from marketplace.catalogue import Stocked
from marketplace.codes import sheet
from marketplace.codes.layout import GUESSED, How
from marketplace.codes.layout import LEFT_OUT as LEFT_OUT
from marketplace.codes.layout import layout_of as layout_of
from marketplace.codes.loading import Loaded, load
from marketplace.codes.values import NewCode
from marketplace.core import cells, vault
from marketplace.core.cells import CellError
from marketplace.core.money import minor_digits
from marketplace.core.problems import Problems

COLUMNS = sheet.COLUMNS


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """What a file adds to a brand's stock, and the denominations that it is for."""

    loaded: Loaded
    denominations: dict[int, Stocked]


class Read(NamedTuple):
    """The codes of a file as they come, the brand that they are for, and all that the brand sells from stock."""

    brand_id: int
    stocked: list[Stocked]
    codes: Iterator[NewCode]


def load_file(
    programme_id: int,
    brand_slug: str,
    name: str,
    content: bytes,
    *,
    value: str | None = None,
    offer: str | None = None,
    apply: bool,
    now: datetime,
) -> LoadedFile:
    """Load a CSV or XLSX file of codes for a brand, or only say what it would add.

    Args:
        brand_slug: the brand's short name.
        value: what each code is worth, in whole units of the currency ("500"); not where the file has a column for it.
        offer: the offer's reference, where several offers of the brand have codes of the same value.

    Raises:
        NotFound: the programme has no such brand.
        UploadRefused: the file cannot be read.
        FileRefused: something is wrong with its rows; nothing is added.
    """
    problems = Problems(name)
    found = read(programme_id, brand_slug, name, content, value=value, offer=offer, problems=problems)
    loaded = load(
        programme_id, found.brand_id, found.codes, name=name, file_digest=vault.digest(content), problems=problems,
        today=programmes.get(programme_id).day(now), apply=apply, now=now,
    )  # fmt: skip
    return LoadedFile(loaded, {s.denomination_id: s for s in found.stocked if s.denomination_id in loaded.new})


def read(
    programme_id: int,
    brand_slug: str,
    name: str,
    content: bytes,
    *,
    value: str | None,
    offer: str | None,
    partner_id: int | None = None,
    problems: Problems,
    how: How = GUESSED,
) -> Read:
    """The codes of a file for a brand (of this partner), one by one; what is wrong goes to the problems. Raises as `load_file` does."""
    brand = partners.brand_by_slug(programme_id, brand_slug, partner_id=partner_id)
    stocked = [s for s in catalogue.stocked(brand.id) if offer is None or s.external_ref == offer]
    wanted = None if value is None else _wanted(value, problems)
    return Read(brand.id, stocked, _priced(sheet.read(name, content, problems, how), stocked, wanted, problems))


def _wanted(value: str, problems: Problems) -> Decimal:
    try:
        wanted: Decimal | None = cells.amount(value)
    except CellError:
        wanted = None
    if wanted is None:
        problems.add(None, "value", "the value that was asked for is not above zero")
        problems.refuse()
    assert wanted is not None
    return wanted


def _priced(
    rows: Iterator[sheet.CodeRow], stocked: list[Stocked], wanted: Decimal | None, problems: Problems
) -> Iterator[NewCode]:
    """The rows with the denomination that each is worth."""
    by_value: dict[Decimal, list[Stocked]] = {}
    for one in stocked:
        by_value.setdefault(Decimal(one.value).scaleb(-minor_digits(one.currency)), []).append(one)
    sure: dict[Decimal | None, int] = {
        value: fitting[0].denomination_id
        for value, fitting in by_value.items()
        if len(fitting) == 1 and wanted in (None, value)
    }
    if wanted in sure:
        sure[None] = sure[wanted]  # what a row is worth that does not say it
    for number, code, pin, value, expires_on in rows:
        denomination_id = sure.get(value)
        if denomination_id is None:
            problems.add(number, "value", _why_unsure(value, wanted, by_value))
        else:
            yield NewCode(number, denomination_id, code, pin, expires_on)


def _why_unsure(value: Decimal | None, wanted: Decimal | None, by_value: dict[Decimal, list[Stocked]]) -> str:
    """Why a row has no denomination of its own."""
    worth = value if value is not None else wanted
    if wanted is not None and worth != wanted:
        return "not the value that was asked for"
    if worth is None:
        return "the value of the code is missing: add a column, or enter one value for all codes"
    if worth not in by_value:
        return "the brand has no offer with codes of this value"
    return "several offers of the brand have this value: say which offer"
