"""Tills of the demo world: terminals of both partners, a contract between them, a month of what was sold and what they took."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from random import Random

from marketplace import giftcards, ledger, members, orders, partners, programmes, tills
from marketplace.cli.world import alarms, offline, reading, servers
from marketplace.cli.world.goods import Goods
from marketplace.core.db import as_owner
from marketplace.giftcards import Card
from marketplace.programmes import Programme
from marketplace.tills import Terminal
from marketplace.webhooks import Endpoint

PROGRAMME, VERESK, POLYARNY = "vysota", "veresk", "polyarny-dvor"
OPENED, BOUGHT, MONTH = timedelta(days=90), timedelta(days=45), 30
GUESSED, DECOY_SHOWN, REVERSED, SERVER_SINCE = 6, 3, 1, 3  # days ago
SOLD_FOR = 17  # days, in which most of a batch goes
DAILY = (("shokoladnitsa-card", 50_000), ("chitay-gorod-card", 20_000))
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
    terminals = {slug: _terminals(slug, slugs[slug], now - OPENED) for slug in (VERESK, POLYARNY)}
    tills.begin_acceptance(slugs[VERESK], slugs[POLYARNY], now=now - OPENED)
    guests = list(_guests(programme, now - BOUGHT))
    cards = list(_cards(programme, goods, guests, chance, now - BOUGHT))
    brands = partners.brands({card.brand_id for card in cards})
    own = {slug: [card for card in cards if brands[card.brand_id].partner_id == slugs[slug]] for slug in terminals}
    desks = [Desk(terminals[VERESK], own[VERESK]), Desk(terminals[POLYARNY], own[POLYARNY] + own[VERESK][:4])]
    numbers = count(4400)
    events = Happenings(programme, terminals, own, now)
    for days in range(MONTH, -1, -1):
        events.morning(days, slugs[VERESK])
        if days <= SOLD_FOR:
            _sell(programme, goods, guests, chance, _noon(programme, now, days))
        for desk in desks:
            for at in _moments(programme, chance, now, days):
                _take(desk, chance, next(numbers), at)
        events.evening(days)
    events.end()


class Happenings:
    """What happened on some days besides: a till was without a network, alarms, a server that is told of it all."""

    def __init__(
        self,
        programme: Programme,
        terminals: Mapping[str, list[Terminal]],
        own: Mapping[str, list[Card]],
        now: datetime,
    ) -> None:
        self._programme, self._own, self._now = programme, own, now
        self._named = {one.name: one for one in terminals[VERESK]}
        self._theirs = {one.name: one for one in terminals[POLYARNY]}
        self._server: Endpoint | None = None

    def morning(self, days: int, veresk: int) -> None:
        """Before the day's purchases."""
        if days == SERVER_SINCE:
            self._server = servers.connect(self._programme, veresk, at=_noon(self._programme, self._now, days))

    def evening(self, days: int) -> None:
        """After them."""
        at = _noon(self._programme, self._now, days) + timedelta(hours=6)
        if days == GUESSED:
            alarms.guessing(
                self._theirs["Касса 7"],
                cashier="marina@polyarny-dvor.example",
                owner="pavel@polyarny-dvor.example",
                at=at,
            )
        if days == DECOY_SHOWN:
            till = self._named["Касса 2"]
            alarms.decoy(
                self._programme, till, file="letual-1000.xlsx", cashier="egor@veresk.example", at=at, now=self._now
            )
        if days == offline.DAYS_AGO:
            plain = [
                card for card in self._whole(VERESK, offline.ENOUGH) if card.brand_id in _without_pin(self._programme)
            ]
            offline.day(
                self._programme, self._named["Касса 1"], self._named["Касса 4"], plain[: len(offline.TAKEN)], self._now
            )
        if days == REVERSED:
            alarms.reversing(
                self._theirs["Касса 3"], self._whole(POLYARNY, 500_00)[0], cashier="marina@polyarny-dvor.example", at=at
            )

    def end(self) -> None:
        """What the server answered to all of it."""
        assert self._server is not None, "it was connected"
        servers.answer(self._server, now=self._now)

    def _whole(self, slug: str, least: int) -> list[Card]:
        """A partner's cards that can be used in part, and hold so much at least."""
        found = [giftcards.card_by_id(card.id) for card in self._own[slug]]
        return [
            card
            for card in found
            if card.state == "active" and card.remaining >= least and partners.brand(card.brand_id).part_use
        ]


def _without_pin(programme: Programme) -> set[int]:
    """Brands whose codes have no PIN."""
    slugs = {row["slug"] for row in reading.rows("brands") if row["pin_digits"] == "0"}
    return {brand.id for brand in partners.brands_of(programme.id) if brand.slug in slugs}


