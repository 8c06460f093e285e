"""Batches of the demo world that are not as good as others: easily guessed, soon expired, withdrawn, and one with decoys enough."""

import secrets
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from marketplace import codes, partners
from marketplace.cli.world import reading, uploads
from marketplace.cli.world.goods import Goods, Row, made_up
from marketplace.codes import NewCode
from marketplace.core import listing
from marketplace.core.actors import SYSTEM, Actor
from marketplace.core.db import act_as
from marketplace.core.problems import Problems
from marketplace.programmes import Programme

PROGRAMME, OWNER = "vysota", "irina@veresk.example"
# A denomination whose partner wants more of it than there is.
WATCHED = ("rive-card", 500_000, 20)


def load(programme: Programme, goods: Goods, now: datetime) -> None:
    """Load them, each on its day, and withdraw what is to be withdrawn."""
    of_offer = {row["offer"]: row["brand"] for row in reading.rows("offers") if row["programme"] == programme.slug}
    for row in reading.rows("batches"):
        at = now - timedelta(days=int(row["loaded_days_before"]))
        ends = programme.day(now) + timedelta(days=int(row["expires_in_days"])) if row["expires_in_days"] else None
        denomination = goods.denominations[programme.slug, row["offer"], reading.minor(row["value_rub"])]
        brand = partners.brand_by_slug(programme.id, of_offer[row["offer"]])
        codes.load(
            programme.id, brand.id, _codes(row, denomination, ends), name=row["file"], file_digest=secrets.token_bytes(32),
            problems=Problems(row["file"]), today=programme.day(at), apply=True, now=at,
        )  # fmt: skip
        if row["withdrawn_days_before"]:
            act_as(Actor("user", uploads.person(OWNER).id))
            when = now - timedelta(days=int(row["withdrawn_days_before"]))
            codes.withdraw(named(programme, row["file"], now), why=row["why"], now=when)
            act_as(SYSTEM)
    _watch(programme, goods, now)


def named(programme: Programme, file: str, now: datetime) -> codes.Batch:
    """The batch that came with a file of this name."""
    today = programme.day(now)
    asker = listing.Asker({"programme": programme.id, "partner": None, "today": today})
    [row] = listing.page(codes.BATCHES, listing.ask(codes.BATCHES, {"q": file}, listing.Locale()), asker).items
    return codes.batch(row["id"], programme_id=programme.id, partner_id=None, today=today)


def _codes(row: Row, denomination: int, ends: date | None) -> Iterator[NewCode]:
    first, make = 40_217_001, _maker(row["form"])
    for number in range(1, int(row["codes"]) + 1):
        code = f"{first + number:08d}" if row["form"] == "counted8" else make()
        pin = "".join(secrets.choice("0123456789") for _ in range(int(row["pin_digits"])))
        yield NewCode(number, denomination, code, pin, ends)


def _maker(form: str) -> Callable[[], str]:
    return lambda: made_up(form)


def _watch(programme: Programme, goods: Goods, now: datetime) -> None:
    offer, value, least = WATCHED
    wanted = goods.denominations[programme.slug, offer, value]
    brand = partners.brand_by_slug(programme.id, offer.removesuffix("-card"))
    stock = next(one for one in codes.on_hand([brand.id], today=programme.day(now)) if one.denomination_id == wanted)
    act_as(Actor("user", uploads.person(OWNER).id))
    codes.set_threshold(stock, least, now=now - timedelta(days=8))
    act_as(SYSTEM)
