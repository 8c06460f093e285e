"""A file of brands, from its bytes to the tables."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from marketplace import programmes
from marketplace.core import audit
from marketplace.core.changes import Change, Comparison, Difference
from marketplace.core.problems import Problems
from marketplace.partners import sheet
from marketplace.partners.actions import BrandFacts, save_brands, save_partners
from marketplace.partners.joining.states import came_with
from marketplace.partners.models import Brand
from marketplace.partners.queries import brands_of, categories, partners_of
from marketplace.partners.sheet import BrandRow


def load_brands(programme_id: int, name: str, content: bytes, *, apply: bool, now: datetime) -> Comparison:
    """Add and change brands as a CSV or XLSX file says, or only say what it would change. None is ever removed.

    Raises:
        UploadRefused: the file cannot be read.
        FileRefused: something is wrong with its rows; nothing is changed.
    """
    problems = Problems(name)
    rows = _read(programme_id, name, content, problems)
    problems.refuse()
    comparison = _compare(programme_id, rows)
    if apply:
        _save(programme_id, name, rows, {change.row for change in comparison.changes}, now)
        if comparison.changes:
            counts = {"file": name, "new": comparison.new, "changed": comparison.changed}
            audit.record("partners.load_brands", f"programme:{programme_id}", at=now, after=counts)
    return comparison


def look(programme_id: int, name: str, content: bytes, problems: Problems) -> Comparison | None:
    """What a file would change; None after its problems were noted. Raises UploadRefused."""
    rows = _read(programme_id, name, content, problems)
    return None if problems.total else _compare(programme_id, rows)


def _read(programme_id: int, name: str, content: bytes, problems: Problems) -> list[BrandRow]:
    return sheet.read(
        name,
        content,
        partners={partner.slug for partner in partners_of(programme_id)},
        categories={category.slug for category in categories()},
        cities={city.slug for city in programmes.cities()},
        problems=problems,
    )


def _compare(programme_id: int, rows: Sequence[BrandRow]) -> Comparison:
    """All changes in the order of the file."""
    held = {brand.slug: brand for brand in brands_of(programme_id)}
    slugs = {partner.id: partner.slug for partner in partners_of(programme_id)}
    changes = [change for row in rows if (change := _change(row, held.get(row.brand.slug), slugs))]
    new = sum(change.kind == "new" for change in changes)
    return Comparison(new, len(changes) - new, len(rows) - len(changes), 0, changes)


def _change(row: BrandRow, brand: Brand | None, partner_slugs: dict[int, str]) -> Change | None:
    if brand is None:
        return Change("new", row.brand.slug, row.brand.name_ru, row.row, title_en=row.brand.name_en)
    will = _plain(asdict(row.brand)) | {"partner": row.partner}
    was = _plain({name: getattr(brand, name) for name in BrandFacts.__slots__})
    was["partner"] = partner_slugs.get(brand.partner_id, "")
    differences = tuple(Difference(name, was[name], will[name]) for name in will if was[name] != will[name])
    if not differences:
        return None
    return Change("changed", row.brand.slug, row.brand.name_ru, row.row, differences, row.brand.name_en)


def _plain(facts: dict[str, object]) -> dict[str, str]:
    return {n: ";".join(v) if isinstance(v, list | tuple) else str(v) for n, v in facts.items()}


def _save(programme_id: int, name: str, rows: Sequence[BrandRow], touched: set[int | None], now: datetime) -> None:
    told = {row.partner: row.partner_facts for row in rows if row.partner_facts is not None}
    save_partners(programme_id, told.values())
    came_with(programme_id, list(told), file=name, now=now)
    partners = {partner.slug: partner.id for partner in partners_of(programme_id)}
    save_brands(programme_id, [(partners[row.partner], row.brand) for row in rows if row.row in touched], now=now)
