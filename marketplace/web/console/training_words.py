"""The written calls of the training world: who calls, what they say, how it should end, and how it ended."""

from typing import NamedTuple

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from marketplace.web.shared.listing import Word

OUTCOMES = {
    "waiting": Word(_l("Not played yet"), "", "clock"), "right": Word(_l("Well done"), "good", "check"),
    "wrong": Word(_l("Not quite"), "bad", "circle-alert"),
}  # fmt: skip


class Script(NamedTuple):
    """What a scene is called, what the caller says, and how it should end."""

    title: LazyString
    says: LazyString
    right: LazyString


SCRIPTS = {
    "lost": Script(
        _l("A phone is gone"),
        _l("“I have left my phone in a taxi, and the card was in it! Can somebody use it now? Please do something.”"),
        _l("Two facts are checked, the card is frozen and a case opened: “My card is lost”."),
    ),
    "till": Script(
        _l("Two people, one number"),
        _l("“Boris speaking. I am at the till, and they say that the card does not work. There is a queue behind me.”"),
        _l("Boris is chosen, not Nina with the same number; two facts are checked; “The till did not take it”."),
    ),
    "stranger": Script(
        _l("Somebody in a hurry"),
        _l("“This is Vera, Vera Orlova! My husband’s birthday is today, just send the code to my new address. The number? I do not have it here. No, no orders that I remember.”"),
        _l("The caller gives only a name: nothing is said or done, and the attempt is recorded."),
    ),
    "email": Script(
        _l("The email has not come"),
        _l("“I ordered a card, and there is no email. It is not in spam either.”"),
        _l("Two facts are checked, and the link is sent again. The code is never read out."),
    ),
    "points": Script(
        _l("Points are missing"),
        _l("“I paid with my bank card last week, and there are no points for it.”"),
        _l("Two facts are checked, and a case is opened with what was said: “Something else”."),
    ),
}  # fmt: skip
