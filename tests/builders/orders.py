"""A small shop for tests of orders and cards: a programme, a member with points, offers with codes in stock."""

import secrets
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from marketplace import catalogue, giftcards, identity, ledger, members, orders, partners, programmes
from marketplace.codes import sealing
from marketplace.core import clock, ids, vault
from marketplace.core.actors import Actor
from marketplace.core.db import act_as, execute
from marketplace.members import Member
from marketplace.orders import Order
from marketplace.partners import Brand, BrandFacts, PartnerFacts
from marketplace.programmes import Programme
from tests.builders.ledger import give
from tests.builders.programmes import a_programme

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
RANGED = 100_000
_numbers = count(1)


@dataclass(frozen=True)
class Shelf:
    """One thing that can be ordered."""

    programme: Programme
    brand: Brand
    offer_id: int
    denomination_id: int | None
    price: int  # of the denomination, or of 1 000 ₽ of a range

    @property
    def accepted(self) -> dict[str, bytes]:
        """What must be accepted to order it."""
        return programmes.texts_accepted(self.programme.id, "ru")


def by(member: Member) -> Actor:
    """The member themselves, as an actor."""
    return Actor("user", 1000 + member.id)


def a_brand(programme: Programme, *, now: datetime = NOW, **over: Any) -> Brand:
    """A brand of a partner of its own."""
    number = next(_numbers)
    partners.save_category("kids", name_ru="Детям", name_en="Kids")
    partner = partners.save_partner(
        programme.id, PartnerFacts(slug=f"partner-{number}", name_ru="Мир детства", name_en="Childhood")
    )
    facts = BrandFacts(
        slug=f"detsky-mir-{number}", name_ru="Детский мир", name_en="Detsky Mir", category_slug="kids",
        how_ru="В магазине: покажите код на кассе.\nНа сайте: введите код и ПИН в корзине.",
        how_en="In a shop: show the code at the till.\nOn the site: enter the code and PIN in the basket.",
    )  # fmt: skip
    return partners.save_brand(programme.id, partner.id, replace(facts, **over), now=now)


def an_offer(brand: Brand, **over: Any) -> int:
    """An offer of a brand; columns of `offers` can be given."""
    values = {
        "programme_id": brand.programme_id, "brand_id": brand.id, "external_ref": f"offer-{next(_numbers)}",
        "kind": "gift_card", "title_ru": "Подарочная карта", "title_en": "Gift card", "fulfilment": "stock",
        "currency": "RUB", "validity_days": 365, "fingerprint": b"-",
    } | over  # fmt: skip
    return _insert("offers", values)


def codes_in_stock(
    brand: Brand, denomination_id: int, how_many: int, *, expires_on: date | None = None, now: datetime | None = None
) -> list[str]:
    """Put codes on sale as a batch of their own; returns them in the clear, in the order in which they are sold."""
    made: list[str] = []
    if not how_many:
        return made
    batch = _insert("batches", {
        "programme_id": brand.programme_id, "brand_id": brand.id, "partner_id": brand.partner_id, "denomination_id": denomination_id,
        "name": "codes.csv",
        "file_digest": secrets.token_bytes(32), "code_count": how_many, "without_pin": 0, "expected_hits_milli": 0, "loaded_at": now or clock.now(),
    })  # fmt: skip
    for _ in range(how_many):
        code, code_id = f"MARK{ids.random_symbols(12)}", int(execute("SELECT nextval('codes_id_seq') AS n").one().n)
        execute(
            """INSERT INTO codes (id, batch_id, brand_id, partner_id, denomination_id, ciphertext, blind, last4, expires_on)
               VALUES (%(id)s, %(batch)s, %(brand)s, %(partner)s, %(denomination)s, %(cipher)s, %(blind)s, %(last4)s, %(ends)s)""",
            {"id": code_id, "batch": batch, "brand": brand.id, "partner": brand.partner_id, "denomination": denomination_id, "last4": code[-4:],
             "ends": expires_on, "cipher": sealing.seal(code_id, code, "0417"), "blind": vault.blind(code)},
        )  # fmt: skip
        execute(
            "INSERT INTO free_codes (denomination_id, expires_on, code_id, batch_id) VALUES (%(of)s, coalesce(%(ends)s::date, 'infinity'), %(id)s, %(batch)s)",
            {"of": denomination_id, "ends": expires_on, "id": code_id, "batch": batch},
        )
        made.append(code)
    return made


