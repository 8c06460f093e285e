"""What signals are called, how they stand, and what thresholds mean."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from marketplace.web.shared.listing import Word

KINDS = {
    "device": Word(_l("Many members on one device"), "warn", "smartphone"), "network": Word(_l("Many members on one network"), "warn", "globe"),
    "burn": Word(_l("Points in and out at once"), "warn", "flame"), "refunds": Word(_l("Order after order cancelled"), "warn", "undo-2"),
    "guessing": Word(_l("Codes are being guessed"), "warn", "search"), "canary": Word(_l("A decoy was tried"), "bad", "shield-alert"),
    "reversing": Word(_l("Redeemed and reversed often"), "warn", "undo-2"), "limit": Word(_l("Just below what one person may do"), "warn", "scale"),
    "word": Word(_l("A gift’s word is being guessed"), "warn", "search"), "sign_in": Word(_l("A password is being guessed"), "warn", "search"),
}  # fmt: skip
# What each kind means, for whoever sees it first.
MEANT: Mapping[str, LazyString] = {
    "device": _l(
        "So many members have signed in from one browser within 30 days. Families and shared computers look like this, too: compare names, dates, and what was done."
    ),
    "network": _l(
        "So many members have signed in from one network within 30 days. Offices and hotels look like this, too: compare names, dates, and what was done."
    ),
    "burn": _l("Points came in, and nearly all of them were spent within minutes."),
    "refunds": _l("One member took back order after order within a day."),
    "guessing": _l(
        "At one till more codes were refused than anybody mistypes. It has stopped looking codes up for a while."
    ),
    "canary": _l(
        "A decoy is a code that we put among the real ones and never sell. Anyone who tries one has seen unsold codes, or is guessing."
    ),
    "word": _l(
        "So many wrong words were typed for a gift that it is locked. Whoever has the email, and not the word, may be trying. The giver can choose another word; you can stop the card."
    ),
    "sign_in": _l(
        "Within a day more wrong passwords were typed for one account than anybody mistypes. Its owner has been told by email. A hold protects what is in it until the owner writes; nothing is held against them."
    ),
    "reversing": _l(
        "Five of the last redemptions were reversed within an hour, by one person at the partner’s tills or by a program at one till: somebody who tries out cards, cash that is taken away, or a broken program."
    ),
    "limit": _l(
        "Somebody gave out nearly as much as one person may without a second, in one act or in several within a day, or a limit of the day is nearly reached. The member who got it is evidence, and not under suspicion."
    ),
}
SCORE = _l(
    "How rarely honest people look like this, from 0 to 100: a decoy has 90, guessing 60, a device 50, a network 30. 40 more are added where somebody who is blocked came from the same device or network, and 20 for somebody on hold."
)
STATES = {
    "open": Word(_l("Nobody has decided"), "bad", "triangle-alert"), "release": Word(_l("Suspicion cleared"), "good", "check"),
    "hold": Word(_l("Member on hold"), "warn", "pause"), "block": Word(_l("Member blocked"), "bad", "ban"),
    "unblock": Word(_l("Block lifted"), "good", "check"),
    "tell": Word(_l("Partner told"), "accent", "store"),
    "stop": Word(_l("Till closed"), "bad", "ban"),
    "suspend": Word(_l("Colleague suspended"), "warn", "pause"), "resume": Word(_l("Suspension lifted"), "good", "check"),
}  # fmt: skip
DONE: Mapping[str, LazyString] = {
    "release": _l("The suspicion is cleared"), "tell": _l("The partner reads it with the alarm at its desk"), "stop": _l("The till is closed; its partner reads why with the alarm"),
    "hold": _l("The member is on hold and gets an email"), "suspend": _l("The colleague is suspended from issuing"),
    "resume": _l("Another person has to approve this within 24 hours."),
    "block": _l("Another person has to approve this within 24 hours."), "unblock": _l("Another person has to approve this within 24 hours."),
}  # fmt: skip
EVIDENCE: Mapping[str, LazyString] = {
    "accounts": _l("Members"), "members": _l("Their numbers"), "credited": _l("Came in"), "spent": _l("Went out"), "orders": _l("Orders"),
    "minutes": _l("Within minutes"), "refunds": _l("Taken back within a day"), "till": _l("Till"), "act": _l("What was done"), "value": _l("Amount"),
    "most": _l("The limit"), "whose": _l("Whose limit it is"), "reissued": _l("Other codes"), "rebound": _l("Other owners"),
    "refunded": _l("Refunds"), "extended": _l("Later last days"), "tries": _l("Wrong words"), "told": _l("The owner was told on"),
}  # fmt: skip
ACTS: Mapping[str, LazyString] = {
    "reissue": _l("A card got another code"), "refund": _l("A card was taken away and refunded"), "correction": _l("Points were given or taken by hand"),
    "payment": _l("Money was sent back, counted over a day"), "adjustment": _l("A statement was adjusted"), "day": _l("Points by hand, counted over a day"),
    "issued": _l("Codes, owners, refunds and last days, counted over a day"),
}  # fmt: skip
WHOSE: Mapping[str, LazyString] = {
    "person": _l("one colleague’s, how often"), "value": _l("one colleague’s, by value"), "partner": _l("all staff’s, for one partner’s cards"),
    "programme": _l("all staff’s"),
}  # fmt: skip
LIMITS: Mapping[str, LazyString] = {
    "device_accounts": _l("Members on one device within 30 days"), "network_accounts": _l("Members on one network within 30 days"),
    "burn_points": _l("Points that come in at once"), "burn_percent": _l("Of them spent, %"), "burn_minutes": _l("Within minutes"),
    "refunds": _l("Orders cancelled within a day"), "limit_percent": _l("Share of what one person may do alone, %"),
    "issued_percent": _l("Share of what staff may give out in a day, %"),
    "allow_days": _l("A released device or network is left alone for, days"), "deny_days": _l("A blocked one counts against the next for, days"),
    "watch_days": _l("A device of a member on hold counts against the next for, days"),
}  # fmt: skip
