"""Tills of the demo world: terminals of both partners, a contract between them, a month of what they took."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from random import Random

from marketplace import giftcards, ledger, members, orders, partners, programmes, tills
from marketplace.cli.world import reading
from marketplace.cli.world.goods import Goods
from marketplace.core.db import as_owner
from marketplace.giftcards import Card
from marketplace.programmes import Programme
from marketplace.tills import Terminal

PROGRAMME = "vysota"
OPENED, BOUGHT, MONTH = timedelta(days=90), timedelta(days=45), 30
CARDS_EACH = 2
MIN_VALUE = 50_000  # so that a card lasts for several purchases


@dataclass(frozen=True)
class Desk:
    """A partner's terminals, and the cards that they may take."""

    terminals: list[Terminal]
    cards: list[Card]


def work(of_slug: Mapping[str, Programme], goods: Goods, now: datetime) -> None:
    """Open terminals, let guests of the programme buy cards, and have them used day by day, always in the same way."""
    programme, chance = of_slug[PROGRAMME], Random(7)  # noqa: S311 - the same world each time
    slugs = {one.slug: one.id for one in partners.partners_of(programme.id)}
    terminals = {slug: _terminals(slug, slugs[slug], now - OPENED) for slug in ("veresk", "polyarny-dvor")}
    tills.begin_acceptance(slugs["veresk"], slugs["polyarny-dvor"], now=now - OPENED)
    cards = list(_cards(programme, goods, chance, now - BOUGHT))
    brands = partners.brands({card.brand_id for card in cards})
    own = {slug: [card for card in cards if brands[card.brand_id].partner_id == slugs[slug]] for slug in terminals}
    desks = [
        Desk(terminals["veresk"], own["veresk"]),
        Desk(terminals["polyarny-dvor"], own["polyarny-dvor"] + own["veresk"][:4]),
    ]
    numbers = count(4400)
    for days in range(MONTH, -1, -1):
        for desk in desks:
            for at in _moments(programme, chance, now, days):
                _take(desk, chance, next(numbers), at)


def _terminals(slug: str, partner_id: int, at: datetime) -> list[Terminal]:
    shops = partners.shops_of(partner_id)
    brands = partners.brands({shop.brand_id for shop in shops.values()})
    places = {(brands[shop.brand_id].slug, shop.name_ru): shop.id for shop in shops.values()}
    return [
        tills.open_terminal(partner_id, row["name"], shop_id=places.get((row["brand"], row["shop"])), now=at)
        for row in reading.rows("terminals") if row["partner"] == slug
    ]  # fmt: skip


def _cards(programme: Programme, goods: Goods, chance: Random, at: datetime) -> Iterator[Card]:
    """Each guest has points from somewhere and buys a few cards that can be used in part."""
    prices = {
        (row["offer"], reading.minor(row["value_rub"])): reading.minor(row["price_points"], programme.decimals)
        for row in reading.rows("offers") if row["programme"] == PROGRAMME and row["value_rub"] and row["price_points"] and not row["tier"]
    }  # fmt: skip
    wanted = sorted(
        (offer, value) for slug, offer, value in goods.denominations
        if slug == PROGRAMME and value >= MIN_VALUE and offer.endswith("-card") and (offer, value) in prices
    )  # fmt: skip
    for row in reading.rows("guests"):
        member = members.join(
            programme, user_id=None, first_name=row["first_name"], last_name=row["last_name"], email="", language="ru",
            city=None, now=at - timedelta(days=30),
        )  # fmt: skip
        _credit(programme, member, 100_000 * 10**programme.decimals, at)
        for offer, value in chance.sample(wanted, CARDS_EACH):
            placed = orders.place(
                member, **goods.choice(PROGRAMME, offer, value), price=prices[offer, value], ref=f"guest-{member.id}-{offer}-{value}", now=at,
                accepted=programmes.texts_accepted(programme.id, "ru"),
            )  # fmt: skip
            done = placed if placed.issued_at else orders.fulfil(placed.id, now=at)
            yield giftcards.of_orders([done.id])[done.id]


def _credit(programme: Programme, member: members.Member, points: int, at: datetime) -> None:
    giver = ledger.account(programme.id, "programme")
    mine = ledger.account(programme.id, "member", owner_id=member.id)
    entries = [ledger.Entry(giver, -points), ledger.Entry(mine, points, memo={"what": "adjustment"})]
    why = "what he had earned before this shop opened"
    with as_owner():
        ledger.adjust(
            programme.id, ref=f"world:guest-{member.id}", entries=entries, why=why, at=at, today=programme.day(at)
        )


def _moments(programme: Programme, chance: Random, now: datetime, days: int) -> list[datetime]:
    """Two to four moments of a day, in order; of today only what has passed."""
    noon = reading.moment(programme.day(now) - timedelta(days=days), programme.time_zone, now)
    drawn = sorted(noon + timedelta(minutes=chance.randrange(-150, 420)) for _ in range(chance.randrange(2, 5)))
    return [at for at in drawn if at < now]


def _take(desk: Desk, chance: Random, number: int, at: datetime) -> None:
    """A purchase with one of the cards: a part, or what is left; now and then it is taken back, or a code is mistyped."""
    terminal = chance.choice(desk.terminals)
    card = giftcards.card_by_id(chance.choice(desk.cards).id)
    part = chance.randrange(card.value // 40, card.value // 8) // 100 * 100 + chance.choice((0, 50, 90))
    amount = min(part, card.remaining) if partners.brand(card.brand_id).part_use else card.remaining
    if amount <= 0 or card.state != "active":
        return
    ref = f"{number:06d}"
    tills.redeem(
        terminal, tills.Found(card.id), ref=ref, asked=tills.asked("world", number), amount=amount, currency=card.currency,
        receipt=ref, now=at,
    )  # fmt: skip
    if chance.random() < 0.08:
        tills.reverse(terminal, ref, by="cashier", now=at + timedelta(minutes=4))
