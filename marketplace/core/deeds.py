"""What each record of the audit tells, by what its action does to the thing that it names.

An action changes or ends something: its record has before and after, `{}` where there was or is nothing. Those that only make something,
and those that leave it as it is (then what was seen or refused stands under "after"), are named here. Tests hold every record to this.
"""

from collections.abc import Mapping
from typing import Any

MAKES = frozenset({
    "earning.wait",
    "approvals.propose", "approvals.write_note", "calls.act", "calls.take", "cases.begin_incident", "cases.open", "catalogue.publish", "catalogue.undo", "codes.load", "earning.take_in", "identity.ask_for_email",
    "identity.create_client", "identity.sign_in", "members.bind_card", "members.consent", "orders.place", "partners.load_brands", "payments.place", "programmes.create",
    "programmes.publish_text", "reconciliation.take_statement", "reconciliation.take_till_export", "reconciliation.request_deposit", "runs.kept", "world.load",
    "gifts.give", "members.welcome_guest", "support.identify", "wallets.give", "wishes.add",
})  # fmt: skip
LEAVES = frozenset({
    "access.refuse", "desk.refuse", "giftcards.reveal_again", "letters.read", "members.look_back", "partners.read_document", "reports.export", "settlements.remark", "tills.check",
})  # fmt: skip


def misshapen(action: str, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> str:
    """What is wrong with a record; "" for one that tells what its action must."""
    if action in MAKES | LEAVES:
        return "" if not before and after is not None else f"{action} tells after, and not before"
    return "" if before is not None and after is not None else f"{action} tells before and after"
