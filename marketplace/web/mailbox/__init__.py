"""The mailbox of the demo: every letter as its reader sees it, and who can sign in, with the codes of this minute.

It opens every account, so it is no entry point that a setting could name: `vitrina demo` alone registers it, where there
is no mail server and the database holds the demo world.
"""

from flask import Blueprint, Flask

from marketplace.settings import Settings
from marketplace.web.mailbox import letters, people
from marketplace.web.mailbox.people import Person, Shown

__all__ = ["Person", "Shown", "register"]


def register(app: Flask, shown: Shown) -> None:
    """Serve the mailbox under /mailbox. `shown`: whose password and code everybody sees."""
    settings: Settings = app.config["SETTINGS"]
    assert settings.smtp_url is None, "letters leave, so they are nobody's to read here"
    whole = Blueprint("mailbox", __name__, url_prefix="/mailbox")
    whole.register_blueprint(letters.blueprint)
    whole.register_blueprint(people.blueprint)
    app.register_blueprint(whole)
    app.extensions[people.EXTENSION] = shown
