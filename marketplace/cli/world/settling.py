"""What the partners of the demo world are owed: contracts, statements of past periods, disputes of every outcome, payouts at each step."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from marketplace import approvals, identity, partners, settlements
from marketplace.cli.world.applications import paper
from marketplace.core import ids
from marketplace.core.actors import SYSTEM, Actor
from marketplace.core.db import act_as
from marketplace.programmes import Programme
from marketplace.settlements import Contract, Holder, Statement, Terms
from marketplace.web.console.money import bank_files, kinds

PROGRAMME, MANAGER = "vysota", "elena@vitrina.example"
WEEKS = 4
PROMOTED = 64_000  # minor units
# A month that has only just ended is not drawn yet: nothing of it could be paid before today.
MONTHS_REST = timedelta(2)
WEEKLY = ((), ("upheld", "rejected", "withdrawn"), ("",))  # how what is disputed of each week ends; "": it is open
VAT = {kind: {"voucher": "multi", "role": "agent"} for kind in settlements.OFFER_KINDS}
VERESK = Terms(
    commission_bp=700, commission_steps=({"from": 500_000, "bp": 600}, {"from": 2_000_000, "bp": 550}), vat_bp=2_200, vat_kinds=VAT,
    tax_number="9801004170", point_prices={"bank": 70_000_000, "programme": 70_000_000, "member": 75_000_000}, breakage_bp=5_000, calendar="weekly", payout_day=4, payout_minimum=100_000,
)  # fmt: skip
POLYARNY = Terms(
    commission_bp=600,
    vat_bp=2_200,
    vat_kinds=VAT,
    tax_number="9802008530",
    point_prices={"bank": 70_000_000, "programme": 70_000_000, "member": 75_000_000},
    payout_day=20,
)
_SAID = {
    "upheld": ("В нашей выгрузке сумма больше на 90 ₽.", "Проверили: касса прислала доплату картой. Доплатим."),
    "rejected": ("По нашему чеку здесь на 90 ₽ больше.", "В журнале кассы сумма та же, что в строке; время совпало до минуты."),
    "withdrawn": ("Не хватает 90 ₽ доплаты.", "Доплата пришла отдельным чеком, он строкой ниже."),
    "": ("Касса пробила на 90 ₽ больше.", "Смотрим журнал кассы."),
}  # fmt: skip
ACCOUNTS = {
    None: Holder(holder="ООО «Высота Лояльность»", town="Москва", inn="9804002710", kpp="980401001", bic="044525999", bank="Севербанк", account="40702810100000000417"),
    "veresk": Holder(holder="ООО «Вереск Карты»", town="Архангельск", inn="9801004170", kpp="980101001", bic="041117601", bank="Поморский банк", account="40702810000000009020"),
    "polyarny-dvor": Holder(holder="ООО «Полярный двор»", town="Архангельск", inn="9802008530", kpp="980201001", bic="041117601", bank="Поморский банк", account="40702810000000009020"),
}  # fmt: skip


@dataclass(frozen=True)
class People:
    """Who does it: finance drafts, the admin approves, each partner's owner answers, the manager signs."""

    manager: int
    finance: int
    admin: int
    owners: Mapping[str, int]


def people(manager: str) -> People:
    """Who does it in a programme where this person signs."""
    return People(
        _person(manager), _person("olesya@vitrina.example"), _person("sergey@vitrina.example"),
        {"veresk": _person("irina@veresk.example"), "polyarny-dvor": _person("pavel@polyarny-dvor.example")},
    )  # fmt: skip


