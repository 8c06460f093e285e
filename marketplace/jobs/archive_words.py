"""What the parts of an archive and their columns are called."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

TITLES: Mapping[str, LazyString] = {
    "profile": _l("Profile"), "consents": _l("Consents"), "notifications": _l("What you want to be told"), "sign_ins": _l("Sign-ins"),
    "devices": _l("Devices"), "passkeys": _l("Passkeys"), "bank_cards": _l("Bank cards that earn"), "bank_operations": _l("Operations of bank cards"),
    "points": _l("History of the balance"), "corrections": _l("Corrections by support"), "orders": _l("Orders"), "cards": _l("Cards"),
    "redemptions": _l("Use at tills"), "payments": _l("Payments"), "gifts": _l("Gifts"), "wishes": _l("Wishes"), "cases": _l("Requests to support"),
    "messages": _l("Messages with support"), "letters": _l("Emails to you"), "card_events": _l("What happened to cards"), "new_codes": _l("Cards that got another code"),
    "exchanges": _l("Exchanges"), "wallet_devices": _l("Phones with a pass"), "money_back": _l("Money sent back"), "gifts_received": _l("Gifts to you"),
    "case_files": _l("Files of requests"), "calls": _l("Calls"), "papers": _l("Papers about the account"), "holds": _l("Times on hold"),
    "addresses": _l("Other addresses"),
}  # fmt: skip
HEADS: Mapping[str, LazyString] = {
    "agent": _l("Browser or app"), "amount": _l("Amount"), "at": _l("When"), "balance": _l("Balance after"), "began_at": _l("From"), "bound_at": _l("Bound"),
    "cancelled_at": _l("Cancelled"), "file": _l("File"), "phone_name": _l("Phone"), "signed": _l("From whom"),
    "brand": _l("Brand"), "category": _l("About"), "city": _l("City"), "currency": _l("Currency"), "device": _l("Browser or app"), "email": _l("Email"),
    "ends_at": _l("Until"), "expires_on": _l("Last day"), "first_name": _l("First name"), "joined_at": _l("Member since"), "kind": _l("Kind"),
    "language": _l("Language"), "last4": _l("Last characters"), "last_name": _l("Last name"), "merchant": _l("Where"), "message": _l("Message"),
    "name": _l("Name"), "number": _l("Number"), "paid": _l("Paid in money"), "phone": _l("Phone"), "points": _l("Points"), "reason": _l("Reason"),
    "remaining": _l("Left"), "state": _l("State"), "text": _l("Text"), "tier": _l("Level"), "title": _l("Title"), "to_name": _l("To whom"),
    "unbound_at": _l("Unbound"), "version": _l("Edition"), "wanted": _l("Wanted"), "what": _l("What"),
}  # fmt: skip
