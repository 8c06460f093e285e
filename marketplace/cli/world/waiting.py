"""What waits for somebody in the demo world: a catalogue to be approved, with comments; files with mistakes; a contract."""

from datetime import datetime, timedelta

from marketplace import approvals, partners, runs, tills
from marketplace.catalogue import OfferFacts
from marketplace.cli.world import uploads, versions
from marketplace.cli.world.uploads import Bringer
from marketplace.core import ids
from marketplace.core.actors import SYSTEM, Actor
from marketplace.core.db import act_as
from marketplace.programmes import Programme
from marketplace.web.console import acceptance_kind

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
# What Roman wants: by value, the price in points that it shall have; None: it leaves the shop.
DEARER: dict[str, dict[int, int | None]] = {
    "korablik-card": {50_000: 790, 100_000: 1_530},
    "bukvoed-card": {20_000: None, 50_000: 680},
    "mixit-card": {300_000: 3_780},
}
TALK = (
    ("korablik-card", "С 700 до 790 за карту на 500 ₽ — почти 13 %. Почему так много?"),
    ("bukvoed-card", "Карту на 200 ₽ часто берут новые участники. Её обязательно убирать?"),
)
ANSWER = "Сеть пересмотрела скидку для корпоративных заказов с 1 декабря, приложили письмо к договору."
MISTAKES = """offer,brand,title_ru,title_en,value,price_points
zarina-card,zarina,,,1000,1350
zarina-card,zarina,,,2000,две тысячи
rive-card,mvideo,,,500,720
letual-novy-god,letual,Новогодняя карта,,1500,2040
tvoe-card,tvoe,,,500,-595
podruzhka-card,podruzhka,,,300,455
"""
REPEATED_CODES = ("4276800011112222", "4276800033334444", "4276800011112222", "итого", "42 76", "4276800055556666")


def wait(programme: Programme, now: datetime) -> None:
    """All of it, some hours or minutes old."""
    _to_approve(programme, now - 3 * HOUR)
    _with_mistakes(programme, now)
    _contract(programme, now - 5 * HOUR)


def _to_approve(programme: Programme, at: datetime) -> None:
    by = _of(programme, "veresk")
    run = uploads.bring(
        by, "catalogue", "katalog-dekabr.csv", versions.file_of(programme, by.partner_id, _wanted(programme, by)), at=at
    )
    run = uploads.ask(run, by, at=at + 5 * MINUTE)
    elena, roman = uploads.person(versions.MANAGER).id, uploads.person(by.email).id
    act_as(Actor("user", elena))
    said = [
        runs.comment(run, about, text, by=elena, of_partner=False, now=at + HOUR + number * MINUTE)
        for number, (about, text) in enumerate(TALK)
    ]
    act_as(Actor("user", roman))
    runs.comment(run, TALK[0][0], ANSWER, answers=said[0], by=roman, of_partner=True, now=at + 2 * HOUR)
    act_as(SYSTEM)


def _wanted(programme: Programme, by: Bringer) -> dict[str, OfferFacts]:
    found = {}
    for one in versions.shown(programme, by.partner_id):
        if one.external_ref in DEARER:
            prices: dict[int, tuple[int | None, int | None]] = {
                value: (price, old) for value, price, old in one.denominations
            }
            prices |= {value: (price, None) for value, price in DEARER[one.external_ref].items()}
            kept = tuple((value, price, old) for value, (price, old) in sorted(prices.items()) if price is not None)
            found[one.external_ref] = one._replace(denominations=kept)
    return found


def _with_mistakes(programme: Programme, now: datetime) -> None:
    uploads.bring(
        _of(programme, "veresk"), "catalogue", "katalog-novy-god.csv", MISTAKES.encode(), at=now - 40 * MINUTE
    )
    codes = "\n".join(("code,pin,value", *(f"{code},4812,1000" for code in REPEATED_CODES)))
    uploads.bring(
        _of(programme, "polyarny-dvor"),
        "codes",
        "mvideo-dekabr.csv",
        codes.encode(),
        {"brand": "mvideo"},
        at=now - 70 * MINUTE,
    )


def _contract(programme: Programme, at: datetime) -> None:
    """Veresk's tills shall take cards of the other partner; once they did already."""
    issuer, acceptor = (partners.partner_by_slug(programme.id, slug).id for slug in ("polyarny-dvor", "veresk"))
    before = tills.begin_acceptance(issuer, acceptor, now=at - timedelta(days=400))
    tills.end_acceptance(before.id, why="Договор на сезон закончился", now=at - timedelta(days=310))
    elena = uploads.person(versions.MANAGER).id
    act_as(Actor("user", elena))
    approvals.propose(
        acceptance_kind.ACCEPTANCE, f"{issuer}:{acceptor}", {"active": True}, programme_id=programme.id, by=elena, ref=ids.new_ref(),
        why="Оба магазина открывают общую точку выдачи в аэропорту", now=at,
    )  # fmt: skip
    act_as(SYSTEM)


def _of(programme: Programme, slug: str) -> Bringer:
    return Bringer(programme.id, partners.partner_by_slug(programme.id, slug).id, versions.EDITORS[slug])
