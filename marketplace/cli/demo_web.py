"""What the web server of `vitrina demo` loads, and nothing else: the shop, and what a newcomer is given on top."""

from marketplace.cli import newcomers
from wsgi import app, create_app, gate

_settings = app.config["SETTINGS"]
_owner = _settings.model_copy(update={"database_url": _settings.database_owner_url or _settings.database_url})
newcomers.welcome(app, create_app(_owner, ()))

__all__ = ["app", "gate"]
