"""A card that a cashier has found, as their pages name it: signed, for this person at this terminal, for ten minutes.

So the code is sent once, and stands in no address and no page.
"""

from flask import current_app
from flask_login import current_user
from itsdangerous import BadSignature, URLSafeTimedSerializer

from marketplace import tills
from marketplace.core.errors import NotFound

LASTS_SECONDS = 600


def named(terminal: tills.Terminal, card_id: int) -> str:
    """The name of a card that was just found here."""
    return _signer().dumps([terminal.id, current_user.id, card_id])


def card_of(terminal: tills.Terminal, name: str) -> int:
    """The card behind a name. Raises NotFound: it is another's, of another terminal, or too old."""
    try:
        terminal_id, user_id, card_id = _signer().loads(name, max_age=LASTS_SECONDS)
    except (BadSignature, ValueError, TypeError):
        raise NotFound from None
    if (terminal_id, user_id) != (terminal.id, current_user.id):
        raise NotFound
    return int(card_id)


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="till.found")
