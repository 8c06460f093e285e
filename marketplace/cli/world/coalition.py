"""What the demo world's two programmes have between them: a partner that one owes and that owes the other, set off; and a run abroad, by pain.001."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from marketplace import partners, settlements
from marketplace.cli.world import settling
from marketplace.cli.world.settling import People
from marketplace.core import ids
from marketplace.core.actors import SYSTEM, Actor
from marketplace.core.db import act_as
from marketplace.programmes import Programme
from marketplace.settlements import Holder, Terms

PROGRAMME, MANAGER = "garage", "kirill@vitrina.example"
TERMS = Terms(commission_bp=500, vat_bp=2_200, vat_kinds=settling.VAT, payout_day=5)
# What a partner owes for its share of an advertisement, and what another is owed for one; in minor units.
OWES, OWED = -150_000, 84_000
ABROAD = {
    None: Holder(holder="Garage Plus Service", country="DE", town="Berlin", iban="DE89370400440532013000"),
    "veresk": Holder(holder="Veresk Cards", country="DE", town="Frankfurt am Main", iban="DE75512108001245126199"),
}  # fmt: skip


def live(of_slug: Mapping[str, Programme], now: datetime) -> None:
    """Draw what the second programme's partners are owed; set off and pay what is left of it, and of the first programme's."""
    first, second = of_slug[settling.PROGRAMME], of_slug[PROGRAMME]
    ours, theirs = settling.people(settling.MANAGER), settling.people(MANAGER)
    lately = now - settling.MONTHS_REST
    month = (second.day(lately).replace(day=1) - timedelta(1)).replace(day=1)
    for slug, holder in ABROAD.items():
        whose = partners.partner_by_slug(second.id, slug).id if slug else None
        settlements.set_account(second.id, whose, holder, now=now - timedelta(40))
    sums = (("polyarny-dvor", "Г-7", OWES, "RUB"), ("veresk", "Г-8", OWED, "EUR"))
    for slug, number, amount, currency in sums:
        made = settling.contract(second, slug, number, TERMS, month, theirs, currency)
        act_as(Actor("user", theirs.finance))
        begins = now - timedelta((second.day(now) - month).days)
        settlements.adjust(
            made.partner_id, amount, ref=ids.new_ref(), why="Совместная реклама, доля по смете", by=theirs.finance, now=begins + timedelta(3)
        )  # fmt: skip
        for statement in settling.draw(made, lately):
            settling.answer(statement, slug, theirs, lately)
        if amount > 0:
            settling.pay(second, made, theirs, now - timedelta(hours=3), sent=True)
    _set_off(first, second, ours, theirs, now - timedelta(hours=2))
    partner = partners.partner_by_slug(first.id, "polyarny-dvor")
    settling.pay(first, settlements.contract(partner.id), ours, now - timedelta(hours=2), approved=False)


def _set_off(first: Programme, second: Programme, ours: People, theirs: People, at: datetime) -> None:
    """Finance drafts it; for each programme somebody else agrees."""
    act_as(Actor("user", ours.finance))
    made = settlements.draft_netting(first.id, ref=ids.new_ref(), currency=first.currency, by=ours.finance, now=at)
    for programme, person in ((first, ours.manager), (second, theirs.manager)):
        act_as(Actor("user", person))
        settlements.approve_netting(made, programme_id=programme.id, by=person, now=at + timedelta(minutes=20))
    act_as(Actor("user", ours.finance))
    settlements.send_netting(settlements.netting(first.id, made.id), by=ours.finance, now=at + timedelta(minutes=30))
    act_as(SYSTEM)
