"""The members of the request's programme; addresses and phones are whole for those who may see them so."""

from collections.abc import Iterable
from datetime import date

from flask import Blueprint, abort, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from marketplace import erasures, giftcards, ledger, members, orders, partners, payments, programmes, reports
from marketplace.core import clock, formats
from marketplace.identity import Permission
from marketplace.support import cases
from marketplace.web.console import member_access, standing, timeline
from marketplace.web.console.payments.debt_kind import said
from marketplace.web.shared import case_words, filters, listing
from marketplace.web.shared.places import Place
from marketplace.web.shared.security import may, require

blueprint = Blueprint("members", __name__, url_prefix="/members")
PLACE = Place("console.members.index", _l("Members"), "users", Permission.MEMBERS_READ, "m")
SHOWN_MAX = 20  # cards and orders on a member's page; all cards are in the list of cards, older orders a page further


def _tiers() -> list[tuple[str, str]]:
    return [(tier.slug, filters.local(tier, "name")) for tier in programmes.tiers(g.programme.id)]


def _cities() -> list[tuple[str, str]]:
    return [(city.slug, filters.local(city, "name")) for city in programmes.cities()]


FACE = listing.Face(
    members.MEMBERS,
    export_url="console.members.export",
    title=_l("Members"),
    heads={
        "name": _l("First and last name"), "number": _l("Number"), "email": _l("Address"), "phone": _l("Phone"), "tier": _l("Level"),
        "city": _l("City"), "joined_at": _l("Joined"), "balance": _l("Balance"),
    },
    notes={"name": "number", "email": "phone"},
    box="q",
    box_hint=_l("Number, name, email or phone; also the last four digits"),
    labels={"tier": _l("Level"), "city": _l("City"), "joined": _l("Joined")},
    options={"city": _cities, "tier": _tiers},
    said={"tier": lambda row: dict(_tiers()).get(row["tier"], row["tier"])},
    link=("name", lambda row: url_for("console.members.show", member=row["number"])),
    empty=listing.Empty(_l("No members yet"), _l("People who sign up, or are brought over from elsewhere, will be "
                                                 "listed here."), "card"),
)  # fmt: skip


@blueprint.get("")
@require(Permission.MEMBERS_READ)
def index() -> ResponseReturnValue:
    return listing.answer(FACE, asker())


@blueprint.post("/exports")
@require(Permission.MEMBERS_READ)
def export() -> ResponseReturnValue:
    return listing.export(FACE, asker(), permission=Permission.MEMBERS_READ)


@blueprint.get("/<member>")
@require(Permission.MEMBERS_READ)
def show(member: str) -> str:
    """A member with points, cards and orders. Another programme's is absent, as one that never was. Raises BadCursor."""
    found = members.by_number(g.programme.id, member) or abort(404)
    today, whole = filters.today(), may(Permission.MEMBERS_CONTACTS)
    account = ledger.account(g.programme.id, "member", owner_id=found.id)
    cards = giftcards.of_member(found.id, today=today, limit=SHOWN_MAX)
    older = orders.of_member(found.id, cursor=request.args.get("orders"), limit=SHOWN_MAX)
    held, placed, lots = cards.items, older.items, ledger.open_lots(account, today)
    return render_template(
        "console/member.html", member=found, tier=programmes.tier(g.programme.id, found.tier) if found.tier else None, email=found.email if whole else formats.masked_email(found.email),
        phone=found.phone if whole else formats.masked_phone(found.phone), city=dict(_cities()).get(found.city_slug or ""),
        balance=ledger.balance(account, today), expiring=ledger.next_expiry(lots), lots=_by_day(lots), fresh=ledger.fresh(account, today), held=held, placed=placed, more_cards=cards.next, older=older.next, today=today,
        brands=partners.brands([one.brand_id for one in held] + [one.brand_id for one in placed]), cards=standing.CARDS, orders=standing.ORDERS,
        of_cases=cases.of_member(found.id, limit=5) if may(Permission.CASES_READ) else [], case_states=case_words.STATES,
        case_categories=case_words.CATEGORIES, stopped=members.held(found.id), erased=members.erased_since(found.id), erasing=erasing(found), story=timeline.shown(reports.of_member(found)),
        may_correct=may(Permission.POINTS_CORRECT), may_give=may(Permission.POINTS_GOODWILL), may_copy=may(Permission.MEMBERS_DATA), may_erase=may(Permission.MEMBERS_ERASE),
        may_merge=may(Permission.MEMBERS_MERGE), stands=members.member_now(found.id), taken_in=members.taken_in(found.id),
        access=member_access.of(found), bank_cards=members.cards(found.id), unreachable=members.unreachable_since(found),
        debts=[(one.unit, said(one)) for one in payments.debts(found)],
    )  # fmt: skip


def _by_day(lots: Iterable[ledger.Lot]) -> list[tuple[date, int]]:
    """How many points expire on which day, the next one first."""
    by_day: dict[date, int] = {}
    for lot in lots:
        if lot.expires_on:
            by_day[lot.expires_on] = by_day.get(lot.expires_on, 0) + lot.remaining
    return sorted(by_day.items())


def erasing(member: members.Member) -> erasures.Erasure | None:
    """The request to erase a member's data, where one stands."""
    there = erasures.newest(member.id)
    return there if there is not None and there.stands else None


def asker() -> listing.Asker:
    """Who asks: all members of his programme."""
    return listing.Asker(
        {"programme": g.programme.id, "member": None, "today": g.programme.day(clock.now()).isoformat()},
        sees_private=may(Permission.MEMBERS_CONTACTS),
    )
