"""What may be asked about partners, brands, categories and shops; read only."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from marketplace.core.db import db
from marketplace.core.errors import NotFound
from marketplace.partners.models import Brand, Category, Partner, Shop


def partner(partner_id: int) -> Partner:
    """The partner. Raises NotFound."""
    found = db.session.get(Partner, partner_id)
    if found is None:
        raise NotFound(partner_id=partner_id)
    return found


def partner_by_slug(programme_id: int, slug: str) -> Partner:
    """The programme's partner of that name in addresses and files. Raises NotFound."""
    found = db.session.scalar(select(Partner).where(Partner.programme_id == programme_id, Partner.slug == slug))
    if found is None:
        raise NotFound(partner=slug)
    return found


def partners_of(programme_id: int) -> Sequence[Partner]:
    """Every partner of a programme."""
    return db.session.scalars(select(Partner).where(Partner.programme_id == programme_id).order_by(Partner.id)).all()


def brand(brand_id: int) -> Brand:
    """The brand. Raises NotFound."""
    found = db.session.get(Brand, brand_id)
    if found is None:
        raise NotFound(brand_id=brand_id)
    return found


def brand_by_slug(programme_id: int, slug: str, *, partner_id: int | None = None) -> Brand:
    """The programme's brand of that name in addresses and files. Raises NotFound, also for one that is not this partner's."""
    found = db.session.scalar(select(Brand).where(Brand.programme_id == programme_id, Brand.slug == slug))
    if found is None or partner_id not in (None, found.partner_id):
        raise NotFound(brand=slug)
    return found


def brands(brand_ids: Iterable[int]) -> dict[int, Brand]:
    """Several brands in one statement, by id; what does not exist is left out."""
    wanted = set(brand_ids)
    if not wanted:
        return {}
    return {found.id: found for found in db.session.scalars(select(Brand).where(Brand.id.in_(wanted)))}


def brands_of(programme_id: int, *, partner_id: int | None = None) -> Sequence[Brand]:
    """Every brand of a programme, or of one of its partners, the most wanted first."""
    query = select(Brand).where(Brand.programme_id == programme_id).order_by(Brand.rank, Brand.id)
    return db.session.scalars(query if partner_id is None else query.where(Brand.partner_id == partner_id)).all()


def brand_keys(programme_id: int, *, partner_id: int | None = None) -> dict[str, tuple[int, int]]:
    """By what files name each brand, its slug: its id and its partner's. Nothing else of it is read, for there may be a hundred thousand."""
    query = select(Brand.slug, Brand.id, Brand.partner_id).where(Brand.programme_id == programme_id)
    rows = db.session.execute(query if partner_id is None else query.where(Brand.partner_id == partner_id))
    return {slug: (brand_id, owner) for slug, brand_id, owner in rows}


def brands_of_partner(partner_id: int) -> Sequence[Brand]:
    """Every brand of a partner, by its name."""
    return db.session.scalars(
        select(Brand).where(Brand.partner_id == partner_id).order_by(Brand.name_ru, Brand.id)
    ).all()


def brand_of(partner_id: int, slug: str) -> Brand:
    """A brand of this very partner. Raises NotFound."""
    found = db.session.scalar(select(Brand).where(Brand.partner_id == partner_id, Brand.slug == slug))
    if found is None:
        raise NotFound(brand=slug)
    return found


def categories() -> Sequence[Category]:
    """All shelves, in their order."""
    return db.session.scalars(select(Category).order_by(Category.position, Category.slug)).all()


def shops_of(partner_id: int) -> dict[int, Shop]:
    """The shops of all brands of a partner, by id."""
    found = db.session.scalars(
        select(Shop)
        .join(Brand, Brand.id == Shop.brand_id)
        .where(Brand.partner_id == partner_id)
        .order_by(Shop.city_slug, Shop.id)
    )
    return {shop.id: shop for shop in found}


def shops(brand_id: int, city: str | None = None) -> Sequence[Shop]:
    """Where a brand's cards are taken; those of one city where a city is given."""
    query = select(Shop).where(Shop.brand_id == brand_id).order_by(Shop.city_slug, Shop.id)
    return db.session.scalars(query if city is None else query.where(Shop.city_slug == city)).all()
