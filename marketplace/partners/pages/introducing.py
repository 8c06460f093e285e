"""A brand that a partner adds by itself."""

import re
from datetime import datetime
from itertools import count

from marketplace.core import audit
from marketplace.core.db import execute
from marketplace.partners import queries
from marketplace.partners.errors import TooManyBrands
from marketplace.partners.joining import application_of
from marketplace.partners.models import Brand, Partner
from marketplace.partners.pages.page import plain
from marketplace.partners.versions import note_versions

BRANDS_MOST = 200
SLUG_STEM = 60  # characters; a number may follow


def introduce(partner: Partner, *, name_ru: str, name_en: str, category_slug: str, now: datetime) -> Brand:
    """Add a brand of a partner's. Members see nothing of it before an offer of it is published, and that the programme has to agree to.

    One of the same names is the same brand. It is taken in the cities that the company named when it applied, in all of them where it named none. Its short name comes from the English one, and is another's with a number where that is taken.

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
    asked = application_of(partner.id)
    cities = sorted(asked.company.city_slugs) if asked else []
    stem = re.sub(r"[^a-z0-9]+", "-", plain(name_en).lower()).strip("-")[:SLUG_STEM] or "brand"
    added = None
    for number in count(1):
        added = execute(
            """INSERT INTO brands (programme_id, partner_id, slug, name_ru, name_en, category_slug, city_slugs, created_at)
               VALUES (%(programme)s, %(partner)s, %(slug)s, %(ru)s, %(en)s, %(category)s, %(cities)s, %(now)s) ON CONFLICT DO NOTHING RETURNING id""",
            said | {
                "programme": partner.programme_id, "slug": stem if number == 1 else f"{stem}-{number}",
                "category": category_slug, "cities": cities, "now": now,
            },
        ).first()  # fmt: skip
        if added is not None:
            break
    assert added is not None, "some number is free"
    note_versions([added.id], now=now)
    names = {"name_ru": said["ru"], "name_en": said["en"], "category": category_slug}
    audit.record(
        "partners.introduce", f"brand:{added.id}", at=now, before={"brands": has}, after={"brands": has + 1} | names
    )
    return queries.brand(added.id)
