"""What the shop says of a brand: names, texts, other words, cities, a picture. All of it is hostile until it is cleaned, and every version of it is kept."""

import hashlib
import html
from collections.abc import Collection
from datetime import datetime
from typing import Any

import nh3

from marketplace.core import audit, pictures
from marketplace.core.changes import Change, Difference
from marketplace.core.db import db, execute
from marketplace.core.pictures import PictureRefused
from marketplace.partners.brandmark import HEIGHT, WIDTH
from marketplace.partners.models import Brand
from marketplace.partners.versions import BRAND_TEXTS, PAGE, Page, Version, note_versions, page_on, version_of, versions

MARK = 128  # pixels, twice what pages show
VERSION_LENGTH = 10


def plain(text: str) -> str:
    """A text without tags, whatever stood in them, and without characters that do not show; lines stay."""
    bare = html.unescape(nh3.clean(text.replace("\r\n", "\n"), tags=set()))
    shown = "".join(sign for sign in bare if sign == "\n" or sign.isprintable())
    return "\n".join(line.rstrip() for line in shown.split("\n")).strip()


def page_of(brand: Brand) -> dict[str, Any]:
    """What the shop says of a brand now."""
    return {name: getattr(brand, name) for name in PAGE} | {"city_slugs": sorted(brand.city_slugs)}


def cleaned(page: Page) -> dict[str, Any]:
    """A page as it is stored."""
    texts = {name: plain(page[name]) for name in BRAND_TEXTS}
    return texts | {
        "city_slugs": sorted(page["city_slugs"]), "online": bool(page["online"]), "picture": page["picture"],
    }  # fmt: skip


def difference(was: Page, will: Page) -> Change | None:
    """What is otherwise between two pages of a brand, by the names of its file; None where nothing is."""
    found = tuple(Difference(name, _text(was[name]), _text(will[name])) for name in PAGE if was[name] != will[name])
    return Change("changed", "", will["name_ru"], None, found, will["name_en"]) if found else None


def lost_cities(was: Page, will: Page, every: Collection[str]) -> list[str]:
    """In which of all cities the brand's cards were taken and will not be; without cities they are taken in all."""
    before, after = (set(page["city_slugs"] or every) for page in (was, will))
    return sorted(before - after)


def change_page(brand: Brand, page: Page, *, now: datetime) -> None:
    """Have the shop say this of a brand; it and its search follow at once, and the version is kept."""
    wanted, stands = cleaned(page), page_of(brand)
    before = {name: stands[name] for name in PAGE if stands[name] != wanted[name]}
    if not before:
        return
    sets = ", ".join(f"{name} = %({name})s" for name in before)
    execute(f"UPDATE brands SET {sets} WHERE id = %(id)s", {name: wanted[name] for name in before} | {"id": brand.id})  # noqa: S608
    db.session.refresh(brand)
    note_versions([brand.id], now=now)
    after = {name: wanted[name] for name in before}
    audit.record("partners.describe", f"brand:{brand.id}", at=now, before=before, after=after)


def picture_of(content: bytes) -> tuple[bytes, bytes]:
    """A file as a brand's card and mark, twice the size at which they are shown; nothing of the file itself stays.

    Raises:
        PictureRefused: with the reason.
    """
    decoded = pictures.decoded(content)
    return pictures.covering(decoded, 2 * WIDTH, 2 * HEIGHT), pictures.covering(decoded, MARK, MARK)


def keep_picture(brand_id: int, face: bytes, mark: bytes, *, now: datetime) -> str:
    """Keep what `picture_of` made, and return its version; the shop shows it once the brand's page has it."""
    version = hashlib.sha256(face + mark).hexdigest()[:VERSION_LENGTH]
    execute(
        """INSERT INTO brand_pictures (brand_id, version, face, mark, added_at) VALUES (%(id)s, %(version)s, %(face)s, %(mark)s, %(now)s)
           ON CONFLICT (brand_id, version) DO NOTHING""",
        {"id": brand_id, "version": version, "face": face, "mark": mark, "now": now},
    )
    return version


def forget_pictures(before: datetime, *, now: datetime) -> int:
    """Delete pictures that came before a moment and that nothing came of: never shown, and not in a proposal that still waits. Returns how many."""
    asked = "SELECT brand_pictures_forget(%(before)s, %(now)s)"
    return int(execute(asked, {"before": before, "now": now}).scalar_one())


def picture(brand_id: int, version: str) -> tuple[bytes, bytes] | None:
    """A version of a brand's own card and mark, as WebP, shown or not; None where it has none such."""
    row = execute(
        "SELECT face, mark FROM brand_pictures WHERE brand_id = %(id)s AND version = %(version)s",
        {"id": brand_id, "version": version},
    ).first()
    return None if row is None else (bytes(row.face), bytes(row.mark))


def _text(value: Any) -> str:
    return ";".join(value) if isinstance(value, list | tuple) else str(value)


__all__ = [
    "BRAND_TEXTS", "PAGE", "Page", "PictureRefused", "Version", "change_page", "cleaned", "difference", "forget_pictures", "keep_picture", "lost_cities",
    "note_versions", "page_of", "page_on", "picture", "picture_of", "plain", "version_of", "versions",
]  # fmt: skip
