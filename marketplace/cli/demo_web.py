"""What the web server of `vitrina demo` loads, and nothing else: the shop, and what a newcomer is given on top."""

from marketplace.cli import newcomers
from wsgi import app, gate

newcomers.welcome(app)

__all__ = ["app", "gate"]
