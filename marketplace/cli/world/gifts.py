"""What became of cards in the demo world: gifts in each state, a card that can be exchanged, wishes near and far."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from marketplace import catalogue, exchanges, giftcards, gifts, orders, partners, programmes, wishes
from marketplace.cli.world import at_tills
from marketplace.cli.world.goods import Goods
from marketplace.cli.world.people import Members
from marketplace.exchanges import Rule
from marketplace.giftcards import Card
from marketplace.gifts import Gift, Wanted
from marketplace.members import Member
from marketplace.programmes import Programme

PROGRAMME = "vysota"
GIVER = "dmitry"
# On which terms: brand, what is kept of each thousand.
RULES = {"may": 0, "detsky-mir": 0, "mvideo": 30}
VALUE = 100_000
WORD = "северное сияние"
LETTER = Wanted(
    to_name="Ольга", email="olga.friend@vitrina.example", message="С днём рождения! Пусть всё сбудется.", signed="Дмитрий", design="birthday",
    language="ru", send_at=datetime.min.replace(tzinfo=UTC), word=WORD,
)  # fmt: skip
WISHES = (("detsky-mir-card", 300_000), ("mvideo-card", 100_000), ("mvideo-card", 500_000))


def live(of_slug: Mapping[str, Programme], people: Members, goods: Goods, now: datetime) -> None:
    """Have a guest give cards to one member, who keeps one, gives the others on, and wishes for more."""
    programme, dmitry = of_slug[PROGRAMME], people[GIVER, PROGRAMME]
    for slug, fee in RULES.items():
        brand = partners.brand_by_slug(programme.id, slug)
        exchanges.set_rule(
            programme.id,
            Rule(brand.id, gives=True, takes=True, recasts=True, fee_permille=fee),
            now=now - timedelta(days=30),
        )
    kept, *cards = [_given(dmitry, card, at) for card, at in _bought(programme, goods, now)]
    assert kept.member_id == dmitry.id, "his to exchange"
    for card, (name, days) in zip(cards, FATES.items(), strict=True):
        at = now - timedelta(days=days)
        of = gifts.give(dmitry, card.public_id, replace(LETTER, send_at=at), ref=f"world-{name}", now=at)
        if name == "later":
            gifts.change(of, replace(LETTER, to_name="Максимилиана", send_at=now + timedelta(days=5)), now=at)
        else:
            _lived(of, name, at)
    for offer, value in WISHES:
        wishes.add(dmitry, **goods.choice(PROGRAMME, offer, value), now=now - timedelta(days=20))


# What becomes of a gift, and how many days ago it was given.
FATES = {"later": 1, "sent": 2, "bounced": 3, "claimed": 6, "declined": 9}


def _lived(of: Gift, name: str, at: datetime) -> None:
    if name == "sent":
        return  # the worker writes its letter when the demo starts
    gifts.note_sent(of, now=at)
    later = at + timedelta(hours=3)
    if name == "bounced":
        gifts.note_bounced(of, now=at + timedelta(minutes=1))
        return
    gifts.note_seen(of, now=later)
    if name == "claimed":
        gifts.claim(of, gifts.recipient(of, now=later), now=later)
    elif name == "declined":
        gifts.decline(of, now=later)


def _bought(programme: Programme, goods: Goods, now: datetime) -> list[tuple[Card, datetime]]:
    """Cards of ours, bought by somebody who is known by his number alone."""
    at = now - timedelta(days=25)
    guest = at_tills.a_guest(programme, "Вера", "Лисицына", at)
    return [
        (ordered(programme, goods, guest, VALUE, f"world-gift-{number}", at), at + timedelta(days=1))
        for number in range(len(FATES) + 1)
    ]


def ordered(programme: Programme, goods: Goods, member: Member, value: int, ref: str, at: datetime) -> Card:
    """A card of ours for any sum that somebody orders for points; `value` in kopecks."""
    wanted = goods.choice(PROGRAMME, "may-any", value)
    price = catalogue.for_sale_range(wanted["offer_id"], value, programme_id=programme.id, now=at).price_points
    accepted = programmes.texts_accepted(programme.id, "ru")
    placed = orders.place(member, **wanted, price=price, ref=ref, now=at, accepted=accepted)
    orders.fulfil(placed.id, now=at)
    return giftcards.of_orders([placed.id])[placed.id]


def _given(to: Member, card: Card, at: datetime) -> Card:
    """A card that somebody has given him and he has claimed."""
    giver = replace(to, id=card.member_id)
    of = gifts.give(
        giver,
        card.public_id,
        replace(LETTER, to_name=to.first_name, email=to.email, signed="Вера", send_at=at),
        ref=f"world-{card.id}",
        now=at,
    )
    gifts.note_sent(of, now=at)
    return gifts.claim(of, to, now=at + timedelta(hours=1))
