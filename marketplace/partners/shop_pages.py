"""A partner's shops and the days on which they are closed."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.exc import IntegrityError

from marketplace.core import audit
from marketplace.core.db import db, execute
from marketplace.partners.errors import ClosureOver, ClosureOverlaps, NoClosure, NoShop, ShopTaken
from marketplace.partners.models import Shop
from marketplace.partners.pages.page import plain


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopFacts:
    """What is written about a shop."""

    city_slug: str
    name_ru: str
    name_en: str
    address_ru: str
    address_en: str


@dataclass(frozen=True, slots=True)
class Closure:
    """Days on which a shop takes no cards, both included; without an end permanently."""

    id: int
    shop_id: int
    from_on: date
    until_on: date | None
    why_ru: str
    why_en: str

    def why(self, language: str) -> str:
        """Why, in a language."""
        return self.why_ru if language == "ru" else self.why_en

    def holds(self, day: date) -> bool:
        """Whether the shop is closed on a day."""
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)


_OVERLAPPING = """SELECT from_on, until_on FROM shop_closures WHERE shop_id = %(shop)s AND lifted_at IS NULL
    AND from_on <= coalesce(%(until)s::date, 'infinity') AND coalesce(until_on, 'infinity') >= greatest(%(since)s::date, %(today)s::date)
    AND (from_on, until_on) IS DISTINCT FROM (%(since)s::date, %(until)s::date) ORDER BY from_on LIMIT 1"""


def shop_of(partner_id: int, shop_id: int) -> Shop:
    """A shop of this very partner. Raises NoShop."""
    found = db.session.get(Shop, shop_id)
    owns = (
        found is not None
        and execute(
            "SELECT EXISTS (SELECT FROM brands WHERE id = %(brand)s AND partner_id = %(partner)s)",
            {"brand": found.brand_id, "partner": partner_id},
        ).scalar_one()
    )
    if found is None or not owns:
        raise NoShop
    return found


def shop_with(partner_id: int, closure_id: int) -> Shop:
    """The shop of this very partner that a closure belongs to. Raises NoClosure: unknown and another partner's alike."""
    row = execute(
        """SELECT c.shop_id FROM shop_closures c JOIN shops s ON s.id = c.shop_id JOIN brands b ON b.id = s.brand_id
            WHERE c.id = %(id)s AND b.partner_id = %(partner)s""",
        {"id": closure_id, "partner": partner_id},
    ).first()
    if row is None:
        raise NoClosure
    return shop_of(partner_id, row.shop_id)


def open_shop(brand_id: int, facts: ShopFacts, *, now: datetime) -> int:
    """Add a place where the brand's cards are taken; returns its id. Raises ShopTaken."""
    values = _cleaned(facts)
    try:
        shop_id = execute(
            """INSERT INTO shops (brand_id, city_slug, name_ru, name_en, address_ru, address_en)
               VALUES (%(brand)s, %(city_slug)s, %(name_ru)s, %(name_en)s, %(address_ru)s, %(address_en)s) RETURNING id""",
            values | {"brand": brand_id},
        ).scalar_one()
    except IntegrityError:
        raise ShopTaken from None
    audit.record("partners.open_shop", f"brand:{brand_id}", at=now, before={}, after={"shop": shop_id} | values)
    return int(shop_id)


def change_shop(shop: Shop, facts: ShopFacts, *, now: datetime) -> None:
    """Write a shop's facts again. Raises ShopTaken."""
    values = _cleaned(facts)
    before = {name: getattr(shop, name) for name in values if getattr(shop, name) != values[name]}
    if not before:
        return
    sets = ", ".join(f"{name} = %({name})s" for name in before)
    try:
        execute(f"UPDATE shops SET {sets} WHERE id = %(id)s", values | {"id": shop.id})  # noqa: S608 - our own names
    except IntegrityError:
        raise ShopTaken from None
    after = {"shop": shop.id} | {name: values[name] for name in before}
    audit.record("partners.change_shop", f"brand:{shop.brand_id}", at=now, before=before, after=after)


def close_shop(
    shop: Shop, *, from_on: date, until_on: date | None, why_ru: str, why_en: str, today: date, now: datetime
) -> None:
    """Let members know that a shop takes no cards on these days; without an end it is left out of the shop's lists.

    The same days again change nothing. `today` is the programme's.

    Raises:
        ClosureOver: the last of them was before today.
        ClosureOverlaps: the shop is closed on some of them already, by a closure that lasts or is to come.
    """
    if until_on is not None and until_on < today:
        raise ClosureOver
    values = {
        "shop": shop.id,
        "since": from_on,
        "until": until_on,
        "ru": plain(why_ru),
        "en": plain(why_en),
        "today": today,
    }
    execute("SELECT FROM shops WHERE id = %(shop)s FOR NO KEY UPDATE", values)  # one closure of a shop after another
    other = execute(_OVERLAPPING, values).first()
    if other is not None:
        until = other.until_on.isoformat() if other.until_on else None
        raise ClosureOverlaps(from_on=other.from_on.isoformat(), until_on=until)
    closed = execute(
        """INSERT INTO shop_closures (shop_id, from_on, until_on, why_ru, why_en)
           VALUES (%(shop)s, %(since)s, %(until)s, %(ru)s, %(en)s) ON CONFLICT DO NOTHING RETURNING id""",
        values,
    )
    if not closed.all():
        return
    after = {"shop": shop.id, "from": from_on.isoformat(), "until": until_on.isoformat() if until_on else None}
    audit.record("partners.close_shop", f"brand:{shop.brand_id}", at=now, before={}, after=after)


def lift_closure(shop: Shop, closure_id: int, *, now: datetime) -> None:
    """Take a closure back. Raises NoClosure."""
    lifted = execute(
        """UPDATE shop_closures SET lifted_at = %(now)s WHERE id = %(id)s AND shop_id = %(shop)s AND lifted_at IS NULL
           RETURNING from_on""",
        {"now": now, "id": closure_id, "shop": shop.id},
    ).first()
    if lifted is None:
        raise NoClosure
    facts = {"shop": shop.id, "from": lifted.from_on.isoformat()}
    audit.record("partners.lift_closure", f"brand:{shop.brand_id}", at=now, before=facts, after={"lifted": closure_id})


def closures(shop_ids: list[int], today: date) -> dict[int, list[Closure]]:
    """Of each shop the closures that are not over on this day, soonest first."""
    rows = execute(
        """SELECT id, shop_id, from_on, until_on, why_ru, why_en FROM shop_closures
            WHERE shop_id = ANY (%(shops)s) AND lifted_at IS NULL AND (until_on IS NULL OR until_on >= %(today)s)
            ORDER BY from_on, id""",
        {"shops": shop_ids, "today": today},
    )
    found: dict[int, list[Closure]] = {}
    for row in rows:
        found.setdefault(row.shop_id, []).append(Closure(*row))
    return found


def _cleaned(facts: ShopFacts) -> dict[str, Any]:
    return {name: " ".join(plain(getattr(facts, name)).split()) for name in ShopFacts.__slots__}