def settle(of_slug: Mapping[str, Programme], now: datetime) -> None:
    """Sign contracts, draw what has ended, answer it, pay some of it."""
    programme, who = of_slug[PROGRAMME], people(MANAGER)
    today = programme.day(now)
    monday = today - timedelta(7 * WEEKS + today.weekday())
    lately = now - MONTHS_REST
    month = (programme.day(lately).replace(day=1) - timedelta(1)).replace(day=1)
    for slug, holder in ACCOUNTS.items():
        whose = partners.partner_by_slug(programme.id, slug).id if slug else None
        settlements.set_account(programme.id, whose, holder, now=now - timedelta(40))
    weekly = contract(programme, "veresk", "В-114", VERESK, monday, who)
    monthly = contract(programme, "polyarny-dvor", "В-115", POLYARNY, month, who)
    for week, made in enumerate(draw(weekly, now)):
        if week < WEEKS - 1:
            answer(made, "veresk", who, now, outcomes=WEEKLY[week], accepts=week < WEEKS - 2)
        if week < WEEKS - 2:
            pay(programme, weekly, who, _then(made, 84, now), arrives=week == 0)  # on its Thursday
    _put_right(monthly, who, month, programme)
    for made in draw(monthly, lately):
        answer(made, "polyarny-dvor", who, lately)
    _promote(weekly, "veresk", who, now)


def _put_right(of: Contract, who: People, month: date, programme: Programme) -> None:
    """What is owed for a promotion of the month, so that there is something to be set off however short a time ago it began to sell."""
    at = datetime(month.year, month.month, 4, 12, tzinfo=ZoneInfo(programme.time_zone))
    act_as(Actor("user", who.finance))
    settlements.adjust(
        of.partner_id,
        PROMOTED,
        ref=ids.new_ref(),
        why="Витрина на главной странице, доля по смете",
        by=who.finance,
        now=at,
    )
    act_as(SYSTEM)


def _promote(of: Contract, slug: str, who: People, now: datetime) -> None:
    """A joint promotion of the weeks that no statement covers yet, and one after it that the partner has still to sign."""
    mine = [of.partner_id]
    start, _end = settlements.next_period(of, "weekly")
    offers = settlements.promotable(mine)
    for number, name in enumerate(("Тёплые дни", "Неделя подарков")):
        begins = start + timedelta(14 * number)
        deal = settlements.Deal(
            offer_id=offers[number % len(offers)].offer_id, name=name, from_day=begins, to_day=begins + timedelta(14), discount_bp=1_000,
            partner_bp=5_000 + 1_000 * number,
        )  # fmt: skip
        act_as(Actor("user", who.manager))
        made = settlements.propose_promotion(
            deal, mine, side="programme", by=who.manager, now=now - timedelta(hours=20)
        )
        if not number:
            act_as(Actor("user", who.owners[slug]))
            settlements.sign_promotion(made, side="partner", by=who.owners[slug], now=now - timedelta(hours=18))
    act_as(SYSTEM)


def contract(
    programme: Programme, slug: str, number: str, terms: Terms, begins_on: date, who: People, currency: str = ""
) -> Contract:
    """A contract that both sides have signed; in the programme's currency where none is named."""
    partner = partners.partner_by_slug(programme.id, slug)
    at = datetime(begins_on.year, begins_on.month, begins_on.day, tzinfo=ZoneInfo(programme.time_zone)).astimezone(UTC)
    act_as(Actor("user", who.manager))
    version = settlements.begin(
        partner.id, number, terms, currency=currency or programme.currency, time_zone=programme.time_zone, begins_on=begins_on, by=who.manager,
        now=at - timedelta(3),
    )  # fmt: skip
    act_as(Actor("user", who.owners[slug]))
    settlements.sign(version, side="partner", by=who.owners[slug], now=at - timedelta(2))
    act_as(SYSTEM)
    return settlements.contract(partner.id)


def draw(of: Contract, now: datetime) -> Iterator[Statement]:
    """Every period that has ended, each once what was done about the one before is done."""
    version = settlements.versions(of)[0]
    while True:
        _start, end = settlements.next_period(of, version.terms.calendar)
        try:
            yield settlements.draw(of, to_day=end, now=min(now, _midnight(of, end) + timedelta(hours=9)))
        except settlements.StatementTooEarly:
            return


