"""What every page of the portal knows: whose desk it is. The address says it, and links within the desk keep it by themselves."""

from typing import Any

from flask import Blueprint, Flask, current_app, g, request
from flask_login import current_user

from marketplace import partners
from marketplace.core.errors import NotFound
from marketplace.partners import Partner
from marketplace.web.shared.role_words import ROLES

LOOKS = frozenset({"GET", "HEAD", "OPTIONS"})
# What a partner's people still do once it has left: they settle what comes in late, send what tills had taken, answer for
# what was sold, take lists away with them and close accesses. Whatever else would change something is closed.
AFTER_LEAVING = frozenset(
    f"partner.{name}"
    for name in (
        "offline.take", "offline.hand_back", "settlements.accept", "settlements.dispute", "settlements.withdraw", "settlements.remark", "payout_account.connect",
        "questions.answer", "team.revoke", "team.remove", "webhooks.remove",
        "alarms.export", "codes.export", "editor.export", "redemptions.export", "runs.export", "runs.export_changes", "sales.export",
        "shops.export", "takings.export",
    )
)  # fmt: skip


def of_address(partner: str, **_: object) -> int:
    """The partner that a page's address names; from now on it is the desk's.

    Raises:
        NotFound: also to whoever works for the programme and not for this partner: his desk is the console.
        PartnerLeft: something would change at a partner that has left (`AFTER_LEAVING` says what still may).
    """
    found = partners.partner_by_slug(g.programme.id, partner)
    if all(held.partner_id != found.id for held in current_user.grants):
        raise NotFound(partner=partner)
    g.partner = found
    if request.method not in LOOKS and request.endpoint not in AFTER_LEAVING:
        partners.must_work(found)
    return int(found.id)


def here() -> Partner:
    """The partner whose desk it is, on a page that asks for one."""
    found: Partner = g.partner
    return found


def init_app(app: Flask) -> None:
    """Let the desk's layout say who is here."""
    app.jinja_env.globals["roles_here"] = roles_here


def roles_here() -> str:
    """What the visitor does for the desk's partner: "Owner, Accountant"."""
    partner = g.get("partner")
    held = [one.role for one in current_user.grants if partner is not None and one.partner_id == partner.id]
    return ", ".join(str(ROLES[role]) for role in held)


def keep_partner(whole: Blueprint) -> None:
    """Have `url_for` of the portal's pages lead to the same partner's desk."""

    @whole.url_defaults
    def add(endpoint: str, values: dict[str, Any]) -> None:
        partner = g.get("partner")
        if partner is not None and current_app.url_map.is_endpoint_expecting(endpoint, "partner"):
            values.setdefault("partner", partner.slug)
