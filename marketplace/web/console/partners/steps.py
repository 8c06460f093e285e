"""What may be done to a partner, in words: the question, the verb, what follows, what is said when it is done."""

from typing import NamedTuple

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l


class Step(NamedTuple):
    """One act: its question, its verb, what follows, and what is said when it is done."""

    title: LazyString
    yes: LazyString
    follows: tuple[LazyString, ...]
    done: LazyString


STEPS = {
    "suspension": Step(
        _l("Suspend the partner?"), _l("Suspend"),
        (
            _l("Its offers disappear from the shop at once, and nothing can be ordered from it."),
            _l("Cards already sold keep working at its tills until they expire."),
            _l("Its payouts wait until it is reinstated, or until none of its cards can be used. It can still use the "
               "partner portal, and its owners get an email."),
        ),
        _l("Suspended. Its offers are hidden."),
    ),
    "reinstatement": Step(
        _l("Reinstate the partner?"), _l("Reinstate"),
        (_l("Its offers return to the shop at once, and withheld payouts are made."),), _l("Reinstated. Its offers are in the shop."),
    ),
    "leaving": Step(
        _l("End the partnership?"), _l("End the partnership"),
        (
            _l("This cannot be undone. Its pages can still be read, but nothing can be changed."),
            _l("Its tills close: their keys end, and so do its acceptances with other partners."),
        ),
        _l("The partner has left."),
    ),
}  # fmt: skip
