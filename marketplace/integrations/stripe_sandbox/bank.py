"""What can happen at the provider: pages are made, paid and expire, money goes back, banks dispute. Whatever happens is told."""

import time
from collections.abc import Callable
from typing import Any

from marketplace.integrations.stripe_sandbox import shapes
from marketplace.integrations.stripe_sandbox.cards import Card, card
from marketplace.integrations.stripe_sandbox.store import Store, Thing

SHORTEST_PAGE_S, LONGEST_PAGE_S = 30 * 60, 24 * 3600
Tell = Callable[[Thing], None]


class Refused(Exception):
    """The call is not done; `code` and `status` are Stripe's."""

    def __init__(self, message: str, code: str = "", status: int = 400, kind: str = "invalid_request_error") -> None:
        super().__init__(message)
        self.code, self.status, self.kind = code, status, kind


class Declined(Exception):
    """A card was refused by its bank; says by which code."""


class Challenged(Exception):
    """The bank asks the holder first."""


class Bank:
    """The provider's business.

    Args:
        tell: takes each event once it has happened.
    """

    def __init__(self, store: Store, tell: Tell, now: Callable[[], float] = time.time) -> None:
        self.store, self._tell, self.now = store, tell, now

    def open(self, asked: dict[str, Any], url: str) -> Thing:
        """Make a page. Its payment is made with it and takes what `payment_intent_data` says."""
        now, ends, lines = int(self.now()), int(asked.get("expires_at", 0)), asked.get("line_items", [])
        if asked.get("mode") != "payment" or len(lines) != 1 or not asked.get("success_url"):
            raise Refused("a page is for one payment of one line and leads somewhere", "parameter_missing")
        if not SHORTEST_PAGE_S <= ends - now <= LONGEST_PAGE_S:
            raise Refused("`expires_at` must be between 30 minutes and 24 hours from now", "parameter_invalid_integer")
        page = shapes.session(asked, lines[0], now, url)
        if page["amount_total"] < 1:
            raise Refused("the sum is too small", "amount_too_small")
        page["payment_intent"] = self.store.put(shapes.intent(page, asked.get("payment_intent_data", {}), now))["id"]
        return self.store.put(page | {"sandbox_title": lines[0]["price_data"].get("product_data", {}).get("name", "")})

    def page(self, session_id: str) -> Thing:
        """A page as it stands now; its time may be over."""
        with self.store.lock:
            found = self.thing(session_id, "checkout.session")
            return self._end(found) if found["status"] == "open" and found["expires_at"] <= self.now() else found

    def expire(self, session_id: str) -> Thing:
        """End an open page. Raises Refused: it has ended."""
        with self.store.lock:
            found = self.page(session_id)
            if found["status"] != "open":
                raise Refused('Only Checkout Sessions with a status in ["open"] can be expired', "resource_not_open")
            return self._end(found)

    def pay(self, session_id: str, number: str, *, proven: bool = False) -> Thing:
        """Pay a page by a card. `proven`: its holder has answered the bank, which counts only where the bank has asked about this card.

        Raises:
            Refused: it has ended. Declined, Challenged: as the card says; the page stays open.
        """
        with self.store.lock:
            page, how = self.page(session_id), card(number)
            if page["status"] != "open":
                raise Refused("this page has ended", "resource_not_open")
            intent = self.thing(page["payment_intent"], "payment_intent")
            digits = "".join(number.split())
            asked = intent["status"] == "requires_action" and intent.get("sandbox_asked") == digits
            if how.challenged and not (proven and asked):
                self.store.put(intent | {"status": "requires_action", "sandbox_asked": digits})
                raise Challenged
            if how.declined:
                failed = {"type": "card_error", "code": "card_declined", "decline_code": how.declined}
                intent |= {"status": "requires_payment_method", "last_payment_error": failed}
                self.happened("payment_intent.payment_failed", self.store.put(intent))
                raise Declined(how.declined)
            return self._paid(page, intent, digits, how)

    def refund(self, asked: dict[str, Any]) -> Thing:
        """Send money of a charge back. Raises Refused: more than is left of it."""
        with self.store.lock:
            intent = self.thing(str(asked.get("payment_intent", "")), "payment_intent")
            paid = self.thing(intent["latest_charge"] or "", "charge")
            left = paid["amount"] - paid["amount_refunded"]
            amount = int(asked.get("amount", left))
            if paid["disputed"]:
                raise Refused("this charge has been charged back", "charge_disputed")
            if not 1 <= amount <= left:
                raise Refused(
                    "the amount is greater than what is left of the charge",
                    "charge_already_refunded" if not left else "amount_too_large",
                )
            how = card(self._number(paid))
            paid |= {"amount_refunded": paid["amount_refunded"] + amount, "refunded": amount == left}
            status = "succeeded" if how.refunds == "now" else "pending"
            made = self.store.put(shapes.refund(paid, amount, asked.get("metadata", {}), status, int(self.now())))
            self.store.put(paid)
            self.happened("refund.created", made)
            self.happened("charge.refunded", paid)
            if how.refunds != "now":
                self.end_refund(made["id"], "failed" if how.refunds == "fail" else "succeeded")
            return made

    def end_refund(self, refund_id: str, status: str) -> Thing:
        """A refund that was taken in has succeeded, or has failed: then its money is here again."""
        with self.store.lock:
            made = self.thing(refund_id, "refund")
            made |= {"status": status} | ({"failure_reason": "lost_or_stolen_card"} if status == "failed" else {})
            if status == "failed":
                paid = self.thing(made["charge"], "charge")
                self.store.put(paid | {"amount_refunded": paid["amount_refunded"] - made["amount"], "refunded": False})
            self.store.put(made)
            self.happened("refund.failed" if status == "failed" else "refund.updated", made)
            return made

    def dispute(self, charge_id: str, reason: str, *, inquiry: bool = False) -> Thing:
        """A bank disputes a charge; with an inquiry it only asks, and no funds move."""
        with self.store.lock:
            paid = self.thing(charge_id, "charge")
            status = "warning_needs_response" if inquiry else "needs_response"
            made = self.store.put(shapes.dispute(paid, reason, status, int(self.now())))
            self.happened("charge.dispute.created", made)
            if not inquiry:
                self.store.put(paid | {"disputed": True})
                self.happened("charge.dispute.funds_withdrawn", made)
            return made

    def decide(self, dispute_id: str, *, won: bool) -> Thing:
        """A dispute is over; won, its funds come back."""
        with self.store.lock:
            made = self.thing(dispute_id, "dispute")
            if made["status"] in ("won", "lost", "warning_closed"):
                raise Refused("this dispute is over", "dispute_closed")
            inquiry = made["status"].startswith("warning")
            made["status"] = "warning_closed" if inquiry else "won" if won else "lost"
            self.store.put(made)
            if won and not inquiry:
                self.store.put(self.thing(made["charge"], "charge") | {"disputed": False})
                self.happened("charge.dispute.funds_reinstated", made)
            self.happened("charge.dispute.closed", made)
            return made

    def thing(self, thing_id: str, kind: str) -> Thing:
        """An object of a kind. Raises Refused: there is none."""
        found = self.store.get(thing_id)
        if found is None or found["object"] != kind:
            raise Refused(f"No such {kind}: '{thing_id}'", "resource_missing", 404)
        return found

    def _paid(self, page: Thing, intent: Thing, number: str, how: Card) -> Thing:
        paid = self.store.put(shapes.charge(intent, number, int(self.now())) | {"sandbox_number": number})
        self.store.put(
            intent
            | {
                "status": "succeeded",
                "amount_received": intent["amount"],
                "latest_charge": paid["id"],
                "last_payment_error": None,
            }
        )
        page |= {"status": "complete", "payment_status": "paid", "url": None}
        self.store.put(page)
        self.happened("payment_intent.succeeded", self.thing(intent["id"], "payment_intent"))
        self.happened("checkout.session.completed", page)
        if how.disputed:
            self.dispute(paid["id"], how.disputed, inquiry=how.inquiry)
        return page

    def _end(self, page: Thing) -> Thing:
        page |= {"status": "expired", "url": None}
        self.store.put(page)
        self.happened("checkout.session.expired", page)
        return page

    def _number(self, paid: Thing) -> str:
        return str(paid.get("sandbox_number", ""))

    def happened(self, kind: str, thing: Thing, *, account: str = "") -> None:
        """Tell that something has happened; `account` where it did in a partner's account."""
        told = {name: value for name, value in thing.items() if not name.startswith("sandbox_")}
        self._tell(self.store.put(shapes.event(kind, told, int(self.now()), account)))
