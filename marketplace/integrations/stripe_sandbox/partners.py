"""Partners' accounts at the provider: opened, filled in by their holders, paid to and out of; what is sent there can be fetched back."""

from typing import Any

from marketplace.integrations.stripe_sandbox import shapes
from marketplace.integrations.stripe_sandbox.bank import Bank, Refused
from marketplace.integrations.stripe_sandbox.store import Thing, new_id

LINK = "sandbox_link"  # what an onboarding page is for; no object of Stripe's
# What the holder of an account may say of its bank, and how payouts to it then end.
BANKS = {"": "paid", "closed": "account_closed", "unknown": "no_account"}


class Partners:
    """The provider's business with partners.

    Args:
        balance: what the platform has to send, in minor units; None: whatever is asked.
    """

    def __init__(self, bank: Bank, balance: int | None = None) -> None:
        self.bank, self.balance = bank, balance

    def open(self, asked: dict[str, Any]) -> Thing:
        """Open an account. Raises Refused: nobody has said where."""
        if len(asked.get("country", "")) != 2:
            raise Refused("Country is required", "parameter_missing")
        return self.bank.store.put(shapes.account(asked, int(self.bank.now())))

    def link(self, asked: dict[str, Any], url: str) -> Thing:
        """The address of a page, good for minutes, where the holder fills in what is missing."""
        account = self.bank.thing(str(asked.get("account", "")), "account")
        if not asked.get("return_url") or not asked.get("refresh_url"):
            raise Refused("a link leads back somewhere", "parameter_missing")
        page = {"id": new_id("link"), "object": LINK, "account": account["id"], "back": asked["return_url"]}
        self.bank.store.put(page)
        return shapes.account_link(f"{url}/connect/{page['id']}", int(self.bank.now()))

    def page(self, link_id: str) -> tuple[Thing, Thing]:
        """An onboarding page and its account. Raises Refused."""
        page = self.bank.thing(link_id, LINK)
        return page, self.bank.thing(page["account"], "account")

    def fill_in(
        self, account_id: str, *, bank: str = "", without: str = "", last4: str = "3000", holder: str = ""
    ) -> Thing:
        """The holder says what is asked; all of it, or all but one thing. `bank`: one of BANKS; `last4` of its account there, and whose it is."""
        with self.bank.store.lock:
            account, missing = self.bank.thing(account_id, "account"), [without] if without else []
            asked = account["requirements"] | {
                "currently_due": missing, "eventually_due": missing, "past_due": [],
                "disabled_reason": "requirements.pending_verification" if missing else None,
            }  # fmt: skip
            account |= {
                "requirements": asked, "details_submitted": True, "payouts_enabled": not missing, "sandbox_bank": BANKS[bank],
                "external_accounts": shapes.bank_accounts(account, last4, holder),
            }  # fmt: skip
            self.bank.store.put(account)
            self.bank.happened("account.updated", account, account=account_id)
            return account

    def transfer(self, asked: dict[str, Any]) -> Thing:
        """Send money to an account. Raises Refused: there is not so much, or no such account."""
        with self.bank.store.lock:
            account = self.bank.thing(str(asked.get("destination", "")), "account")
            amount = int(asked.get("amount", 0))
            if amount < 1 or not account["details_submitted"]:
                raise Refused("this account cannot be sent to", "insufficient_capabilities_for_transfer")
            if self.balance is not None and amount > self.balance:
                raise Refused("Insufficient funds", "balance_insufficient")
            if self.balance is not None:
                self.balance -= amount
            made = self.bank.store.put(shapes.transfer(asked, int(self.bank.now())))
            self._put(account, amount)
            self.bank.happened("transfer.created", made)
            return made

    def reverse(self, transfer_id: str, asked: dict[str, Any]) -> Thing:
        """Fetch money of a transfer back. Raises Refused: it has come back, or is not there."""
        with self.bank.store.lock:
            sent = self.bank.thing(transfer_id, "transfer")
            left = sent["amount"] - sent["amount_reversed"]
            amount = int(asked.get("amount", left))
            account = self.bank.thing(sent["destination"], "account")
            if not 1 <= amount <= left:
                raise Refused("The transfer is already fully reversed", "transfer_already_reversed")
            if account.get("sandbox_balance", 0) < amount:
                raise Refused("Insufficient funds in the account", "balance_insufficient")
            self._put(account, -amount)
            if self.balance is not None:
                self.balance += amount
            made = shapes.reversal(sent, amount, asked.get("metadata", {}), int(self.bank.now()))
            back = sent["reversals"] | {"data": [*sent["reversals"]["data"], made]}
            sent |= {"amount_reversed": sent["amount_reversed"] + amount, "reversed": amount == left, "reversals": back}
            self.bank.store.put(made)
            self.bank.store.put(sent)
            self.bank.happened("transfer.reversed", sent)
            return made

    def pay_out(self, account_id: str, asked: dict[str, Any]) -> Thing:
        """Pay out of an account to its bank. Raises Refused: it cannot be, or there is not so much."""
        with self.bank.store.lock:
            account, amount = self.bank.thing(account_id, "account"), int(asked.get("amount", 0))
            if not account["payouts_enabled"]:
                raise Refused("Payouts are not enabled for this account", "payouts_not_allowed")
            if not 1 <= amount <= account.get("sandbox_balance", 0):
                raise Refused("Insufficient funds", "balance_insufficient")
            self._put(account, -amount)
            made = shapes.payout(asked, int(self.bank.now())) | {"sandbox_account": account_id}
            self.bank.store.put(made)
            self.bank.happened("payout.created", made, account=account_id)
            how = account.get("sandbox_bank", "paid")
            return self.end_payout(made["id"], "" if how == "paid" else how)

    def end_payout(self, payout_id: str, failure: str = "") -> Thing:
        """A payout has arrived, or has failed, even after it arrived: then its money is in the account again."""
        with self.bank.store.lock:
            made = self.bank.thing(payout_id, "payout")
            if made["status"] == "failed":
                raise Refused("this payout has failed", "payout_failed")
            account_id = made["sandbox_account"]
            made |= {"status": "failed" if failure else "paid", "failure_code": failure or None}
            self.bank.store.put(made)
            if failure:
                self._put(self.bank.thing(account_id, "account"), made["amount"])
            self.bank.happened("payout.failed" if failure else "payout.paid", made, account=account_id)
            return made

    def payout(self, payout_id: str, account_id: str) -> Thing:
        """A payout of an account. Raises Refused."""
        made = self.bank.thing(payout_id, "payout")
        if made["sandbox_account"] != account_id:
            raise Refused(f"No such payout: '{payout_id}'", "resource_missing", 404)
        return made

    def _put(self, account: Thing, amount: int) -> None:
        fresh = self.bank.thing(account["id"], "account")
        self.bank.store.put(fresh | {"sandbox_balance": fresh.get("sandbox_balance", 0) + amount})
