"""Two memberships side by side, and a sentence for each thing that moves from the first to the second."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l

from marketplace import giftcards, identity, ledger, members, programmes, support
from marketplace.core import formats
from marketplace.identity import Permission
from marketplace.members import Double, Member
from marketplace.support import Moving, cases
from marketplace.web.console.payments.debt_kind import said
from marketplace.web.shared import filters
from marketplace.web.shared.security import may

CASES_MAX = 100


class Side(NamedTuple):
    """One of the two memberships, for the page."""

    member: Member
    email: str
    phone: str
    level: str
    signs_in: str
    balance: int
    cards: int
    cases: int


class Counts(NamedTuple):
    """How much a membership has: points in minor units, cards and cases."""

    balance: int
    cards: int
    cases: int


class Stood(NamedTuple):
    """How two memberships stood at one moment, and what would have moved then."""

    moving: Moving
    of: Counts
    into: Counts


class Candidate(NamedTuple):
    """Whom a membership may become one with: as much as tells one from another, and what both have in common."""

    member: Member
    balance: int
    email: str
    phone: str
    alike: list[str]


ALIKE = {"phone": _l("the same phone"), "email": _l("the same address"), "name": _l("the same name")}


class Both(NamedTuple):
    """Both memberships, a sentence for each thing that moves, and the level that stays."""

    of: Side
    into: Side
    moves: list[str]
    level: str


def stood(of: Member, into: Member, *, today: date) -> Stood:
    """How the two stand; `today` is the programme's own date."""
    return Stood(support.moving(of, into, today=today), _counts(of, today), _counts(into, today))


def _counts(member: Member, today: date) -> Counts:
    return Counts(
        ledger.balance(ledger.account(member.programme_id, "member", owner_id=member.id), today),
        sum(cards for cards, _sum in giftcards.on_hand(member.id, today=today).values()),
        len(cases.of_member(member.id, limit=CASES_MAX)),
    )


def both(of: Member, into: Member, then: Stood) -> Both:
    """What the two are, what they had and what moves, as they stood."""
    return Both(
        _side(of, then.of),
        _side(into, then.into),
        _moves(then.moving),
        _level(of.programme_id, members.better(of, into)),
    )


def _side(member: Member, had: Counts) -> Side:
    whole = may(Permission.MEMBERS_CONTACTS)
    user = identity.user(member.user_id) if member.user_id else None
    return Side(
        member,
        member.email if whole else formats.masked_email(member.email),
        member.phone if whole else formats.masked_phone(member.phone),
        _level(member.programme_id, member.tier),
        "" if user is None else (user.email if whole else formats.masked_email(user.email)),
        *had,
    )


def candidate(of: Double) -> Candidate:
    """One to choose, with contacts as whoever asks may see them."""
    whole, member = may(Permission.MEMBERS_CONTACTS), of.member
    return Candidate(
        member, _counts(member, filters.today()).balance, member.email if whole else formats.masked_email(member.email),
        member.phone if whole else formats.masked_phone(member.phone), [str(ALIKE[one]) for one in of.alike],
    )  # fmt: skip


def _level(programme_id: int, slug: str) -> str:
    level = programmes.tier(programme_id, slug) if slug else None
    return "" if level is None else str(filters.local(level, "name"))


def _moves(there: Moving) -> list[str]:
    told = [gettext("%(points)s, each with its last day", points=filters.points(there.points))] if there.points else []
    told += [gettext("what is owed: %(sum)s", sum=said(one)) for one in there.debts]
    counted: tuple[tuple[int, Callable[[int], str]], ...] = (
        (
            there.cards,
            lambda n: ngettext("%(num)s card, under the same code", "%(num)s cards, under the same codes", n),
        ),
        (
            there.gifts,
            lambda n: ngettext("%(num)s gift that waits to be claimed", "%(num)s gifts that wait to be claimed", n),
        ),
        (there.orders, lambda n: ngettext("%(num)s order in progress", "%(num)s orders in progress", n)),
        (there.bank_cards, lambda n: ngettext("%(num)s bank card that earns", "%(num)s bank cards that earn", n)),
        (there.cases, lambda n: ngettext("%(num)s case", "%(num)s cases", n)),
    )
    told += [words(number) for number, words in counted if number]
    sign_in = {
        "moves": gettext("the sign-in: the address and password of this membership open the other one"),
        "ends": gettext("not the sign-in: anyone who uses it is told to sign in with the other address"),
    }
    return [str(one) for one in [*told, sign_in.get(there.sign_in)] if one]