def answer(
    of: Statement, slug: str, who: People, now: datetime, *, outcomes: tuple[str, ...] = (), accepts: bool = True
) -> None:
    """Send a statement; its partner disputes some of it and accepts it."""
    settlements.send(of, by=who.finance, now=_then(of, 10, now))
    sent = settlements.statement(of.number)
    _dispute(sent, slug, who, now, outcomes=outcomes)
    if accepts:
        act_as(Actor("user", who.owners[slug]))
        settlements.accept(sent, by=who.owners[slug], now=_then(of, 34, now))
        act_as(SYSTEM)


def _dispute(of: Statement, slug: str, who: People, now: datetime, *, outcomes: tuple[str, ...]) -> None:
    """Dispute as many redemptions as there are outcomes, and decide about them; "" stays open."""
    lines = [one for one in settlements.lines(of) if one.kind == "redemption"][-len(outcomes) :]
    for line, outcome in zip(lines, outcomes, strict=False):
        said, answer = _SAID[outcome]
        act_as(Actor("user", who.owners[slug]))
        made = settlements.dispute(
            of, line.position, claimed=line.net + 9_000, reason="amount", body=said, by=who.owners[slug], now=_then(of, 26, now)
        )  # fmt: skip
        act_as(Actor("user", who.finance))
        papers = [] if outcome else [settlements.Paper("kassa.png", paper())]
        settlements.remark(of, made, answer, side="programme", papers=papers, by=who.finance, now=_then(of, 28, now))
        if outcome == "upheld":
            settlements.uphold(of, made, 9_000, why=answer, by=who.finance, now=_then(of, 30, now))
        elif outcome == "rejected":
            settlements.reject(of, made, by=who.finance, now=_then(of, 30, now))
        elif outcome == "withdrawn":
            settlements.withdraw(of, made, by=who.owners[slug], now=_then(of, 30, now))
        act_as(SYSTEM)


def pay(
    programme: Programme,
    of: Contract,
    who: People,
    at: datetime,
    *,
    approved: bool = True,
    sent: bool = False,
    arrives: bool = False,
) -> None:
    """Draft a run for one partner, if it is owed enough; have it approved; have it arrive."""
    today = programme.day(at)
    pays_on = max(today, settlements.payday(of, today=today) or today)
    would_be = settlements.payable(programme.id, currency=of.currency, pays_on=pays_on, now=at)
    if not any(one.partner_id == of.partner_id and not one.why for one in would_be):
        return
    run = settlements.draft_run(
        programme.id, [of.partner_id], ref=ids.new_ref(), currency=of.currency, pays_on=pays_on, by=who.finance, now=at
    )  # fmt: skip
    asked = approvals.propose(
        kinds.PAYOUT, str(run.id), {}, programme_id=programme.id, by=who.finance, ref=ids.new_ref(), now=at
    )
    if approved:
        approvals.approve(asked.id, seen=asked.digest, by=who.admin, now=at + timedelta(minutes=20))
    if sent or arrives:
        run = settlements.payout_run(programme.id, run.id)
        bank_files.keep(run, now=at + timedelta(hours=1))
        settlements.send_run(run, now=at + timedelta(hours=1))
        settlements.hand_over(settlements.payout_run(programme.id, run.id), now=at + timedelta(hours=2))
    if arrives:
        for payment in settlements.payments(run.id):
            settlements.happened(
                payment.id, "confirmed", known_by="bank", note="поручение 1187", now=at + timedelta(hours=5)
            )


def _then(of: Statement, hours: int, now: datetime) -> datetime:
    """So many hours after the end of a statement's period, but never later than now."""
    return min(now, of.to_at + timedelta(hours=hours))


def _midnight(of: Contract, day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(of.time_zone)).astimezone(UTC)


def _person(email: str) -> int:
    found = identity.user_by_email(email)
    assert found is not None, f"the demo world has {email}"
    return int(found.id)
