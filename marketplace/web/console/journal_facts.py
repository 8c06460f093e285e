"""What an act changed, in words: the name of each fact, and its value as people write it: points, money, days, states."""

from datetime import date, datetime
from typing import Any, NamedTuple

from flask import g
from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l

from marketplace.core.listing import Row
from marketplace.web.console import (
    journal_account_facts,
    journal_house_facts,
    journal_payment_facts,
    journal_values,
    programme_settings_form,
)
from marketplace.web.shared import filters
from marketplace.web.shared.refusal_words import CODES

NAMES: dict[str, LazyString] = (
    {
        "active": _l("May sign in"),
        "account": _l("Account"),
        "acts": _l("Opens an account"),
        "added": _l("New"),
        "agent": _l("Browser or app"),
        "already": _l("There already"),
        "applied": _l("Applied"),
        "approvals": _l("Approvals"),
        "approvals_needed": _l("Approvals needed"),
        "audience": _l("Seen by"),
        "base_url": _l("Address"),
        "bound": _l("Bound"),
        "broken": _l("Does not answer"),
        "came_back": _l("Came back"),
        "card": _l("Card"),
        "cards": _l("Cards"),
        "captured": _l("Captured"),
        "case": _l("Case"),
        "calls": _l("Calls"),
        "cases": _l("Cases"),
        "category": _l("About"),
        "changed": _l("Changed"),
        "closes": _l("Until"),
        "city_slug": _l("City"),
        "closed": _l("Closed"),
        "code": _l("Reason"),
        "codes": _l("Codes"),
        "decided": _l("Decision"),
        "country": _l("Country"),
        "deliveries": _l("Deliveries"),
        "document": _l("Document"),
        "earned": _l("Earned"),
        "email": _l("Address"),
        "emptied": _l("Emptied"),
        "entries": _l("Entries"),
        "event": _l("Entry"),
        "factor": _l("Second factor"),
        "form": _l("Format"),
        "fee_permille": _l("Fee, ‰"),
        "file": _l("File"),
        "files": _l("Files"),
        "first": _l("First answer, minutes"),
        "for": _l("Waits for"),
        "first_name": _l("First name"),
        "flagged": _l("Flagged"),
        "gives": _l("Can be exchanged for others"),
        "held": _l("Held"),
        "how": _l("How it ended"),
        "identified": _l("What the caller could name"),
        "incident": _l("Incident"),
        "into": _l("Into case"),
        "key": _l("Key"),
        "keys": _l("Keys"),
        "kind": _l("Kind"),
        "kinds": _l("Events"),
        "known": _l("Known already"),
        "known_as": _l("Known as"),
        "language": _l("Language"),
        "last_day": _l("Last day"),
        "last4": _l("Last characters"),
        "last_error": _l("Problem"),
        "last_name": _l("Last name"),
        "left": _l("Left"),
        "legal_name": _l("Legal name"),
        "lines": _l("Lines"),
        "list": _l("List"),
        "loaded": _l("Loaded"),
        "mailbox": _l("Mailbox"),
        "merged_into": _l("Into case"),
        "method": _l("Asked with"),
        "name": _l("Name"),
        "named": _l("What the caller could name"),
        "new": _l("New"),
        "number": _l("Number"),
        "off": _l("Switched off"),
        "older_keys": _l("Older keys"),
        "on_sale": _l("On sale"),
        "open": _l("Open"),
        "opens": _l("From"),
        "outcome": _l("Outcome"),
        "path": _l("Page"),
        "permission": _l("Permission"),
        "phone": _l("Phone"),
        "picture": _l("Picture"),
        "price_points": _l("Price"),
        "priority": _l("Priority"),
        "purchase": _l("Purchase"),
        "reached": _l("Reached row"),
        "recasts": _l("Can be split and merged"),
        "refund": _l("What comes back"),
        "refunded": _l("Refunded so far"),
        "whose": _l("Whose limit"),
        "used": _l("Used"),
        "limit": _l("Limit"),
        "remaining": _l("On the card"),
        "revealed_at": _l("Code shown first"),
        "recognised": _l("Identified"),
        "reason": _l("Reason"),
        "risk": _l("Risk"),
        "role": _l("Role"),
        "roles": _l("Roles"),
        "rows": _l("Rows"),
        "scopes": _l("Scopes"),
        "send_at": _l("To be sent"),
        "shop": _l("Shop"),
        "signal": _l("Signal"),
        "size": _l("Size, bytes"),
        "skipped": _l("Left out"),
        "sold": _l("Sold"),
        "solve": _l("Solution, minutes"),
        "source": _l("Source"),
        "state": _l("State"),
        "stock": _l("Stock"),
        "taken_back": _l("Taken back"),
        "template": _l("Template"),
        "takes": _l("Others can be exchanged for it"),
        "tier": _l("Level"),
        "times": _l("Times"),
        "title": _l("Name"),
        "to_apply": _l("To apply"),
        "token": _l("Bank card"),
        "trouble": _l("Problem"),
        "unchanged": _l("Unchanged"),
        "unloaded": _l("Not loaded"),
        "unread": _l("Unread"),
        "until": _l("Until"),
        "url": _l("Address"),
        "value": _l("Value"),
        "values": _l("Values"),
        "version": _l("Edition"),
        "via": _l("How"),
        "weak": _l("Easily guessed"),
        "whole": _l("With whole addresses"),
        "why": _l("Why"),
        "withdrawn": _l("Withdrawn"),
        "wrong": _l("Errors"),
        "wrong_rows": _l("Rows with errors"),
    }
    | journal_payment_facts.NAMES
    | journal_account_facts.NAMES
    | journal_house_facts.NAMES
)
# Words of ours that stand in facts.
WORDS: dict[str, LazyString] = (
    {
        "active": _l("Valid"),
        "app": _l("An authenticator app"),
        "applied": _l("Applied"),
        "applying": _l("Being applied"),
        "approved": _l("Approved"),
        "asked": _l("At the owner’s request"),
        "awaiting_approval": _l("Waiting for approval"),
        "claimed": _l("Claimed"),
        "cancelled": _l("Cancelled"),
        "changes_requested": _l("Changes requested"),
        "checked": _l("Checked"),
        "checking": _l("Being checked"),
        "closed": _l("Closed"),
        "declined": _l("Returned by the recipient"),
        "discarded": _l("Discarded"),
        "done": _l("Done"),
        "expired": _l("Expired"),
        "dispute": _l("A dispute about a purchase"),
        "failed": _l("Failed"),
        "fault": _l("It could not be used because of a fault of ours"),
        "for sale": _l("For sale"),
        "frozen": _l("Frozen"),
        "goodwill": _l("Goodwill"),
        "held": _l("Given, waiting"),
        "in quarantine": _l("In quarantine"),
        "invited": _l("Invited"),
        "issued": _l("Issued"),
        "kept": _l("Kept"),
        "lapsed": _l("Not claimed in time"),
        "withheld": _l("The bank took the payment back"),
        "left": _l("Left"),
        "merged": _l("Merged into another"),
        "no_app": _l("The authenticator app removed"),
        "lost": _l("The phone or the printout is lost"),
        "obtained": _l("Code obtained"),
        "open": _l("Open"),
        "passkey": _l("A new passkey"),
        "passkey_removed": _l("A passkey removed"),
        "placed": _l("Placed"),
        "refused": _l("Refused"),
        "restocked": _l("On sale again"),
        "retired": _l("Never sold again"),
        "shop_closed": _l("The partner’s shop was closed"),
        "spent": _l("Used up"),
        "stopped": _l("Stopped"),
        "suspicion": _l("Suspicion of fraud"),
        "suspended": _l("Suspended"),
        "taken_back": _l("Taken back by the giver"),
        "unknown": _l("Outcome unknown"),
        "void": _l("Void"),
        "waits_member": _l("Waiting for the member"),
        "waits_partner": _l("Waiting for the partner"),
        "waiting": _l("Waiting"),
        "withdrawn": _l("Withdrawn"),
        "unusable": _l("It cannot be used, and another code does not help"),
        "unwanted": _l("The owner does not want it any more"),
        "mistake": _l("It was ordered or issued by mistake"),
        "fraud": _l("It came by fraud"),
        "person": _l("A person"),
        "none": _l("Nothing"),
        "points": _l("As new points"),
        "source": _l("To where it came from"),
    }
    | journal_payment_facts.WORDS
    | journal_account_facts.WORDS
    | journal_house_facts.WORDS
)
_POINTS = frozenset({"price_points", "points_part", "earned", "taken_back", "balance", "points", "owed_points"})
# Of the card or payment that the record is about.
_MONEY = frozenset({"remaining", "captured", "amount", "available", "owed", "money_part", "refunded", "value", "values"})  # fmt: skip
LIST_MOST = 6