def a_shelf(
    programme: Programme | None = None,
    *,
    stock: int = 3,
    value: int = 30_000,
    price: int = 450,
    expires_on: date | None = None,
    brand: dict[str, Any] | None = None,
    **offer: Any,
) -> Shelf:
    """A gift card of 300 ₽ for 450 points with codes in stock; columns of the offer can be given."""
    programme = programme or a_programme()
    of = a_brand(programme, **(brand or {}))
    offer_id = an_offer(of, **offer)
    denomination_id = _insert("denominations", {"offer_id": offer_id, "value": value, "price_points": price})
    if offer.get("fulfilment", "stock") == "stock":
        codes_in_stock(of, denomination_id, stock, expires_on=expires_on)
    return Shelf(programme, of, offer_id, denomination_id, price)


def beside(shelf: Shelf, *, value: int = 30_000, price: int = 450) -> Shelf:
    """Another offer of the same brand, of certificates of ours."""
    offer_id = an_offer(shelf.brand, fulfilment="own")
    denomination_id = _insert("denominations", {"offer_id": offer_id, "value": value, "price_points": price})
    return replace(shelf, offer_id=offer_id, denomination_id=denomination_id, price=price)


def a_range_shelf(programme: Programme | None = None, **offer: Any) -> Shelf:
    """A certificate of ours for any value from 500 to 5 000 ₽ in steps of 100 ₽, three points for two roubles."""
    programme = programme or a_programme()
    of = a_brand(programme)
    ranged = {"value_min": 50_000, "value_max": 500_000, "value_step": 10_000, "rate_points": 3, "rate_value": 200}
    facts = {"fulfilment": "own", "kind": "certificate"} | ranged | offer
    for end in ("min", "max"):
        facts[f"price_{end}"] = catalogue.range_price(facts[f"value_{end}"], facts["rate_points"], facts["rate_value"])
    offer_id = an_offer(of, **facts)
    return Shelf(
        programme, of, offer_id, None, catalogue.range_price(RANGED, facts["rate_points"], facts["rate_value"])
    )


def a_member(
    programme: Programme,
    *,
    points: int = 0,
    lots: list[tuple[int, date | None]] | None = None,
    now: datetime = NOW,
    **over: Any,
) -> Member:
    """A member who has earned points, in lots of (amount, last day)."""
    number = next(_numbers)
    facts = {
        "first_name": "Анна",
        "last_name": "Соколова",
        "email": f"anna{number}@example.org",
        "language": "ru",
    } | over
    tier = facts.pop("tier", "")
    member = members.join(programme, user_id=None, city=None, now=now, **facts)
    if tier:
        execute("UPDATE members SET tier = %(tier)s WHERE id = %(id)s", {"tier": tier, "id": member.id})
        member = replace(member, tier=tier)
    lots = lots if lots is not None else [(points, None)] if points else []
    for lot in lots:
        give(programme, ledger.account(programme.id, "member", owner_id=member.id), [lot], at=now, memo=None)
    return member


def a_key(member: Member, *, now: datetime = NOW) -> str:
    """The key of an API client that may do everything for this member alone."""
    facts = {"member_id": member.id, "per_minute": 100_000, "now": now}
    return identity.create_client(member.programme_id, "Till", identity.SCOPES, **facts)[1]


def an_order(member: Member, shelf: Shelf, *, ref: str = "", now: datetime = NOW, **over: Any) -> Order:
    """An order by the member themselves, with both acceptances."""
    facts: dict[str, Any] = {"accepted": shelf.accepted, "price": shelf.price}
    if shelf.denomination_id is None:
        facts |= {"offer_id": shelf.offer_id, "value": RANGED}
    else:
        facts |= {"denomination_id": shelf.denomination_id}
    act_as(by(member))
    return orders.place(member, ref=ref or ids.new_ref(), now=now, **(facts | over))


def balance(member: Member, now: datetime = NOW) -> int:
    """What the member can spend."""
    account = ledger.account(member.programme_id, "member", owner_id=member.id)
    return ledger.balance(account, programmes.get(member.programme_id).day(now))


def wrong() -> list[Any]:
    """What the books say is wrong, over all domains that an order touches; to be empty."""
    return [*ledger.invariants(), *orders.invariants(), *giftcards.invariants()]


def _insert(table: str, values: dict[str, Any]) -> int:
    names = ", ".join(values)
    marks = ", ".join(f"%({name})s" for name in values)
    return int(execute(f"INSERT INTO {table} ({names}) VALUES ({marks}) RETURNING id", values).one().id)
