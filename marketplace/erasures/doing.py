"""Erasing: one step after the other, each in a transaction of its own and once. Whatever breaks off is taken up at the step that is missing.

The entry point (a job) opens the transactions: `begin`, then `step` for each of STEPS that `missing` names, then `finish`.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from marketplace import (
    approvals,
    earning,
    fraud,
    giftcards,
    gifts,
    identity,
    mailings,
    members,
    orders,
    payments,
    support,
    wallets,
    wishes,
)
from marketplace.core import audit, forgetting
from marketplace.core.db import execute
from marketplace.core.forgetting import Goes, Who
from marketplace.erasures import asking, finding, queries
from marketplace.erasures.errors import CannotErase
from marketplace.erasures.values import Erasure
from marketplace.members import Member

Act = Callable[[Erasure, Who], int]


def _all_of(goes: tuple[Goes, ...]) -> Act:
    return lambda of, who: sum(_forget(one, of, who) for one in goes)


def _forget(one: Goes, of: Erasure, who: Who) -> int:
    if not one.sealed:
        return forgetting.forget(one, who)
    facts = {"id": of.id, "what": one.sealed, "now": who.now}
    return int(execute("SELECT erasure_forget(%(id)s, %(what)s, %(now)s)", facts).scalar_one())


def _close(of: Erasure, who: Who) -> int:
    """Nothing of value moves any more: points end, bank cards earn for nobody, keys and sessions end. Who has another membership signs in for that one alone."""
    points = int(execute("SELECT erasure_close(%(id)s, %(now)s)", {"id": of.id, "now": who.now}).scalar_one())
    for card in members.cards(who.member):
        members.unbind_card(_member(who.member), card.id, now=who.now)
    for client in identity.clients(who.programme):
        if client.member_id == who.member:
            identity.revoke_client(client.id, now=who.now)
    if who.user is not None:
        identity.end_sessions(who.user)
    return points


def _sign_in(of: Erasure, who: Who) -> int:
    gone = 0 if who.user is None else _all_of(identity.ERASED)(of, who)
    members.unlink(_member(who.member), now=who.now)
    return gone


# In this order: what finds the rest goes last.
STEPS: Mapping[str, Act] = {
    "points": _close,
    "gifts": _all_of(gifts.ERASED),
    "wallets": _all_of(wallets.ERASED),
    "wishes": _all_of(wishes.ERASED),
    "cases": lambda _of, who: support.cases.forget(who.member, now=who.now),
    "calls": lambda _of, who: support.calls.forget(who.member, now=who.now),
    "support": _all_of(support.ERASED),
    "fraud": _all_of(fraud.ERASED),
    "proposals": _all_of(approvals.ERASED),
    "cards": _all_of(giftcards.ERASED),
    "orders": _all_of(orders.ERASED),
    "payments": _all_of(payments.ERASED),
    "bank_cards": _all_of(earning.ERASED),
    "letters": _all_of(mailings.ERASED),
    "records": _all_of(forgetting.AUDIT_ERASED),
    "profile": _all_of(members.ERASED),
    "sign_in": _sign_in,
}


def begin(erasure_id: int, now: datetime) -> Erasure | None:
    """The request, if its term is over and nothing moves any more; None once it has ended.

    Raises:
        CannotErase: something moves again. Only before the first step: afterwards nobody can move anything.
    """
    of = queries.erasure(erasure_id)
    if not of.stands:
        return None
    assert now >= of.due_at, "the term is over"
    earning.hold(of.programme_id)
    execute("SELECT FROM members WHERE id = %(id)s FOR UPDATE", {"id": of.member_id})
    reasons = queries.in_the_way(_member(of.member_id), now) if of.state == "waiting" else []
    if reasons:
        raise CannotErase(reasons=reasons)
    return of


def missing(of: Erasure) -> list[str]:
    """The steps that are still to be done, in order."""
    done = {step.name for step in queries.steps(of.id)}
    return [name for name in STEPS if name not in done]


def step(of: Erasure, name: str, *, now: datetime) -> None:
    """Do one step, and note what it came to."""
    execute("SELECT pg_advisory_xact_lock(hashtextextended('erasure', %(member)s))", {"member": of.member_id})
    if not queries.erasure(of.id).stands or name not in missing(of):
        return
    # With all memberships that went on as this one.
    rows = sum(STEPS[name](of, finding.who(of, _member(one), now)) for one in members.line(of.member_id))
    execute(
        "INSERT INTO erasure_steps (erasure_id, name, rows, at) VALUES (%(id)s, %(name)s, %(rows)s, %(now)s)",
        {"id": of.id, "name": name, "rows": rows, "now": now},
    )


def finish(of: Erasure, *, now: datetime) -> bool:
    """All is erased; whether this very call says so."""
    execute("UPDATE erasures SET evidence = '' WHERE id = %(id)s", {"id": of.id})
    if not asking.insert_ended(of.id, "done", now):
        return False
    rows = {one.name: one.rows for one in queries.steps(of.id)}
    audit.record(
        "erasures.erase", f"member:{of.member_id}", at=now, before={"rows": sum(rows.values())}, after={"rows": 0}
    )
    return True


def _member(member_id: int) -> Member:
    found = members.member(member_id)
    assert found is not None, "a member is never deleted"
    return found
