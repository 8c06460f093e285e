"""The server of one partner of the demo world: what it was told, and how it stopped to answer this morning."""

from datetime import datetime, timedelta

from marketplace import webhooks
from marketplace.cli.world import uploads
from marketplace.core import listing
from marketplace.core.actors import SYSTEM, Actor
from marketplace.core.db import act_as
from marketplace.programmes import Programme
from marketplace.webhooks import Endpoint, Result

URL, OWNER = "https://api.veresk.example/vitrina/events", "irina@veresk.example"
WANTED = ("card.redeemed", "card.reversed", "order.created", "codes.low", "catalogue.published")
ANSWERED = Result("200", 184, 200, '{"ok":true}')
# It is busy, twice; then it asks to be left alone for a day, and so it is: nothing leaves the demo by itself.
BUSY = (Result("503", 2_140, 503, "upstream timed out"), Result("503", 2_093, 503, "upstream timed out"))
JUST_NOW = timedelta(minutes=10)
LATER = Result("429", 96, 429, "try again tomorrow", retry_after=86_400)


def connect(programme: Programme, partner_id: int, *, at: datetime) -> Endpoint:
    """Have events sent to it from here on."""
    act_as(Actor("user", uploads.person(OWNER).id))
    made = webhooks.add(programme.id, partner_id, URL, WANTED, now=at)
    act_as(SYSTEM)
    return made


def answer(endpoint: Endpoint, *, now: datetime) -> None:
    """What became of each delivery until now: all arrived but the last, which failed until the server asked for a pause.

    What was to be told since then waits with it.
    """
    asker = listing.Asker({"partner": endpoint.partner_id})
    question = listing.ask(webhooks.DELIVERIES, {}, listing.Locale())
    found = [row for part in listing.every(webhooks.DELIVERIES, question, asker, most=1_000) for row in part]
    *arrived, failed = sorted(
        (row for row in found if row["at"] < now - JUST_NOW), key=lambda row: (row["at"], row["id"])
    )
    for row in arrived:
        _try(row["id"], ANSWERED, row["at"])
    at: datetime | None = failed["at"]
    for result in (*BUSY, LATER):
        assert at is not None, "it is tried again"
        at = _try(failed["id"], result, at)


def _try(delivery_id: int, result: Result, at: datetime) -> datetime | None:
    sending = webhooks.begin_try(delivery_id, 1, now=at)
    assert isinstance(sending, webhooks.Sending), "its moment has come"
    return webhooks.tried(sending, result, now=at)
