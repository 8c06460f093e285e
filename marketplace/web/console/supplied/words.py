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
    "obtained": Word(_l("Code received"), "good", "check"),
    "not_sold": Word(_l("Not sold"), "", "undo-2"),
    "written_off": Word(_l("Written off"), "", "undo-2"),
}
ABOUT = {
    "unknown": _l("The supplier has not said whether it sold the code. The points stay held, and the supplier is asked every ten minutes."),
    "no_code": _l("The supplier sold it but has not sent a code yet. It is asked every ten minutes."),
    "malformed": _l("Three times the answer was not a single code. It is not shown to the member, and the supplier "
                    "is not asked again."),
    "duplicate": _l("The code we received is one we already had. It is not shown to the member, and the supplier is "
                    "not asked again."),
    "wrong_value": _l("The supplier sold something other than what was ordered. Its code is not requested."),
}  # fmt: skip
ASKED = {
    "order": _l("Ordered"),
    "find": _l("Asked for the outcome"),
    "collect": _l("Asked for the code"),
}
ANSWERED = {
    "sold": _l("sold"), "refused": _l("refused"), "not_taken": _l("not imported"), "unclear": _l("no clear answer"), "none": _l("no such transaction"),
    "several": _l("several candidates"), "failed": _l("failed there"), "not_yet": _l("not ready yet"), "code": _l("the code came"),
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
        _l("Return the points?"), _l("Return the points"),
        _l("The order ends without a card and its points are returned. If the supplier did sell the code after all, "
           "it has to refund us."), "danger",
    ),
    "buy_again": Decision(
        _l("Buy another code?"), _l("Buy another code"),
        _l("This purchase is written off and a new one starts for the same order. If both were sold, the supplier "
           "has to refund one."),
    ),
    "name_sale": Decision(
        _l("Which transaction is it?"), _l("Use this transaction"),
        _l("Its code is requested and becomes the member's card. A transaction belongs to one order only."),
    ),
}  # fmt: skip
