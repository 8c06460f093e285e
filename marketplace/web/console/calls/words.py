"""What is said at the call desk: what can be wrong, what follows from each answer, what was done."""

from typing import NamedTuple

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l


class Trouble(NamedTuple):
    """A trouble as the caller puts it, its sign, what follows from the press, and the press."""

    said: LazyString
    sign: str
    follows: LazyString
    yes: LazyString
    done: LazyString


TROUBLES = {
    "lost": Trouble(
        _l("“My card is lost”"), "snowflake",
        _l("The card is frozen at once, and only support can unfreeze it. A case is opened with what you noted. Nothing on the card is lost."), _l("Freeze and open a case"),
        _l("The card was frozen, and a case opened"),
    ),
    "refused": Trouble(
        _l("“The till did not take it”"), "scan-line", _l("A case is opened with what you noted and what tills have recorded."), _l("Open a case"),
        _l("A case was opened: a till refused the card"),
    ),
    "resend": Trouble(
        _l("“The email has not come”"), "mail",
        _l("The link to the card is sent once more to the address in the profile. It never contains the code."), _l("Send the link"),
        _l("The link was sent again"),
    ),
    "other": Trouble(
        _l("“Something else”"), "message-square", _l("A case is opened with what you noted. Support answers by email."), _l("Open a case"),
        _l("A case was opened"),
    ),
}  # fmt: skip
NOTED, ENDED = _l("Note"), _l("The call was ended")
