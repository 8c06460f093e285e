"""Looks for stock that runs low, and writes to whoever loads codes; puts codes of withdrawn batches aside, and back."""

import time
from datetime import datetime, timedelta

from flask import current_app

from marketplace import codes, giftcards, identity, mailings, partners, programmes
from marketplace.core import clock, formats
from marketplace.core.db import transaction
from marketplace.core.topics import Topic
from marketplace.identity import Permission
from marketplace.jobs.celery_app import celery
from marketplace.jobs.promises import keeps

MOVE_SECONDS = 10  # a promise is kept in less than 20


@celery.task(name="stock.look")
def look() -> None:
    """Look at the stock of every programme."""
    look_at(clock.now())


def look_at(now: datetime) -> int:
    """The same at a given moment: how many denominations have begun to run low. Harmless to repeat."""
    crossed = 0
    for programme in programmes.everyone():
        today = programme.day(now)
        since = today - timedelta(days=codes.DAYS_LOOKED_AT)
        with transaction():
            brands = {one.id: (one.partner_id, one.slug) for one in partners.brands_of(programme.id)}
            sold = giftcards.sold_by_day(brands, since=since, time_zone=programme.time_zone)
            stock = codes.on_hand(brands, today=today)
            crossed += codes.note_stock(stock, sold, slugs=brands, today=today, now=now)
    return crossed


@keeps(Topic.CODES_MOVE)
def move(ref: str) -> None:
    """Go on with a batch whose codes leave the shop or come back: `ref` is its withdrawal, the way and a moment. What is left is promised anew."""
    number, way, _moment = ref.split(":", 2)
    withdrawal_id, ends, more = int(number), time.monotonic() + MOVE_SECONDS, True
    while more and time.monotonic() < ends:
        with transaction():
            more = codes.move(withdrawal_id)
    if more:
        with transaction():
            codes.promise_rest(withdrawal_id, way=way, now=clock.now())


@keeps(Topic.CODES_LOW)
def tell(ref: str) -> None:
    """Write to whoever loads a partner's codes what began to run low at a moment: `ref` is the partner and the moment."""
    number, _, moment = ref.partition(":")
    with transaction():
        partner = partners.partner(int(number))
        lows = codes.running_low(partner.id, at=datetime.fromisoformat(moment))
        programme = programmes.get(partner.programme_id)
        home = programmes.address(current_app.config["SETTINGS"].public_url, programmes.hosts(programme.id))
        for person in identity.people_for(Permission.RUNS_CODES, partner_id=partner.id) if lows else ():
            language = programme.language(person.language)
            context = {
                "partner": partner.name_ru if language == "ru" else partner.name_en,
                "lines": [_line(low, language) for low in lows], "page_url": f"{home}/partner/{partner.slug}/codes",
            }  # fmt: skip
            mailings.write(
                f"low:{ref}:{person.id}", programme=programme, recipient=person.email, template="codes_low", language=language,
                context=context, now=clock.now(),
            )  # fmt: skip


def _line(low: codes.Low, language: str) -> dict[str, object]:
    """A value as the letter says it: its brand, how many are left, until when they last ("" where that cannot be told)."""
    until = formats.short_day(low.sold_out_on, language) if low.sold_out_on else ""
    name = partners.brand(low.brand_id).name(language)
    return {"brand": name, "value": formats.money(low.value, low.currency, language), "left": low.codes, "until": until}
