"""What purchases, calls and decisions are called."""

from typing import NamedTuple

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from marketplace.web.shared.listing import Word

STATES = {
    "asked": Word(_l("Being bought"), "", "clock"),
    "unknown": Word(_l("Outcome unknown"), "warn", "triangle-alert"),
    "no_code": Word(_l("Sold, no code yet"), "warn", "triangle-alert"),
    "malformed": Word(_l("Not a code"), "bad", "x"),
    "duplicate": Word(_l("Known code"), "bad", "x"),
    "wrong_value": Word(_l("Another value"), "bad", "x"),
    "obtained": Word(_l("Code is there"), "good", "check"),
    "not_sold": Word(_l("Not sold"), "", "undo-2"),
    "written_off": Word(_l("Written off"), "", "undo-2"),
}
ABOUT = {
    "unknown": _l("The supplier has not said whether it sold the code. The points stay held, and the supplier is asked every ten minutes."),
    "no_code": _l("The supplier sold it and gives no code yet. It is asked every ten minutes."),
    "malformed": _l("Three times what came was not one code. It is not shown to the member, and nothing more is asked."),
    "duplicate": _l("The code that came is one that we have had before. It is not shown to the member, and nothing more is asked."),
    "wrong_value": _l("The supplier sold something else than was ordered. Its code is not asked for."),
}  # fmt: skip
ASKED = {
    "order": _l("Ordered"),
    "find": _l("Asked what became of it"),
    "collect": _l("Asked for the code"),
}
ANSWERED = {
    "sold": _l("sold"), "refused": _l("refused"), "not_taken": _l("not taken in"), "unclear": _l("no clear answer"), "none": _l("no such transaction"),
    "several": _l("several could be it"), "failed": _l("failed there"), "not_yet": _l("not ready yet"), "code": _l("the code came"),
    "malformed": _l("not a code"), "duplicate": _l("a code that is known"), "wrong": _l("something else was sold"),
}  # fmt: skip
KNOWN_BY = {
    "answer": _l("the answer to the order"), "ref": _l("our reference"), "dates": _l("date, product and value"), "person": _l("a person"),
}  # fmt: skip


class Decision(NamedTuple):
    """What a person may decide: the question, its button, what follows, and the tone of the button."""

    title: LazyString
    verb: LazyString
    follows: LazyString
    tone: str = "primary"


DECISIONS = {
    "give_up": Decision(
        _l("Give the points back?"), _l("Give the points back"),
        _l("The order ends without a card and its points return. Should the supplier have sold the code after all, it is theirs to repay."), "danger",
    ),
    "buy_again": Decision(
        _l("Buy another code?"), _l("Buy another code"),
        _l("This purchase is written off, and a new one begins for the same order. If both were sold, one is the supplier's to repay."),
    ),
    "name_sale": Decision(
        _l("Which transaction is it?"), _l("Take this transaction"),
        _l("Its code is asked for and becomes the member's card. One transaction is one order's."),
    ),
}  # fmt: skip
