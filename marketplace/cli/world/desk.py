"""What the desk of the demo world has put right: a lost card, a refund, a member on hold; and what waits for a second person."""

from datetime import datetime, timedelta

from marketplace import approvals, fraud, giftcards, support
from marketplace.cli.world import at_tills, gifts, uploads
from marketplace.cli.world.goods import Goods
from marketplace.core import ids
from marketplace.core.actors import SYSTEM, Actor
from marketplace.core.db import act_as
from marketplace.members import Member
from marketplace.programmes import Programme
from marketplace.web.console import reissue_kinds

AGENT = "ilya@vitrina.example"
NAMED = ["number", "card"]
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
SMALL, LARGE, QUICK = 50_000, 300_000, 100_000  # kopecks
HIS_POINTS = 1_250  # and nearly all of them are gone at once


def work(programme: Programme, goods: Goods, now: datetime) -> Member:
    """Have one person's cards put right; returns somebody else, who spends what he has just got at once."""
    at = now - 8 * DAY
    svetlana = at_tills.a_guest(programme, "Светлана", "Ермакова", at)
    lost, unwanted, dear = (
        gifts.ordered(programme, goods, svetlana, value, f"world-desk-{value}-{place}", at)
        for place, value in enumerate((SMALL, SMALL, LARGE))
    )
    agent = uploads.person(AGENT).id
    act_as(Actor("user", agent))
    _asks(svetlana, agent, at + 2 * DAY)
    giftcards.stop(lost, "lost", note="Потеряла телефон в аэропорту", now=at + 2 * DAY)
    support.reissue(
        lost, "lost", NAMED, note="Потеряла телефон в аэропорту", by=agent, now=at + 2 * DAY + 2 * MINUTE
    )  # fmt: skip
    _asks(svetlana, agent, at + 4 * DAY)
    support.withdraw(unwanted, "unwanted", "source", note="Карта не понадобилась", by=agent, now=at + 4 * DAY)
    _asks(svetlana, agent, now - 2 * HOUR)
    facts = reissue_kinds.payload(dear, "exposed", NAMED, by=agent, now=now - 2 * HOUR)
    approvals.propose(
        reissue_kinds.REISSUE, dear.public_id, facts, programme_id=programme.id, by=agent, ref=ids.new_ref(),
        why="Переслала код мошеннику, который назвался поддержкой", now=now - 2 * HOUR,
    )  # fmt: skip
    act_as(SYSTEM)
    roman = at_tills.a_guest(programme, "Роман", "Ветров", now - 20 * HOUR, points=HIS_POINTS)
    gifts.ordered(programme, goods, roman, QUICK, "world-desk-quick", now - 20 * HOUR + 3 * MINUTE)
    return roman


def hold(member: Member, now: datetime) -> None:
    """Put somebody on hold for what was seen of him."""
    act_as(Actor("user", uploads.person(AGENT).id))
    for signal in fraud.of_member(member.id):
        fraud.hold(signal, why="Баллы пришли и сразу ушли: ждём, что он ответит", now=now)
    act_as(SYSTEM)


def _asks(member: Member, agent: int, at: datetime) -> None:
    support.askers.identify(member, NAMED, by=agent, ref=f"world:{member.id}:{at:%Y%m%d}", now=at)
