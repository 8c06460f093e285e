"""The console: what staff sees. Acts of two, the programme, files taken in, members, promises, letters, who did what; lists as files."""

from flask import Blueprint, Flask

from marketplace.web.console import (
    approval_rules_words,
    approvals,
    exports,
    home,
    journal,
    letters,
    members,
    programme,
    promises,
    runs,
)


def register(app: Flask) -> None:
    """Serve the console's pages."""
    approval_rules_words.register()
    whole = Blueprint("console", __name__, url_prefix="/console")
    for part in (home, approvals, programme, members, promises, runs, letters, journal, exports):
        whole.register_blueprint(part.blueprint)
    app.register_blueprint(whole)
