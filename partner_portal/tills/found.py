"""A card that a cashier has found, as their pages name it: sealed, for this person at this terminal, for ten minutes.

So the code is sent once, and stands in no address and no page.
"""

from flask_login import current_user

from marketplace import tills
from marketplace.core import clock
from marketplace.core.errors import NotFound
from marketplace.web.shared import sealed

LASTS_SECONDS = 600
_PURPOSE = "card found at a till"


def named(terminal: tills.Terminal, card_id: int) -> str:
    """The name of a card that was just found here."""
    return sealed.sealed(_PURPOSE, [terminal.id, current_user.id, card_id, int(clock.now().timestamp())])


def card_of(terminal: tills.Terminal, name: str) -> int:
    """The card behind a name. Raises NotFound: it is another's, of another terminal, or too old."""
    try:
        terminal_id, user_id, card_id, at = sealed.opened(_PURPOSE, name)
    except ValueError:
        raise NotFound from None
    if (terminal_id, user_id) != (terminal.id, current_user.id) or clock.now().timestamp() - at > LASTS_SECONDS:
        raise NotFound
    return int(card_id)
