"""The console: what staff sees. So far promises that were not kept, letters, and who did what."""

from flask import Blueprint, Flask

from marketplace.web.console import home, journal, letters, promises


def register(app: Flask) -> None:
    """Serve the console's pages."""
    whole = Blueprint("console", __name__, url_prefix="/console")
    for part in (home.blueprint, promises.blueprint, letters.blueprint, journal.blueprint):
        whole.register_blueprint(part)
    app.register_blueprint(whole)
