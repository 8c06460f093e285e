"""Who did it and to what, as people know them: a person's name, "the system"; order 20418, card •• 1234, a partner's name."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l

from marketplace import orders
from marketplace.core import formats
from marketplace.core.listing import Row
from marketplace.identity import Permission
from marketplace.web.console import journal_values
from marketplace.web.shared import filters
from marketplace.web.shared.alarm_pages import listed as alarm_words
from marketplace.web.shared.security import may

# How a thing is called with its name or number in it.
SUBJECTS: Mapping[str, LazyString] = {
    "acceptance": _l("Acceptance %(name)s"),
    "application": _l("Application of %(name)s"),
    "batch": _l("Batch %(name)s"),
    "brand": _l("Brand %(name)s"),
    "catalogue_draft": _l("Draft of the catalogue of %(name)s"),
    "case": _l("Case %(name)s"),
    "client": _l("API client %(name)s"),
    "code": _l("Code %(name)s"),
    "contract": _l("Contract %(name)s"),
    "expectation": _l("Expected: %(name)s"),
    "giftcard": _l("Card %(name)s"),
    "invitation": _l("Invitation of %(name)s"),
    "letter": _l("Email “%(name)s”"),
    "member": _l("Member %(name)s"),
    "netting": _l("Set-off of %(name)s"),
    "order": _l("Order %(name)s"),
    "partner": _l("Partner %(name)s"),
    "payout_line": _l("Payment to %(name)s"),
    "payout_run": _l("Payouts of %(name)s"),
    "payment": _l("Payment %(name)s"),
    "programme": _l("Programme %(name)s"),
    "promise": _l("Promise %(name)s"),
    "proposal": _l("Proposal: %(name)s"),
    "publication": _l("Publication of %(name)s"),
    "run": _l("Upload %(name)s"),
    "statement": _l("Statement %(name)s"),
    "supplier": _l("Supplier %(name)s"),
    "terminal": _l("Till %(name)s"),
    "till_alarm": _l("Alarm: %(name)s"),
    "transfer": _l("Transfer %(name)s"),
    "user": _l("Account %(name)s"),
    "webhook": _l("Webhook %(name)s"),
}
OF_INSTALLATION = ("installation", "keys", "world")
_DAYS = ("payout_run", "netting")  # known by their day
# Where a thing has a page: the endpoint, what its address calls it, and what one needs to see it.
PAGES: Mapping[str, tuple[str, str, Permission]] = {
    "application": ("console.partners.show_application", "application", Permission.PARTNERS_READ),
    "batch": ("console.codes.show", "batch_id", Permission.RUNS_CODES),
    "case": ("console.cases.show", "case_id", Permission.CASES_READ),
    "giftcard": ("console.cards.show", "public_id", Permission.MEMBERS_READ),
    "letter": ("console.letters.show", "letter_id", Permission.LETTERS_READ),
    "expectation": ("console.reconciling.expected", "expectation_id", Permission.STATEMENTS_READ),
    "member": ("console.members.show", "member", Permission.MEMBERS_READ),
    "netting": ("console.netting.show", "netting_id", Permission.STATEMENTS_READ),
    "order": ("console.orders.show", "number", Permission.MEMBERS_READ),
    "partner": ("console.partners.show", "of_partner", Permission.PARTNERS_READ),
    "payment": ("console.payments.show", "payment", Permission.PAYMENTS_READ),
    "payout_run": ("console.payouts.show", "payout_id", Permission.STATEMENTS_READ),
    "proposal": ("console.approvals.show", "ref", Permission.APPROVALS_READ),
    "run": ("console.runs.show", "run_id", Permission.RUNS_READ),
    "statement": ("console.settlements.show", "statement", Permission.STATEMENTS_READ),
}


def actor(row: Row) -> str:
    """Who did it: a member's or colleague's name, else a masked address, an API client, a till, the operator, the system."""
    name = row["actor_name"] or ""
    said: Mapping[str, str] = {
        "user": name or row["address"] or gettext("A person"),
        "client": gettext("API client %(name)s", name=name),
        "terminal": gettext("Till %(name)s", name=name),
        "operator": gettext("The operator"),
        "system": gettext("The system"),
    }
    return said[row["actor_kind"]]


def subject(row: Row) -> str:
    """What it was done to, by the number or name that people know it by."""
    kind, _, number = row["subject"].partition(":")
    if kind not in SUBJECTS:
        return gettext("The installation") if kind in OF_INSTALLATION else str(row["subject"])
    return str(SUBJECTS[kind]) % {"name": _name(kind, number, row)}


def link(row: Row) -> str | None:
    """The page of the thing, where it has one that the reader may see."""
    kind = row["subject"].partition(":")[0]
    if kind not in PAGES or row["subject_key"] is None:
        return None
    endpoint, name, permission = PAGES[kind]
    key = orders.number_of(int(row["subject_key"])) if kind == "order" else row["subject_key"]
    address: dict[str, Any] = {name: key}
    return url_for(endpoint, **address) if may(permission) else None


def _name(kind: str, number: str, row: Row) -> str:
    known = row[f"subject_name_{filters.language()}"]
    if known is None:
        return number
    if kind == "order":
        return orders.number_of(int(known))
    if kind in ("giftcard", "code"):
        return formats.masked_code(known)
    if kind in ("user", "invitation"):
        return formats.masked_email(known)
    if kind in _DAYS:
        return filters.short_day(date.fromisoformat(known))
    if kind == "proposal":
        return journal_values.kind_of_act(known) or str(known)
    if kind == "till_alarm":
        return str(alarm_words.KINDS[known].label)
    if kind == "member":
        return f"{known}, {gettext('No. %(number)s', number=row['subject_key'])}"
    return str(known)
