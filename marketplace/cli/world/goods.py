"""Partners, brands, shops, offers and codes of the demo world."""

import secrets
import string
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime, time, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from stdnum import ean

from marketplace import catalogue, codes, partners, suppliers
from marketplace.catalogue import OfferFacts
from marketplace.cli.world import earlier, reading
from marketplace.codes import NewCode
from marketplace.core import ids
from marketplace.core.money import minor_digits
from marketplace.core.problems import Problems
from marketplace.integrations.suppliers import practice
from marketplace.partners import BrandFacts, PartnerFacts
from marketplace.programmes import Programme

SOURCE = catalogue.SOURCE  # so that a partner's own file changes the same offers
SUPPLIED = "practice"  # what a supplier sells; `offer` is what they call it
NEW_DAYS = 10
OLD_DAYS = 60
LOADED = timedelta(days=45)
Row = Mapping[str, str]


class Goods:
    """What was put on the shelves, by programme, offer and value."""

    def __init__(self) -> None:
        self.denominations: dict[tuple[str, str, int], int] = {}
        self.ranges: dict[tuple[str, str], int] = {}

    def choice(self, programme: str, offer: str, value: int) -> dict[str, Any]:
        """What an order has to name to get this offer at this value."""
        found = self.denominations.get((programme, offer, value))
        if found is not None:
            return {"denomination_id": found}
        return {"offer_id": self.ranges[programme, offer], "value": value}


def offer(programmes: Mapping[str, Programme], now: datetime) -> None:
    """Publish what every programme offered at first, as it was then; `versions.publish` and `offer_new` bring it to what it is now."""
    for row in reading.rows("categories"):
        partners.save_category(
            row["slug"], name_ru=row["name_ru"], name_en=row["name_en"], position=int(row["position"])
        )
    offers = list(reading.rows("offers"))
    for slug, programme in programmes.items():
        mine = [row for row in offers if row["programme"] == slug]
        _brands(programme, {row["brand"]: row["is_new"] == "yes" for row in mine}, now)
        _publish(programme, [row for row in mine if row["is_new"] != "yes"], now)
        if any(row["fulfilment"] == "supplier" for row in mine):
            _connect(programme, now)


def offer_new(programmes: Mapping[str, Programme], now: datetime) -> None:
    """Publish what has come to each programme NEW_DAYS ago."""
    for slug, programme in programmes.items():
        mine = (row for row in reading.rows("offers") if row["programme"] == slug)
        _publish(programme, [row for row in mine if row["is_new"] == "yes"], now)


def stock(programmes: Mapping[str, Programme], now: datetime) -> Goods:
    """Load the codes for what is offered."""
    offers, goods = list(reading.rows("offers")), Goods()
    for slug, programme in programmes.items():
        _remember(goods, programme)
        _load_codes(goods, programme, [row for row in offers if row["programme"] == slug], now - LOADED)
    return goods


def wanted(programme: Programme) -> list[OfferFacts]:
    """The offers of a programme as they are now."""
    return [
        facts
        for facts, _ in _offers(
            programme, [row for row in reading.rows("offers") if row["programme"] == programme.slug]
        )
    ]


def _connect(programme: Programme, now: datetime) -> None:
    """Connect it with the supplier that the demo brings along, behind a socket in VAR_DIR."""
    suppliers.connect(
        programme.id, SUPPLIED, adapter="reloadly", name="Practice supplier", base_url=practice.ADDRESS, auth_url=practice.ADDRESS,
        client_id="vitrina-demo", secret=secrets.token_urlsafe(24), now=now,
    )  # fmt: skip


def _brands(programme: Programme, is_new: Mapping[str, bool], now: datetime) -> None:
    for row in reading.rows("partners"):
        if programme.slug in reading.parts(row["programmes"]):
            names = {"name_ru": row["name_ru"], "name_en": row["name_en"], "legal_name": row["legal_name_ru"]}
            partners.save_partner(programme.id, PartnerFacts(slug=row["slug"], inn=row["inn"], **names))
    for row in reading.rows("brands"):
        if programme.slug in reading.parts(row["programmes"]):
            partner = partners.partner_by_slug(programme.id, row["partner"])
            since = _since(row, is_new.get(row["slug"], False), now)
            brand = partners.save_brand(programme.id, partner.id, _facts(row), now=since)
            for shop in reading.rows("shops"):
                if shop["brand"] == row["slug"]:
                    names = {name: shop[name] for name in ("name_ru", "name_en", "address_ru", "address_en")}
                    partners.add_shop(brand.id, city_slug=shop["city"], **names)


def _facts(row: Row) -> BrandFacts:
    same = (
        "slug", "name_ru", "name_en", "description_ru", "description_en", "how_ru", "how_en", "initials", "palette",
        "motif", "symbology",
    )  # fmt: skip
    return BrandFacts(
        **{name: row[name] for name in same},
        part_use=row["part_use"] == "yes",
        category_slug=row["category"],
        city_slugs=() if row["cities"] == "all" else reading.parts(row["cities"]),
        online=row["online"] == "yes",
        rank=int(row["popularity"]),
    )


