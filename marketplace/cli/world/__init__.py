"""The demo world: two programmes with everything in them, read from `marketplace/cli/demo_world`."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, cast

from marketplace import fraud, programmes
from marketplace.cli.world import (
    applications,
    at_tills,
    banking,
    batches,
    by_provider,
    cases,
    coalition,
    desk,
    gifts,
    goods,
    past,
    people,
    proposal,
    reading,
    settling,
    versions,
    waiting,
)
from marketplace.core import audit
from marketplace.core.actors import SYSTEM
from marketplace.core.db import transaction
from marketplace.programmes import City, Programme, Settings

GRACE_DAYS = 30  # the demo's own texts name it
AGE = timedelta(days=4 * 365)


def _roles(row: dict[str, str]) -> str:
    return ", ".join(role.replace("_", " ") for role in reading.parts(row["roles"]))


# What the audit of a database says that holds this world, and no other database's.
LOADED = ("world.load", "world:1")
# Who can sign in, for anyone who starts the demo: name, address, password, what is special.
SIGN_INS: tuple[tuple[str, str, str, str], ...] = (
    *(
        (row["first_name_en"], row["email"], people.PASSWORD, row["about_en"])
        for row in reading.rows("members")
        if row["programme"] == "vysota"
    ),
    *((row["first_name_en"], row["email"], people.PASSWORD, _roles(row)) for row in reading.rows("staff")),
)


def load(now: datetime, echo: Callable[[str], None], *, authenticators: bool = True) -> None:
    """Fill an empty database: all of the world, or nothing of it.

    With `authenticators` its staff and partners have theirs set up already; the demo's mailbox shows their codes.
    """
    with transaction(by=SYSTEM):
        audit.record(*LOADED, at=now, after={"loaded": True})
        echo("programmes and their texts")
        of_slug = _programmes(now - AGE)
        echo("brands and offers")
        goods.offer(of_slug, now)
        echo("members, partners and staff")
        members = people.members_of_world(of_slug, now)
        people.staff(of_slug, now, authenticators=authenticators)
        echo("what partners have changed, and codes")
        shelves = _stocked(of_slug, now)
        echo("what happened until today")
        past.live(of_slug, members, shelves, now)
        echo("what tills have taken")
        at_tills.work(of_slug, shelves, now)
        echo("what partners are owed")
        settling.settle(of_slug, now)
        coalition.live(of_slug, now)
        echo("what banks and tills tell")
        banking.tell(of_slug[settling.PROGRAMME], now)
        by_provider.live(of_slug, members, now)
        proposal.wait(of_slug, now)
        applications.wait(of_slug, now)
        waiting.wait(of_slug[versions.PROGRAMME], now)
        echo("what members have asked support")
        cases.ask(of_slug, members, now)
        echo("what was given on")
        gifts.live(of_slug, members, shelves, now)
        echo("what the desk has put right")
        too_quick = desk.work(of_slug[versions.PROGRAMME], shelves, now)
        fraud.look(of_slug[versions.PROGRAMME], now)
        desk.hold(too_quick, now)


def _stocked(of_slug: dict[str, Programme], now: datetime) -> goods.Goods:
    programme = of_slug[versions.PROGRAMME]
    versions.rule(programme, now)
    offers = goods.wanted(programme)
    versions.publish(programme, offers, now, ago=range(goods.NEW_DAYS, goods.OLD_DAYS))
    goods.offer_new(of_slug, now)
    versions.publish(programme, offers, now, ago=range(goods.NEW_DAYS))
    shelves = goods.stock(of_slug, now)
    batches.load(programme, shelves, now)
    return shelves


def _programmes(now: datetime) -> dict[str, Programme]:
    cities = (City(row["slug"], row["name_ru"], row["name_en"], int(row["position"])) for row in reading.rows("cities"))
    programmes.put_cities(list(cities))
    return {row["slug"]: _programme(row, now) for row in reading.rows("programmes")}


def _points(row: dict[str, str], name: str) -> int:
    """Whole points as minor units of the programme's; 0 where nothing is said."""
    return int(int(row[name] or 0) * 10 ** int(row["decimals"]))


def _programme(row: dict[str, str], now: datetime) -> Programme:
    same = (
        "slug", "name_ru", "name_en", "unit_one_ru", "unit_few_ru", "unit_many_ru", "unit_one_en", "unit_many_en",
        "time_zone", "currency", "city_slug", "mail_from",
    )  # fmt: skip
    texts: dict[str, Any] = {name: row[name] for name in same}
    settings = Settings(
        **texts,
        expiry_end=cast(programmes.ExpiryEnd, row["expiry_end"]),
        decimals=int(row["decimals"]),
        languages=reading.parts(row["languages"]),
        expiry_months=int(row["expiry_months"]),
        grace_days=GRACE_DAYS,
        reveal_limit=reading.minor(row["reveal_limit_rub"]),
        topup_price=reading.minor(row["topup_price_rub"]) if row["topup_price_rub"] else None,
        topup_least=_points(row, "topup_least"),
        topup_most=_points(row, "topup_most"),
        topup_day=_points(row, "topup_day"),
        fresh_days=int(row["fresh_days"] or 0),
        look={look["property"]: look["value"] for look in reading.rows("looks") if look["programme"] == row["slug"]},
    )
    programme = programmes.create(settings, hosts=reading.parts(row["hosts"]), now=now)
    for kind in programmes.TEXT_KINDS:
        for language in programme.languages:
            body = (reading.FOLDER / "texts" / programme.slug / f"{kind}.{language}.md").read_text(encoding="utf-8")
            programmes.publish_text(programme.id, kind, language, body, now=now)
    for row in (row for row in reading.rows("tiers") if row["programme"] == programme.slug):
        facts = {name: row[name] for name in ("slug", "name_ru", "name_en", "gives_ru", "gives_en")}
        programmes.put_tier(programme.id, programmes.Tier(**facts, position=int(row["position"])), now=now)
    return programme
