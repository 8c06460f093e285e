"""Why something was done, where it is a word of ours and nobody's sentence."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from marketplace.core.listing import Row

WHYS: dict[str, LazyString] = {
    "given to somebody": _l("given to somebody"), "taken back by its owner": _l("taken back by its owner"), "declined": _l("declined by its recipient"),
    "taken_back": _l("taken back by its giver"), "lapsed": _l("nobody took it in time"), "withheld": _l("a bank took the money back"), "stopped": _l("stopped by support"), "gift": _l("given as a gift"), "split": _l("split"), "merge": _l("merged"), "exchange": _l("exchanged for another brand"),
    "reissue": _l("another code"), "rebind": _l("another owner"), "membership": _l("two memberships became one"), "said by its owner": _l("said by its owner"),
    "asked by its owner": _l("asked by its owner"), "shown to its owner": _l("shown to its owner"), "shown to an API client": _l("shown to an API client"), "read_again": _l("the file was read again"),
    "edited": _l("opened in the editor"), "forgotten": _l("untouched for a week"), "not paid": _l("not paid in time"),
    "shown to the person who typed the gift’s word": _l("shown to the person who typed the gift’s word"),
}  # fmt: skip


def said(row: Row) -> str:
    """The reason in words: ours in the reader's language, a person's as it was written."""
    why = str(row["why"] or "")
    return str(WHYS.get(why, why))
