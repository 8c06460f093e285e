"""Making a world to practise in. A new beginning is a new world: books are only ever added to, so the old one stays behind, unseen."""

from dataclasses import fields, replace
from datetime import datetime
from decimal import Decimal

from marketplace import catalogue, earning, members, orders, partners, programmes
from marketplace.catalogue import OfferFacts
from marketplace.core import audit
from marketplace.core.db import execute
from marketplace.core.money import minor_digits
from marketplace.earning import Operation
from marketplace.members import Member
from marketplace.partners import BrandFacts, PartnerFacts
from marketplace.programmes import Programme, Settings
from marketplace.training.values import SCENES, Plan

NAME_MAX = 80
SOURCE = "training"
PRICE, VALUE, SPENT = (
    450,
    1_000,
    200_000,
)  # points of a card, its value, what was paid with a bank card: whole units each


def begin(home: Programme, *, now: datetime) -> Programme:
    """The world where a programme's staff practise; made now where there is none."""
    programmes.hold(home.id)
    try:
        return programmes.training_world(home.id)
    except programmes.NoProgramme:
        return _made(home, 1, now)


def reset(home: Programme, *, now: datetime) -> Programme:
    """A fresh world in the place of the one that was played in, with every scene at its beginning."""
    programmes.hold(home.id)
    before = execute("SELECT count(*) FROM programmes WHERE training_of = %(id)s", {"id": home.id}).scalar_one()
    return _made(home, int(before) + 1, now)


def _made(home: Programme, number: int, now: datetime) -> Programme:
    settings = Settings(**{field.name: getattr(home, field.name) for field in fields(Settings)})
    called = replace(
        settings, slug=f"training-{home.id}-{number}", name_ru=f"{home.name_ru[: NAME_MAX - 15]}: учебный мир",
        name_en=f"{home.name_en[: NAME_MAX - 16]}: training world",
    )  # fmt: skip
    world = programmes.create(called, training_of=home.id, now=now)
    for kind in programmes.TEXT_KINDS:
        for language in home.languages:
            text = programmes.newest_text(home.id, kind, language)
            if text is not None:
                programmes.publish_text(world.id, kind, language, text.body, now=now)
    _people(world, now)
    audit.record(
        "training.begin", f"programme:{home.id}", at=now, before={"number": number - 1}, after={"number": number}
    )
    return world


def _people(world: Programme, now: datetime) -> None:
    """Everybody who calls, each with points from a purchase with a bank card and with a card bought for a part of them."""
    denomination_id, callers = _shelf(world, now), dict[str, Member]()
    for position, plan in enumerate(SCENES):
        callers[plan.name] = caller = _person(world, plan.first_name, plan, f"{plan.name}@training.example", now)
        if plan.relative is not None:
            _person(world, plan.relative, plan, f"{plan.name}.relative@training.example", now)
        members.bind_card(caller, _token(plan), now)
        execute(
            """INSERT INTO training_scenes (programme_id, scene, position, member_id)
               VALUES (%(programme)s, %(scene)s, %(position)s, %(member)s)""",
            {"programme": world.id, "scene": plan.name, "position": position, "member": caller.id},
        )
    paid = SPENT * 10 ** minor_digits(world.currency)
    operations = [
        Operation(row, plan.name, _token(plan), now, "purchase", paid, world.currency, "5411", "", "", rate=Decimal(1))
        for row, plan in enumerate(SCENES, 1)
    ]
    earning.take_in(world, operations, source=SOURCE, file=SOURCE, now=now)
    for name, caller in callers.items():
        order = orders.place(
            caller, denomination_id=denomination_id, ref=f"training_{world.id}_{name}", price=PRICE * 10**world.decimals,
            accepted=programmes.texts_accepted(world.id, caller.language), now=now,
        )  # fmt: skip
        orders.fulfil(order.id, now=now)


def _shelf(world: Programme, now: datetime) -> int:
    """A shop with one card of our own making; returns its denomination."""
    if not partners.categories():
        partners.save_category("other", name_ru="Разное", name_en="Other")
    shop, ru, en = "training-shop", "Учебная лавка", "Training shop"
    partner = partners.save_partner(world.id, PartnerFacts(slug=shop, name_ru=ru, name_en=en))
    brand = BrandFacts(slug=shop, name_ru=ru, name_en=en, category_slug=partners.categories()[0].slug)
    partners.save_brand(world.id, partner.id, brand, now=now)
    value, price = VALUE * 10 ** minor_digits(world.currency), PRICE * 10**world.decimals
    facts = OfferFacts(
        1, SOURCE, shop, "gift_card", "Подарочная карта", "Gift card", "own", world.currency, denominations=((value, price, None),)
    )  # fmt: skip
    catalogue.publish(world.id, SOURCE, [facts], now=now)
    (made,) = catalogue.published(world.id, SOURCE)
    assert made.denomination_id is not None, "it has one value"
    return made.denomination_id


def _person(world: Programme, first_name: tuple[str, str], plan: Plan, email: str, now: datetime) -> Member:
    english = world.languages[0] == "en"
    return members.join(
        world, user_id=None, first_name=first_name[english], last_name=plan.last_name[english], email=email, language=world.languages[0], city=None,
        phone=plan.phone, now=now,
    )  # fmt: skip


def _token(plan: Plan) -> str:
    """The bank card of whoever calls, as its issuer would name it."""
    return f"220000******{int(plan.phone[-2:]):04d}"
