"""The console: what staff sees. Acts of two, the programme, files that are taken in, promises that were not kept, letters, and who did what."""

from flask import Blueprint, Flask

from marketplace.web.console import approval_rules_words, approvals, home, journal, letters, programme, promises, runs


def register(app: Flask) -> None:
    """Serve the console's pages."""
    approval_rules_words.register()
    whole = Blueprint("console", __name__, url_prefix="/console")
    for part in (
        home.blueprint,
        approvals.blueprint,
        programme.blueprint,
        promises.blueprint,
        runs.blueprint,
        letters.blueprint,
        journal.blueprint,
    ):
        whole.register_blueprint(part)
    app.register_blueprint(whole)
