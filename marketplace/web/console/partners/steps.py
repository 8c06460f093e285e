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
            _l("Its offers leave the shop at once, and nothing of it can be ordered."),
            _l("Cards that were sold go on working at its tills until their own last day."),
            _l("Its payouts wait until it is reinstated. Its desk stays open, and its owners get a letter."),
        ),
        _l("Suspended. Its offers are hidden."),
    ),
    "reinstatement": Step(
        _l("Bring the partner back?"), _l("Reinstate"),
        (_l("Its offers are in the shop again at once, and payouts that waited go out."),), _l("Reinstated. Its offers are in the shop."),
    ),
    "leaving": Step(
        _l("Let the partner go?"), _l("Let it go"),
        (
            _l("This is for good. Its pages can be read, and nothing of it changes any more."),
            _l("Its tills take no cards. What is still owed is paid by the contract."),
        ),
        _l("The partner has left."),
    ),
}  # fmt: skip
