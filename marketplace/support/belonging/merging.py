"""Two memberships of one person become one: what would move, whether it may, and all that follows."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from marketplace import giftcards, gifts, ledger, members, orders, payments, wishes
from marketplace.core import outbox
from marketplace.core.topics import Topic
from marketplace.members import Member
from marketplace.payments import Debt
from marketplace.support import cases
from marketplace.support.owners import unless_changed

COUNTED_MAX = 100  # cards, gifts and cases that are counted for a page
SignIn = Literal["stays", "moves", "ends", "none"]


@dataclass(frozen=True, slots=True)
class Moving:
    """What goes on with another membership: points and debts in minor units, and how many of each of the rest.

    `gifts` wait for whoever they were sent to, and `orders` for their card: both go on, and what comes back of them comes to the other
    membership. `sign_in` is what becomes of who signs in for this one: nobody did, he does for the other from now on, or no more.
    """

    points: int
    debts: list[Debt]
    cards: int
    gifts: int
    orders: int
    bank_cards: int
    cases: int
    sign_in: SignIn


def moving(of: Member, into: Member, *, today: date) -> Moving:
    """What would move if a membership went on as another; `today` is the programme's own date."""
    account = ledger.account(of.programme_id, "member", owner_id=of.id)
    return Moving(
        points=sum(one.remaining for one in ledger.lots_by_day(account, today)),
        debts=payments.debts(of),
        cards=sum(cards for cards, _ in giftcards.on_hand(of.id, today=today).values()),
        gifts=len(gifts.of_giver(of.id, waiting=True, limit=COUNTED_MAX)),
        orders=orders.in_progress(of.id),
        bank_cards=len(members.cards(of.id)),
        cases=len(cases.of_member(of.id, limit=COUNTED_MAX)),
        sign_in=_sign_in(of, into),
    )


def check_merge(of: Member, into: Member, *, now: datetime) -> None:
    """Raises what `merge` would raise, but for what only the members' own rows know.

    Raises:
        members.MergedWithSelf, MemberMerged, MemberHeld, MemberIsStaff: as `members.check_merge`.
        RecentlyChanged: what one of the two signs in with was changed within the last 24 hours.
    """
    members.check_merge(of, into)
    unless_changed(of.id, now)
    unless_changed(into.id, now)


def merge(of: Member, into: Member, *, proposal_id: int, why: str, now: datetime) -> None:
    """Have a membership go on as another of the same person, with all that it has; both addresses get a letter.

    Args:
        proposal_id: the proposal that another person approved, and that is applied in this transaction.

    Raises:
        As `check_merge`, and members.NotAgreed.
    """
    members.hold_both(of, into)  # members, then cards, then accounts: as whoever spends, gives or takes back
    check_merge(of, into, now=now)
    giftcards.hold_all(of.id)
    members.merge(of, into, proposal_id=proposal_id, why=why, now=now)
    giftcards.follow(of.id, now=now)
    cases.move(of.id, into.id, now=now)
    wishes.pass_on(of.id, into.id, now=now)
    outbox.send(Topic.SUPPORT_MERGED, ref=str(of.id), now=now)


def _sign_in(of: Member, into: Member) -> SignIn:
    if of.user_id is None:
        return "none" if into.user_id is None else "stays"
    return "moves" if into.user_id is None else "ends"