class Change(NamedTuple):
    """One fact: what it is called, what it was and what it became; "" where there was or is nothing."""

    label: str
    was: str
    becomes: str


def changes(row: Row) -> list[Change]:
    """What a record says of before and after, fact by fact, and once of what stayed as it was; internal numbers and digests are left to the file."""
    before, after = row["before"] or {}, row["after"] or {}
    left_out = journal_house_facts.IN_FILE_ALONE
    names = [name for name in (before | after) if not name.endswith(("_id", "digest")) and name not in left_out]
    said = ((_name(one, row), _value(one, before.get(one), row), _value(one, after.get(one), row)) for one in names)
    return [Change(label, "" if was == becomes else was, becomes) for label, was, becomes in said]


def _name(name: str, row: Row) -> str:
    if name not in NAMES and row["action"].startswith("programmes."):
        return programme_settings_form.label_of(name)
    return str(NAMES.get(name, name.replace("_", " ")))


def _value(name: str, value: Any, row: Row) -> str:
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, bool):
        return str(gettext("yes") if value else gettext("no"))
    if isinstance(value, int):
        return _number(name, value, row)
    if isinstance(value, list):
        said = ", ".join(_value(name, one, row) for one in value[:LIST_MOST])
        return said + (" …" if len(value) > LIST_MOST else "")
    if isinstance(value, dict):
        return ", ".join(_value(inner, one, row) for inner, one in value.items() if not inner.endswith("_id"))
    return _text(name, str(value), row)


def _number(name: str, value: int, row: Row) -> str:
    if name in _POINTS:
        return filters.points(value)
    if name in _MONEY and row["subject_currency"]:
        return filters.money(value, row["subject_currency"])
    if name in journal_house_facts.MONEY:
        return filters.money(value, g.programme.currency)
    return filters.grouped(value)


def _text(name: str, value: str, row: Row) -> str:
    if name == "last_day":
        return filters.short_day(date.fromisoformat(value))
    if name.endswith("_at") or name == "until":
        try:
            return filters.moment(datetime.fromisoformat(value))
        except ValueError:
            return value
    if name == "code" and value in CODES:
        return str(CODES[value].title)
    return journal_values.said(row["action"], name, value) or str(WORDS.get(value, value))
