"""What the shop said of a brand from moment to moment: a version for each change, whoever made it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from marketplace.core.db import execute
from marketplace.partners.errors import NoVersion

BRAND_TEXTS = ("name_ru", "name_en", "description_ru", "description_en", "how_ru", "how_en", "keywords")
PAGE = (*BRAND_TEXTS, "city_slugs", "online", "picture")
_FACTS = "jsonb_build_object({})".format(", ".join(f"'{name}', b.{name}" for name in PAGE))

Page = Mapping[str, Any]  # the facts of PAGE by name; cities are a sorted list, the picture its version


class Version(NamedTuple):
    """How a brand's page stood from a moment on, by whose change."""

    id: int
    at: datetime
    actor: str
    page: Page


def note_versions(brand_ids: Sequence[int], *, now: datetime) -> None:
    """Write down how the pages of brands stand, of each that stands otherwise than its last version."""
    execute(
        f"""INSERT INTO brand_versions (brand_id, at, actor, facts)
            SELECT b.id, %(now)s, acting(), {_FACTS} FROM brands b
             WHERE b.id = ANY (%(ids)s) AND {_FACTS} IS DISTINCT FROM
                   (SELECT v.facts FROM brand_versions v WHERE v.brand_id = b.id ORDER BY v.id DESC LIMIT 1)
             ORDER BY b.id""",  # noqa: S608 - our own names
        {"ids": list(brand_ids), "now": now},
    )


def versions(brand_id: int, *, limit: int = 20) -> list[Version]:
    """The versions of a brand's page, the last one first."""
    return _versions("true ORDER BY v.id DESC LIMIT %(limit)s", {"brand": brand_id, "limit": limit})


def version_of(partner_id: int, version_id: int) -> tuple[int, Version]:
    """A version of the page of one of this very partner's brands, after the brand's id. Raises NoVersion."""
    row = execute(
        """SELECT v.brand_id FROM brand_versions v JOIN brands b ON b.id = v.brand_id
            WHERE v.id = %(version)s AND b.partner_id = %(partner)s""",
        {"version": version_id, "partner": partner_id},
    ).first()
    if row is None:
        raise NoVersion
    return row.brand_id, _versions("v.id = %(version)s", {"brand": row.brand_id, "version": version_id})[0]


def page_on(brand_id: int, at: datetime) -> Version | None:
    """How a brand's page stood at a moment; None where it was not there yet."""
    found = _versions("v.at <= %(at)s ORDER BY v.id DESC LIMIT 1", {"brand": brand_id, "at": at})
    return found[0] if found else None


def _versions(where: str, facts: dict[str, Any]) -> list[Version]:
    rows = execute(
        f"SELECT v.id, v.at, v.actor, v.facts FROM brand_versions v WHERE v.brand_id = %(brand)s AND {where}",  # noqa: S608 - our own texts
        facts,
    )
    return [Version(*row) for row in rows]
