"""What may be done with partners, brands, categories and shops; each verb may be repeated with the same outcome."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from marketplace.core.db import db, execute
from marketplace.partners.models import Brand, Partner, Shop
from marketplace.partners.queries import brand_by_slug, partner_by_slug
from marketplace.partners.versions import note_versions

BATCH_ROWS = 1000  # rows of a statement


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerFacts:
    """What is written about a partner; `slug` names it within its programme."""

    slug: str
    name_ru: str
    name_en: str
    legal_name: str = ""
    inn: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandFacts:
    """What is written about a brand; `slug` names it within its programme. Texts are plain, never HTML."""

    slug: str
    name_ru: str
    name_en: str
    category_slug: str
    city_slugs: tuple[str, ...] = ()
    online: bool = True
    description_ru: str = ""
    description_en: str = ""
    how_ru: str = ""
    how_en: str = ""
    keywords: str = ""
    palette: str = ""
    motif: str = ""
    initials: str = ""
    symbology: str = "none"
    part_use: bool = True
    rank: int = 1000


def save_category(slug: str, *, name_ru: str, name_en: str, position: int = 0) -> None:
    """Add a shelf, or rename and move it; one that is as it should be is left alone, and what is found on it with it."""
    execute(
        """INSERT INTO categories AS kept (slug, name_ru, name_en, position) VALUES (%(slug)s, %(ru)s, %(en)s, %(position)s)
           ON CONFLICT (slug) DO UPDATE SET name_ru = excluded.name_ru, name_en = excluded.name_en,
               position = excluded.position
            WHERE (kept.name_ru, kept.name_en, kept.position) IS DISTINCT FROM
                  (excluded.name_ru, excluded.name_en, excluded.position)""",
        {"slug": slug, "ru": name_ru, "en": name_en, "position": position},
    )


def save_partner(programme_id: int, facts: PartnerFacts) -> Partner:
    """Add a partner, or bring what is written about it up to date."""
    save_partners(programme_id, [facts])
    found = partner_by_slug(programme_id, facts.slug)
    db.session.refresh(found)
    return found


def save_partners(programme_id: int, partners: Iterable[PartnerFacts]) -> None:
    """The same for many of different slugs."""
    _upsert("partners", (asdict(facts) | {"programme_id": programme_id} for facts in partners))


def save_brand(programme_id: int, partner_id: int, facts: BrandFacts, *, now: datetime) -> Brand:
    """Add a brand (it counts as new from `now`), or bring what is written about it up to date."""
    save_brands(programme_id, [(partner_id, facts)], now=now)
    found = brand_by_slug(programme_id, facts.slug)
    db.session.refresh(found)
    return found


def save_brands(programme_id: int, brands: Iterable[tuple[int, BrandFacts]], *, now: datetime) -> None:
    """The same for many of different slugs, each with its partner's id."""
    same = {"programme_id": programme_id, "created_at": now.isoformat()}
    wanted = list(brands)
    rows = (asdict(facts) | same | {"partner_id": partner_id} for partner_id, facts in wanted)
    _upsert("brands", rows, only_new=("created_at",))
    saved = execute(
        "SELECT id FROM brands WHERE programme_id = %(programme)s AND slug = ANY (%(slugs)s)",
        {"programme": programme_id, "slugs": [facts.slug for _partner_id, facts in wanted]},
    )
    note_versions(list(saved.scalars()), now=now)


def add_shop(brand_id: int, *, city_slug: str, name_ru: str, name_en: str, address_ru: str, address_en: str) -> Shop:
    """Add a place where the brand's cards are taken; the same place again is the same shop."""
    execute(
        """INSERT INTO shops (brand_id, city_slug, name_ru, name_en, address_ru, address_en)
           VALUES (%(brand)s, %(city)s, %(name_ru)s, %(name_en)s, %(address_ru)s, %(address_en)s)
           ON CONFLICT (brand_id, city_slug, name_ru, address_ru)
           DO UPDATE SET name_en = excluded.name_en, address_en = excluded.address_en""",
        {"brand": brand_id, "city": city_slug, "name_ru": name_ru, "name_en": name_en, "address_ru": address_ru,
         "address_en": address_en},
    )  # fmt: skip
    return (
        db.session.query(Shop)
        .filter_by(brand_id=brand_id, city_slug=city_slug, name_ru=name_ru, address_ru=address_ru)
        .one()
    )


def _upsert(table: str, rows: Iterator[dict[str, Any]], *, only_new: Sequence[str] = ()) -> None:
    """Insert rows, or update those where something differs; columns `only_new` are set on insert only.

    Names are those of the classes above. No two rows have one slug.
    """
    while part := list(islice(rows, BATCH_ROWS)):
        columns = ", ".join(part[0])
        rest = [name for name in part[0] if name not in ("programme_id", "slug", *only_new)]
        execute(
            f"INSERT INTO {table} AS kept ({columns})"  # noqa: S608
            f" SELECT {columns} FROM jsonb_populate_recordset(NULL::{table}, %(rows)s::jsonb)"
            f" ON CONFLICT (programme_id, slug) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in rest)}"
            f" WHERE ({', '.join(f'kept.{name}' for name in rest)}) IS DISTINCT FROM"
            f" ({', '.join(f'excluded.{name}' for name in rest)})",
            {"rows": json.dumps(part, ensure_ascii=False)},
        )
