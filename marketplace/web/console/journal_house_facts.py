"""What facts of programmes, tills, suppliers, answers and proposals are called in the audit, and words of ours that stand in them."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from marketplace.web.console import allowance_shown

NAMES: dict[str, LazyString] = {
    **allowance_shown.NAMES,
    "about": _l("About"),
    "adapter": _l("Supplier’s interface"),
    "auth_url": _l("Address for access keys"),
    "authenticator": _l("Authenticator app"),
    "body_en": _l("Text in English"),
    "body_ru": _l("Text in Russian"),
    "decimals": _l("Decimal places of the points"),
    "gives_en": _l("What it gives, in English"),
    "gives_ru": _l("What it gives, in Russian"),
    "languages": _l("Languages"),
    "look": _l("Look"),
    "lost": _l("Lost"),
    "name_en": _l("Name in English"),
    "name_ru": _l("Name in Russian"),
    "position": _l("Place in the list"),
    "ref": _l("Reference"),
    "slug": _l("Name in addresses"),
    "taken": _l("Taken"),
    "weekdays": _l("Working days"),
    "training_of": _l("Training world of programme"),
    "topic": _l("Topic"),
    "time_zone": _l("Time zone"),
}
WORDS: dict[str, LazyString] = {"jpeg": _l("JPEG image"), "pdf": _l("PDF"), "png": _l("PNG image")}
# Sums in the programme's own currency, whatever the record is about.
MONEY = frozenset({"card_limit", "stored_limit", "most_lost", "lost", "taken"})
# Numbers inside the house and drawings, which only the file of the audit has; what a record is about stands beside it.
IN_FILE_ALONE = frozenset({"acceptor", "answers", "comment", "issuer", "logo_svg", "subject", "terms"})
