"""What the shop shall say of a brand, as an act of two: put forward by a partner's people, at once in the shop where the programme's rule asks nobody."""

from datetime import datetime

from marketplace import approvals, identity, programmes
from marketplace.approvals import Facts, Proposal, Target, TargetMoved
from marketplace.core.db import execute
from marketplace.core.errors import NotFound
from marketplace.identity import Permission
from marketplace.partners import queries
from marketplace.partners.errors import UnknownPart
from marketplace.partners.models import Brand
from marketplace.partners.pages.page import PAGE, Page, change_page, cleaned, page_of, picture, versions

BRAND_PAGE = "brand_page"


def approver_needed(of: Brand) -> bool:
    """Whether somebody of the programme has to agree to what its partner would have the shop say of a brand."""
    return approvals.approvers_needed(of.programme_id, BRAND_PAGE, page_of(of)) > 0


def asked_for(of: Brand, *, now: datetime) -> Proposal | None:
    """The proposal about a brand that still waits, if there is one."""
    return approvals.open_for(of.programme_id, BRAND_PAGE, str(of.id), now=now)


def stands_at(of: Brand) -> str:
    """Which version of a brand's page the shop shows: whoever changes it says which one they saw."""
    last = versions(of.id, limit=1)
    return str(last[0].id) if last else "0"


def put_forward(
    of: Brand, page: Page, *, base: str, seen: str = "", by: int, ref: str, why: str = "", now: datetime
) -> Proposal | None:
    """Have the shop say this of a brand, or propose that where somebody has to agree; None: it is in the shop.

    Args:
        base: the version of `stands_at` that they saw.
        seen: the digest of the proposal that still waits, as they saw it; it is edited then.
        by: the user who asks.
        ref: fresh, of `ids.new_ref`.

    Raises:
        TargetMoved: the shop says something else by now.
        UnknownPart: there is no such city, or no such picture of the brand.
        ProposalOpen, ProposalChanged, ProposalClosed, ProposalExpired, MayNotPropose, NothingProposed, NobodyCouldApprove: as approvals say.
    """
    wanted = _check(of.programme_id, str(of.id), page)
    waits = asked_for(of, now=now)
    if waits is not None and seen:
        return approvals.edit(waits.id, wanted, seen=bytes.fromhex(seen), base=base, by=by, now=now)
    if waits is not None or approver_needed(of):
        return approvals.propose(
            BRAND_PAGE, str(of.id), wanted, programme_id=of.programme_id, by=by, ref=ref, base=base, why=why, now=now
        )
    _hold(of.programme_id, str(of.id))
    if stands_at(of) != base:
        raise TargetMoved(base=base, found=stands_at(of))
    change_page(of, wanted, now=now)
    return None


def take_back(of: Brand, *, by: int, now: datetime) -> None:
    """Take back what was proposed about a brand; nothing where nothing waits. Raises as `approvals.withdraw`."""
    waits = asked_for(of, now=now)
    if waits is not None:
        approvals.withdraw(waits.id, seen=waits.digest, by=by, now=now)


def _check(programme_id: int, subject: str, payload: Facts) -> Facts:
    of, wanted = _brand(programme_id, subject), cleaned(payload)
    if not {*wanted["city_slugs"]} <= {city.slug for city in programmes.cities()}:
        raise UnknownPart(part="city")
    if wanted["picture"] and picture(of.id, wanted["picture"]) is None:
        raise UnknownPart(part="picture")
    return wanted


def _target(programme_id: int, subject: str, _payload: Facts) -> Target:
    of = _brand(programme_id, subject)
    return Target(stands_at(of), page_of(of))


def _hold(_programme_id: int, subject: str) -> None:
    execute("SELECT FROM brands WHERE id = %(id)s FOR NO KEY UPDATE", {"id": int(subject)})


def _may_propose(programme_id: int, subject: str, user_id: int) -> bool:
    who, of = identity.user(user_id), _brand(programme_id, subject)
    return who is not None and identity.can(
        who, Permission.PORTAL_BRANDS, programme_id=programme_id, partner_id=of.partner_id
    )


def _apply(proposal: Proposal, now: datetime) -> None:
    change_page(
        _brand(proposal.programme_id, proposal.subject), {name: proposal.payload[name] for name in PAGE}, now=now
    )


def _brand(programme_id: int, subject: str) -> Brand:
    of = queries.brand(int(subject))
    if of.programme_id != programme_id:
        raise NotFound
    return of


approvals.register(
    approvals.Kind(
        name=BRAND_PAGE, propose=Permission.RUNS_BRANDS, approve=Permission.RUNS_BRANDS, may_propose=_may_propose, check=_check, target=_target,
        hold=_hold, apply=_apply, alone=True, edited=True,
    )
)  # fmt: skip
