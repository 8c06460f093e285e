"""What a partner says of its brand: names, texts, other words, a picture. All of it is hostile until it is cleaned."""

import hashlib
import html
import re
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any

import nh3

from marketplace.core import audit, pictures
from marketplace.core.db import db, execute
from marketplace.core.pictures import PictureRefused
from marketplace.partners import queries
from marketplace.partners.brandmark import HEIGHT, WIDTH
from marketplace.partners.errors import TooManyBrands
from marketplace.partners.models import Brand, Partner

BRAND_TEXTS = ("name_ru", "name_en", "description_ru", "description_en", "how_ru", "how_en", "keywords")
MARK = 128  # pixels, twice what pages show
VERSION_LENGTH = 10
BRANDS_MOST = 200
SLUG_STEM = 60  # characters; a number may follow


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandPageFacts:
    """What a partner may say of its brand by itself; texts are plain, never HTML. Without cities its cards count in all of them."""

    name_ru: str
    name_en: str
    description_ru: str
    description_en: str
    how_ru: str
    how_en: str
    keywords: str
    city_slugs: tuple[str, ...]
    online: bool


def plain(text: str) -> str:
    """A text without tags, whatever stood in them, and without characters that do not show; lines stay."""
    bare = html.unescape(nh3.clean(text.replace("\r\n", "\n"), tags=set()))
    shown = "".join(sign for sign in bare if sign == "\n" or sign.isprintable())
    return "\n".join(line.rstrip() for line in shown.split("\n")).strip()


def introduce(partner: Partner, *, name_ru: str, name_en: str, category_slug: str, now: datetime) -> Brand:
    """Add a brand of a partner's. Members see nothing of it before an offer of it is published, and that the programme has to agree to.

    One of the same names is the same brand. Its short name comes from the English one, and is another's with a number where that is taken.

    Raises:
        TooManyBrands: a partner has at most BRANDS_MOST.
    """
    execute("SELECT FROM partners WHERE id = %(id)s FOR NO KEY UPDATE", {"id": partner.id})
    said = {"partner": partner.id, "ru": plain(name_ru), "en": plain(name_en)}
    same = execute(
        "SELECT id FROM brands WHERE partner_id = %(partner)s AND name_ru = %(ru)s AND name_en = %(en)s", said
    ).first()
    if same is not None:
        return queries.brand(same.id)
    has = execute("SELECT count(*) FROM brands WHERE partner_id = %(partner)s", said).scalar_one()
    if has >= BRANDS_MOST:
        raise TooManyBrands(most=BRANDS_MOST)
    stem = re.sub(r"[^a-z0-9]+", "-", plain(name_en).lower()).strip("-")[:SLUG_STEM] or "brand"
    added = None
    for number in count(1):
        added = execute(
            """INSERT INTO brands (programme_id, partner_id, slug, name_ru, name_en, category_slug, created_at)
               VALUES (%(programme)s, %(partner)s, %(slug)s, %(ru)s, %(en)s, %(category)s, %(now)s) ON CONFLICT DO NOTHING RETURNING id""",
            said | {
                "programme": partner.programme_id, "slug": stem if number == 1 else f"{stem}-{number}",
                "category": category_slug, "now": now,
            },
        ).first()  # fmt: skip
        if added is not None:
            break
    assert added is not None, "some number is free"
    names = {"name_ru": said["ru"], "name_en": said["en"], "category": category_slug}
    audit.record(
        "partners.introduce", f"brand:{added.id}", at=now, before={"brands": has}, after={"brands": has + 1} | names
    )
    return queries.brand(added.id)


def describe(brand: Brand, facts: BrandPageFacts, *, now: datetime) -> None:
    """Say of a brand what its partner says; the shop and its search follow at once."""
    wanted: dict[str, Any] = {name: plain(getattr(facts, name)) for name in BRAND_TEXTS}
    wanted |= {"city_slugs": sorted(facts.city_slugs), "online": facts.online}
    stands = {name: getattr(brand, name) for name in wanted} | {"city_slugs": sorted(brand.city_slugs)}
    before = {name: stands[name] for name in wanted if stands[name] != wanted[name]}
    if not before:
        return
    sets = ", ".join(f"{name} = %({name})s" for name in before)
    execute(f"UPDATE brands SET {sets} WHERE id = %(id)s", {name: wanted[name] for name in before} | {"id": brand.id})  # noqa: S608
    db.session.refresh(brand)
    after = {name: wanted[name] for name in before}
    audit.record("partners.describe", f"brand:{brand.id}", at=now, before=before, after=after)


def picture_of(content: bytes) -> tuple[bytes, bytes]:
    """A file as a brand's card and mark, twice the size at which they are shown; nothing of the file itself stays.

    Raises:
        PictureRefused: with the reason.
    """
    decoded = pictures.decoded(content)
    return pictures.covering(decoded, 2 * WIDTH, 2 * HEIGHT), pictures.covering(decoded, MARK, MARK)


def show_picture(brand: Brand, face: bytes, mark: bytes, *, now: datetime) -> None:
    """Put what `picture_of` made in the place of the drawn picture."""
    version, before = hashlib.sha256(face + mark).hexdigest()[:VERSION_LENGTH], brand.picture
    execute(
        """INSERT INTO brand_pictures (brand_id, version, face, mark, added_at) VALUES (%(id)s, %(version)s, %(face)s, %(mark)s, %(now)s)
           ON CONFLICT (brand_id) DO UPDATE SET (version, face, mark, added_at) =
               (excluded.version, excluded.face, excluded.mark, excluded.added_at)""",
        {"id": brand.id, "version": version, "face": face, "mark": mark, "now": now},
    )
    _picture(brand, before, version, now)


def drop_picture(brand: Brand, *, now: datetime) -> None:
    """Let our drawn picture stand again; twice is once."""
    before = brand.picture
    execute("DELETE FROM brand_pictures WHERE brand_id = %(id)s", {"id": brand.id})
    _picture(brand, before, "", now)


def picture(brand_id: int, version: str) -> tuple[bytes, bytes] | None:
    """A brand's own card and mark, as WebP; None where it has none of this version."""
    row = execute(
        "SELECT face, mark FROM brand_pictures WHERE brand_id = %(id)s AND version = %(version)s",
        {"id": brand_id, "version": version},
    ).first()
    return None if row is None else (bytes(row.face), bytes(row.mark))


def _picture(brand: Brand, before: str, version: str, now: datetime) -> None:
    if before == version:
        return
    execute("UPDATE brands SET picture = %(version)s WHERE id = %(id)s", {"version": version, "id": brand.id})
    db.session.refresh(brand)
    audit.record(
        "partners.picture", f"brand:{brand.id}", at=now, before={"picture": before}, after={"picture": version}
    )


__all__ = [
    "BRAND_TEXTS", "BrandPageFacts", "PictureRefused", "describe", "drop_picture", "introduce", "picture", "picture_of", "plain", "show_picture",
]  # fmt: skip