def _since(brand: Row, is_new: bool, now: datetime) -> datetime:
    days = NEW_DAYS if is_new else OLD_DAYS + 3 * int(brand["popularity"])
    return now - timedelta(days=days)


def _publish(programme: Programme, rows: list[dict[str, str]], now: datetime) -> None:
    """Publish the offers of one age together, so that what is new looks new."""
    brands = {row["slug"]: row for row in reading.rows("brands")}
    ages: dict[tuple[str, datetime], list[OfferFacts]] = defaultdict(list)
    for facts, row in _offers(programme, rows):
        source = SUPPLIED if facts.fulfilment == "supplier" else SOURCE
        since = _since(brands[row["brand"]], row["is_new"] == "yes", now)
        ages[source, since].append(earlier.as_it_was(facts, programme, days=(now - since).days))
    for (source, since), facts_of_age in sorted(ages.items(), key=lambda one: one[0][1]):
        catalogue.publish(programme.id, source, facts_of_age, whole=False, now=since)


def _offers(programme: Programme, rows: list[dict[str, str]]) -> Iterator[tuple[OfferFacts, dict[str, str]]]:
    groups: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        groups[row["offer"]].append(row)
    for number, (ref, group) in enumerate(groups.items(), 1):
        yield _offer(programme, number, ref, group), group[0]


def _offer(programme: Programme, number: int, ref: str, group: list[dict[str, str]]) -> OfferFacts:
    first, decimals = group[0], programme.decimals
    ranged = bool(first["value_min_rub"])
    prices = sorted(
        (
            reading.minor(row["value_rub"]),
            reading.minor(row["price_points"], decimals),
            reading.optional(row["old_price_points"], decimals),
        )
        for row in group
        if row["value_rub"]
    )
    same = ("brand", "kind", "title_ru", "title_en", "fulfilment", "tier")
    return OfferFacts(
        row=number,
        external_ref=ref,
        **{name: first[name] for name in same},
        currency=programme.currency,
        value_min=reading.optional(first["value_min_rub"]),
        value_max=reading.optional(first["value_max_rub"]),
        value_step=reading.optional(first["value_step_rub"]),
        rate_points=reading.optional(first["points_per_100_rub"], decimals),
        rate_value=100 * 10 ** minor_digits(programme.currency) if ranged else None,
        min_points=reading.optional(first["min_points"], decimals),
        money_rate=reading.optional(first["rubles_per_100_points"], 0),
        validity_days=int(first["validity_days"]),
        per_member_limit=reading.optional(first["per_member_limit"], 0),
        total_limit=reading.optional(first["total_limit"], 0),
        starts_at=_day(first["starts_on"], programme, 0),
        ends_at=_day(first["ends_on"], programme, 1),
        denominations=tuple(prices),
    )


def _day(cell: str, programme: Programme, plus: int) -> datetime | None:
    if not cell:
        return None
    day = datetime.fromisoformat(cell).date() + timedelta(days=plus)
    return datetime.combine(day, time(), ZoneInfo(programme.time_zone))


def _remember(goods: Goods, programme: Programme) -> None:
    for thing in [*catalogue.published(programme.id, SOURCE), *catalogue.published(programme.id, SUPPLIED)]:
        if thing.denomination_id is None or thing.value is None:
            goods.ranges[programme.slug, thing.external_ref] = thing.offer_id
        else:
            goods.denominations[programme.slug, thing.external_ref, thing.value] = thing.denomination_id


def _load_codes(goods: Goods, programme: Programme, rows: list[dict[str, str]], now: datetime) -> None:
    """Make the codes of each brand and load them as if they had come in a file of its partner."""
    for brand in reading.rows("brands"):
        new = list(_new_codes(goods, programme, brand, [row for row in rows if row["brand"] == brand["slug"]]))
        if new:
            name = f"{brand['slug']}.csv"
            codes.load(
                programme.id,
                partners.brand_by_slug(programme.id, brand["slug"]).id,
                new,
                name=name,
                file_digest=secrets.token_bytes(32),
                problems=Problems(name),
                today=programme.day(now),
                apply=True,
                now=now,
            )


def _new_codes(goods: Goods, programme: Programme, brand: Row, rows: list[dict[str, str]]) -> Iterator[NewCode]:
    number, digits = count(1), int(brand["pin_digits"] or 0)
    for row in rows:
        if row["fulfilment"] == "stock" and row["value_rub"]:
            of = goods.denominations[programme.slug, row["offer"], reading.minor(row["value_rub"])]
            for _ in range(int(row["stock"] or 0)):
                pin = "".join(secrets.choice(string.digits) for _ in range(digits))
                yield NewCode(next(number), of, made_up(brand["code_format"]), pin, None)


def made_up(form: str) -> str:
    """A code of this form."""
    if form == "ean13":
        body = secrets.choice("123456789") + "".join(secrets.choice(string.digits) for _ in range(11))
        return body + ean.calc_check_digit(body)
    length = int(form.removeprefix("digits").removeprefix("alnum"))
    if form.startswith("digits"):
        return "".join(secrets.choice(string.digits) for _ in range(length))
    return ids.random_symbols(length)
