"""Our own form of a file of brands, CSV or XLSX: a row is a brand and its partner. See docs/catalogue-file.md."""

from collections.abc import Collection
from typing import NamedTuple

from marketplace.core import cells, uploads
from marketplace.core.bounds import COLUMN_MAX
from marketplace.core.cells import Columns, Reader
from marketplace.core.problems import Problems, Reason
from marketplace.core.uploads import Limits
from marketplace.partners import brandmark
from marketplace.partners.actions import BrandFacts, PartnerFacts
from marketplace.partners.models import SYMBOLOGIES

NEEDED = ("brand", "partner", "name_ru", "name_en", "category")
RANK_MAX = 1_000_000
LIMITS = Limits(rows=100_000)  # as many as stand in memory at once


class BrandRow(NamedTuple):
    """A brand of a file and the partner that it belongs to; `partner_facts` where the row introduces the partner."""

    row: int
    partner: str
    partner_facts: PartnerFacts | None
    brand: BrandFacts


def columns() -> dict[str, Reader]:
    """The columns of the form and how each is read."""
    long = cells.text(COLUMN_MAX["brands.how_ru"])
    return {
        "brand": cells.slug(COLUMN_MAX["brands.slug"]),
        "partner": cells.slug(COLUMN_MAX["partners.slug"]),
        "partner_name_ru": cells.line(COLUMN_MAX["partners.name_ru"]),
        "partner_name_en": cells.line(COLUMN_MAX["partners.name_en"]),
        "partner_legal_name": cells.line(COLUMN_MAX["partners.legal_name"]),
        "partner_inn": cells.line(12),
        "name_ru": cells.line(COLUMN_MAX["brands.name_ru"], least=1),
        "name_en": cells.line(COLUMN_MAX["brands.name_en"], least=1),
        "category": cells.slug(COLUMN_MAX["categories.slug"]),
        "cities": cells.line(2000),
        "online": cells.yes(True),
        "description_ru": long,
        "description_en": long,
        "how_ru": long,
        "how_en": long,
        "keywords": cells.line(COLUMN_MAX["brands.keywords"]),
        "palette": cells.choice("", *brandmark.PALETTES, default=""),
        "motif": cells.choice("", *brandmark.MOTIFS, default=""),
        "initials": cells.line(COLUMN_MAX["brands.initials"]),
        "symbology": cells.choice(*SYMBOLOGIES, default="none"),
        "part_use": cells.yes(True),
        "rank": cells.whole(0, RANK_MAX, default=1000),
    }


def read(
    name: str,
    content: bytes,
    *,
    partners: Collection[str],
    categories: Collection[str],
    cities: Collection[str],
    problems: Problems,
) -> list[BrandRow]:
    """The brands of a file; everything that is wrong goes to `problems`, and then the list is of no use.

    Args:
        partners, categories, cities: the short names that are known; a row may introduce a partner by its names.

    Raises:
        UploadRefused: the file as a whole cannot be read.
    """
    rows = uploads.rows(name, content, LIMITS, problems.tell)
    readers = columns()
    table = Columns(readers, uploads.header(name, next(rows), NEEDED, tuple(readers)), problems)
    known, first, found = set(partners), dict[str, int](), []
    for row in rows:
        problems.reached = row.number
        values = table.read(*row)
        if values is None:
            continue
        cell = dict(zip(readers, values, strict=True))
        before = problems.total
        if first.setdefault(cell["brand"], row.number) != row.number:
            problems.add(row.number, "brand", Reason("the same brand as in row %(first)s", first=first[cell["brand"]]))
        if cell["category"] not in categories:
            problems.add(row.number, "category", "there is no such category")
        where = _cities(row.number, cell["cities"], cities, problems)
        introduced = _partner(row.number, cell, known, problems)
        if problems.total == before:
            found.append(BrandRow(row.number, cell["partner"], introduced, _brand(cell, where)))
            known.add(cell["partner"])
    return found


def _cities(number: int, cell: str, cities: Collection[str], problems: Problems) -> tuple[str, ...]:
    if cell.lower() in ("", "all"):
        return ()
    named = tuple(dict.fromkeys(part.strip().lower() for part in cell.replace(",", ";").split(";") if part.strip()))
    if any(city not in cities for city in named):
        problems.add(number, "cities", "names an unknown city")
    return named


def _partner(number: int, cell: dict[str, str], known: Collection[str], problems: Problems) -> PartnerFacts | None:
    if not cell["partner_name_ru"] and not cell["partner_name_en"]:
        if cell["partner"] not in known:
            problems.add(number, "partner", "is not known: fill in partner_name_ru and partner_name_en too")
        return None
    if not cell["partner_name_ru"] or not cell["partner_name_en"]:
        problems.add(number, "partner_name_ru", "a partner needs a name in both languages")
    inn = cell["partner_inn"]
    if inn and (not inn.isascii() or not inn.isdigit() or len(inn) not in (10, 12)):
        problems.add(number, "partner_inn", "is not 10 or 12 digits")
    return PartnerFacts(
        slug=cell["partner"],
        name_ru=cell["partner_name_ru"],
        name_en=cell["partner_name_en"],
        legal_name=cell["partner_legal_name"],
        inn=inn,
    )


def _brand(cell: dict[str, str], cities: tuple[str, ...]) -> BrandFacts:
    facts = {name: value for name, value in cell.items() if name in BrandFacts.__slots__}
    return BrandFacts(**facts, slug=cell["brand"], category_slug=cell["category"], city_slugs=cities)  # type: ignore[arg-type]
