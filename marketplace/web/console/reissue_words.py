"""What is said about a reissue: what is wrong with the card, what the caller could name, and what makes it risky."""

from flask_babel import lazy_gettext as _l

REASONS = {
    "refused": _l("The till does not accept the code"), "lost": _l("The phone or the printout is lost"),
    "exposed": _l("A stranger may know the code"), "damaged": _l("The code cannot be read"),
}  # fmt: skip
IDENTIFIED = {
    "number": _l("Member number"), "phone": _l("Phone number"), "email": _l("Email address"), "order": _l("The last order: what and when"),
    "card": _l("Last four characters of a card"), "in_person": _l("Is here in person, with an identity document"),
}  # fmt: skip
BECAUSE = {
    "shown": _l("the code has been shown"), "refused": _l("a till refused the code"), "used": _l("part of it has been used"),
    "reissued": _l("the card has been reissued before"), "often": _l("several cards of this member were reissued within a year"),
    "by_phone": _l("nobody has seen an identity document"),
}  # fmt: skip
