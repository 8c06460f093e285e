"""What a member has: balance, lots, history."""

from typing import Any

from flask import g
from pydantic import BaseModel

from marketplace import ledger, members
from marketplace.core import clock
from marketplace.core.listing import Asker
from marketplace.members import Member
from marketplace.web.api import access, documents, lists, schemas
from marketplace.web.shared import movements

blueprint = documents.blueprint("members", "A member's points.")


def _all() -> Asker:
    """Every member of the client's programme; for a key bound to one member, only that one."""
    return Asker(
        {"programme": access.client.programme_id, "member": access.client.member_id, "today": _today().isoformat()}
    )


FIELDS = ("number", "name", "email", "phone", "tier", "city", "joined_at", "balance")
lists.serve(
    blueprint, "/members", members.MEMBERS, scope="members:read", fields=FIELDS, about="The members of the programme", asker=_all, name="list_members"
)  # fmt: skip


class Path(BaseModel):
    number: schemas.MemberNumber


@blueprint.get("/members/<number>", responses={200: schemas.Member})
@access.scope("members:read")
def show_member(path: Path) -> dict[str, Any]:
    """A member and their balance

    Expired points are not included. Scope `members:read`.
    """
    member, account = _asked(path)
    lots = ledger.open_lots(account, _today())
    soon = ledger.next_expiry(lots)
    return access.given(
        schemas.Member(
            number=member.number,
            first_name=member.first_name,
            tier=member.tier,
            balance=sum(lot.remaining for lot in lots),
            next_expiry=schemas.Expiry(points=soon.points, last_day=soon.day) if soon else None,
        )
    )


@blueprint.get("/members/<number>/lots", responses={200: schemas.Lots})
@access.scope("members:read")
def list_lots(path: Path) -> dict[str, Any]:
    """A member's lots: points that expire together

    Soonest to expire first, the order in which they are spent. Scope `members:read`.
    """
    _, account = _asked(path)
    lots = ledger.open_lots(account, _today())
    return access.given(
        schemas.Lots(
            balance=sum(lot.remaining for lot in lots),
            lots=[schemas.Lot(remaining=lot.remaining, earned=lot.amount, last_day=lot.expires_on) for lot in lots],
        )
    )


@blueprint.get("/members/<number>/history", responses={200: schemas.History})
@access.scope("members:read")
def list_history(path: Path, query: schemas.Listed) -> dict[str, Any]:
    """Points received and spent, newest first

    Each movement with the balance after it. Scope `members:read`.
    """
    _, account = _asked(path)
    page = ledger.history(account, before=query.cursor, limit=query.limit)
    items = [
        schemas.Movement(
            id=movement.entry_id,
            at=movement.at,
            kind=movement.kind,
            amount=movement.amount,
            balance_after=movement.balance_after,
            title=said.title,
            detail=said.detail,
        )
        for movement, said in zip(page.items, movements.say(page.items, query.language), strict=True)
    ]
    return access.given(schemas.History(items=items, next=page.next))


def _asked(path: Path) -> tuple[Member, int]:
    member = access.member_of(path.number)
    return member, ledger.account(member.programme_id, "member", owner_id=member.id)


def _today() -> Any:
    return g.programme.day(clock.now())
