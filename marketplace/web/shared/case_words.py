"""What is said about cases, wherever they are shown: what they are about, how urgent they are, how they stand, why a file was not taken."""

import re
from collections.abc import Iterable, Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from marketplace.support import cases
from marketplace.web.shared import attachments
from marketplace.web.shared.listing import Word

_BLANK = re.compile(r"\{\{\s*([a-z_]{1,40})\s*\}\}")
CATEGORIES: Mapping[str, LazyString] = {
    "refused": _l("Card not accepted at the till"), "exposed": _l("Code lost, or known to others"), "sum": _l("Wrong sum taken"),
    "not_arrived": _l("Card or gift has not arrived"), "points": _l("Points"), "account": _l("Sign-in and profile"), "data": _l("Personal data"),
    "other": _l("Something else"),
}  # fmt: skip
PRIORITIES: Mapping[str, LazyString] = {"urgent": _l("Urgent"), "normal": _l("Normal"), "low": _l("Can wait")}
CHANNELS: Mapping[str, LazyString] = {
    "cabinet": _l("from the account"),
    "letter": _l("by email"),
    "phone": _l("by phone"),
}
STATES: Mapping[str, Word] = {
    "open": Word(_l("In progress"), "accent", "clock"), "waits_member": Word(_l("Waiting for the member"), "", "hourglass"),
    "waits_partner": Word(_l("Waiting for the partner"), "warn", "store"), "closed": Word(_l("Closed"), "good", "check"),
    "merged": Word(_l("Merged into another"), "", "link"),
}  # fmt: skip
# The facts that are filled into answers, by what stands in {{ }}.
FACTS: Mapping[str, LazyString] = {
    "name": _l("first name"), "programme": _l("programme"), "number": _l("number of the case"), "agent": _l("who answers"), "brand": _l("brand"),
    "value": _l("value of the card"), "left": _l("what is left on it"), "code": _l("last characters of the code"), "until": _l("valid until"),
    "order": _l("number of the order"), "refusal": _l("number of the refusal"), "refused_at": _l("when it was refused"), "till": _l("which till refused it"),
    "new_code": _l("last characters of the new code"), "new_until": _l("until when the new card is valid"),
}  # fmt: skip
FILE_REASONS: Mapping[str, LazyString] = {
    "empty": _l("The file is empty."), "large": _l("The file is too large: at most 10 MB."), "small": _l("The picture is too small."),
    "broken": _l("The file is damaged."), "locked": _l("The PDF is locked with a password."), "active": _l("The PDF contains scripts or other files."),
    "kind": _l("Only PDF, JPEG and PNG files can be attached."), "many": _l("That is too many files."),
}  # fmt: skip


def facts(names: Iterable[str]) -> str:
    """What facts are called, one after the other; one that nobody knows stays as it was typed."""
    return ", ".join(str(FACTS.get(name, name)) for name in names)


def labelled(text: str) -> str:
    """A prepared text with its blanks as people call them: what stands in {{ }} has still to be filled in."""
    return _BLANK.sub(lambda blank: "{{ " + str(FACTS.get(blank[1], blank[1])) + " }}", text)


def title(of: cases.Case) -> str:
    """What a case is called: in somebody's own words, else by what it is about."""
    return of.title or str(CATEGORIES[of.category])


def attached(name: str = "files") -> list[cases.Attachment]:
    """The files of a form's field, without the empty one that a browser sends where none was chosen."""
    return [cases.Attachment(*one) for one in attachments.chosen(name)]