def _terminals(slug: str, partner_id: int, at: datetime) -> list[Terminal]:
    shops = partners.shops_of(partner_id)
    brands = partners.brands({shop.brand_id for shop in shops.values()})
    places = {(brands[shop.brand_id].slug, shop.name_ru): shop.id for shop in shops.values()}
    return [
        tills.open_terminal(partner_id, row["name"], shop_id=places.get((row["brand"], row["shop"])), now=at)
        for row in reading.rows("terminals") if row["partner"] == slug
    ]  # fmt: skip


def _guests(programme: Programme, at: datetime) -> Iterator[members.Member]:
    """Members without a sign-in, with points from somewhere."""
    for row in reading.rows("guests"):
        yield a_guest(programme, row["first_name"], row["last_name"], at)


def _cards(
    programme: Programme, goods: Goods, guests: list[members.Member], chance: Random, at: datetime
) -> Iterator[Card]:
    """Each guest buys a few cards that can be used in part."""
    prices = _prices(programme)
    wanted = sorted(
        (offer, value) for slug, offer, value in goods.denominations
        if slug == PROGRAMME and value >= MIN_VALUE and offer.endswith("-card") and (offer, value) in prices
    )  # fmt: skip
    # At that time some offers cost something else; instead of such a card its guest buys another brand's of the same value.
    changed = {row["offer"] for row in reading.rows("earlier") if row["programme"] == PROGRAMME}
    for member in guests:
        for drawn, value in chance.sample(wanted, CARDS_EACH):
            others = [offer for offer, of in wanted if of == value and offer not in changed]
            offer = drawn if drawn in others else next((one for one in others if one > drawn), others[0])
            yield _buy(programme, goods, member, offer, value, f"guest-{member.id}-{offer}-{value}", at)


def _sell(programme: Programme, goods: Goods, guests: list[members.Member], chance: Random, noon: datetime) -> None:
    """What is bought on an ordinary day: a card that goes fast, and now and then another."""
    for offer, value in DAILY if noon.toordinal() % 3 else DAILY[:1]:
        member = chance.choice(guests)
        _buy(programme, goods, member, offer, value, f"daily-{noon:%Y%m%d}-{offer}", noon)


def _buy(
    programme: Programme, goods: Goods, member: members.Member, offer: str, value: int, ref: str, at: datetime
) -> Card:
    placed = orders.place(
        member, **goods.choice(PROGRAMME, offer, value), price=_prices(programme)[offer, value], ref=ref, now=at,
        accepted=programmes.texts_accepted(programme.id, "ru"),
    )  # fmt: skip
    done = placed if placed.issued_at else orders.fulfil(placed.id, now=at)
    return giftcards.of_orders([done.id])[done.id]


def _prices(programme: Programme) -> dict[tuple[str, int], int]:
    """What each value of an offer costs that anybody may order."""
    return {
        (row["offer"], reading.minor(row["value_rub"])): reading.minor(row["price_points"], programme.decimals)
        for row in reading.rows("offers") if row["programme"] == PROGRAMME and row["value_rub"] and row["price_points"] and not row["tier"]
    }  # fmt: skip


def a_guest(
    programme: Programme, first_name: str, last_name: str, at: datetime, *, points: int = 100_000
) -> members.Member:
    """A member who is known by his number alone, with whole points from somewhere."""
    member = members.join(
        programme, user_id=None, first_name=first_name, last_name=last_name, email="", language="ru", city=None,
        now=at - timedelta(days=30),
    )  # fmt: skip
    _credit(programme, member, points * 10**programme.decimals, at)
    return member


def _credit(programme: Programme, member: members.Member, points: int, at: datetime) -> None:
    giver = ledger.account(programme.id, "programme")
    mine = ledger.account(programme.id, "member", owner_id=member.id)
    entries = [ledger.Entry(giver, -points), ledger.Entry(mine, points, memo={"what": "adjustment"})]
    why = "Баллы, накопленные до открытия этой витрины"
    with as_owner():
        ledger.adjust(
            programme.id, ref=f"world:guest-{member.id}", entries=entries, why=why, at=at, today=programme.day(at)
        )


def _moments(programme: Programme, chance: Random, now: datetime, days: int) -> list[datetime]:
    """Two to four moments of a day, in order; of today only what has passed."""
    noon = _noon(programme, now, days)
    drawn = sorted(noon + timedelta(minutes=chance.randrange(-150, 420)) for _ in range(chance.randrange(2, 5)))
    return [at for at in drawn if at < now]


def _noon(programme: Programme, now: datetime, days: int) -> datetime:
    return reading.moment(programme.day(now) - timedelta(days=days), programme.time_zone, now)


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
