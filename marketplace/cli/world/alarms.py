"""What tills of the demo world raised an alarm about: codes that were guessed, a decoy, purchases that were taken back."""

from datetime import datetime, timedelta

from marketplace import codes, tills
from marketplace.cli.world import batches, uploads
from marketplace.core import ids, listing
from marketplace.core.actors import SYSTEM, Actor
from marketplace.core.db import act_as
from marketplace.giftcards import Card
from marketplace.programmes import Programme
from marketplace.tills import Terminal

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
GUESSES, REVERSED = 12, 5
ANSWER = "Новая сотрудница набирала номер заказа вместо кода. Объяснили, где он на карте."


def guessing(till: Terminal, *, cashier: str, owner: str, at: datetime) -> None:
    """More codes that nobody has than anybody mistypes; the owner has looked into it."""
    stands = uploads.person(cashier).id
    act_as(Actor("user", stands))
    for number in range(GUESSES):
        _refused(till, ids.random_symbols(12), stands, at + number * SECOND)
    act_as(Actor("user", uploads.person(owner).id))
    scope = {"programme": till.programme_id, "partner": till.partner_id}
    [row] = listing.page(tills.ALARMS, listing.ask(tills.ALARMS, {}, listing.Locale()), listing.Asker(scope)).items
    raised = tills.alarm(row["id"], programme_id=till.programme_id, partner_id=till.partner_id)
    tills.answer(raised, desk="partner", note=ANSWER, now=at + timedelta(hours=2))
    act_as(SYSTEM)


def decoy(programme: Programme, till: Terminal, *, file: str, cashier: str, at: datetime, now: datetime) -> None:
    """Somebody shows a code that was never sold."""
    stands = uploads.person(cashier).id
    act_as(Actor("user", stands))
    _refused(till, codes.a_decoy(batches.named(programme, file, now).id).code, stands, at)
    act_as(SYSTEM)


def reversing(till: Terminal, card: Card, *, cashier: str, at: datetime) -> None:
    """Purchases that are taken back one after another."""
    act_as(Actor("user", uploads.person(cashier).id))
    for number in range(REVERSED):
        ref, moment = f"0098{number:02d}", at + number * 4 * MINUTE
        tills.redeem(
            till, tills.Found(card.id), ref=ref, asked=tills.asked("world", ref), amount=100_00, currency=card.currency, receipt=ref,
            now=moment,
        )  # fmt: skip
        tills.reverse(till, ref, by="cashier", now=moment + 2 * MINUTE)
    act_as(SYSTEM)


def _refused(till: Terminal, code: str, stands: int, at: datetime) -> None:
    try:
        tills.find(till, code, user_id=stands, now=at)
    except (tills.CardUnusable, tills.TooManyCodes):
        return
    raise AssertionError("nobody has this code")
