"""What each record of the audit tells: every action of the product, by what it does to the thing that it names.

An action makes something (its facts after), changes it (before and after), ends it (before and after), or leaves it as it is: then
what was seen or refused stands under "after". A new action is added here; tests hold every record to its line.
"""

from collections.abc import Mapping
from typing import Any

MAKES = frozenset({
    "approvals.propose", "approvals.write_note", "catalogue.publish", "codes.load", "earning.take_in", "identity.ask_for_email",
    "identity.create_client", "members.bind_card", "members.consent", "orders.place", "partners.load_brands", "programmes.create",
    "programmes.publish_text", "runs.kept", "world.load",
})  # fmt: skip
CHANGES = frozenset({
    "approvals.apply", "approvals.approve", "approvals.ask_for_changes", "approvals.edit", "approvals.refuse", "approvals.withdraw",
    "giftcards.freeze", "giftcards.unfreeze", "giftcards.void", "giftcards.reveal", "giftcards.staff_reveal", "identity.confirm_email",
    "identity.end_sessions", "identity.grant", "identity.revoke", "identity.revoke_client", "identity.set_up_authenticator",
    "keys.reencrypt", "keys.retire", "ledger.adjust", "members.change_email", "members.link", "members.unbind_card",
    "members.update_profile", "orders.cancel", "orders.find_again", "orders.issue", "orders.lose_sight", "orders.obtain",
    "outbox.send_again", "programmes.change",
})  # fmt: skip
# Made when it was not there, changed when it was.
PUTS = frozenset({"programmes.put_tier"})
# Every step of a run but its first.
STEPS = ("runs.",)
LEAVES = frozenset({"access.refuse", "giftcards.reveal_again", "letters.read", "reports.export"})


def misshapen(action: str, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> str:
    """What is wrong with a record; "" for one that tells what its action must, and for one of an action of nobody's."""
    if action in MAKES or action in LEAVES:
        return "" if before is None and after is not None else f"{action} tells after, and not before"
    if action in PUTS:
        return "" if after is not None else f"{action} tells after"
    if action in CHANGES or action.startswith(STEPS):
        return "" if before is not None and after is not None else f"{action} tells before and after"
    return f"{action} has no line in core/deeds.py"
