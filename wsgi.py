"""What a server of web pages and a worker load: `wsgi:gate` and `wsgi:celery`, made from the environment.

`wsgi:app` is the application itself, for a server that reads requests whole before it calls.
"""

import gc
import multiprocessing
import signal

# Nearly all that is loaded here stays for good: looking for rubbish in it is a fifth of the start.
gc.disable()

# A child of the web server inherits a handler that ends its parent and does nothing here; until it has its own, after
# this module is loaded, a signal to end would be lost and the server wait for the child forever.
if multiprocessing.parent_process():
    signal.signal(signal.SIGTERM, signal.SIG_DFL)

import sys

from marketplace import settings
from marketplace.app import create_app
from marketplace.core import logs
from marketplace.core.vault import KeysUnusable
from marketplace.jobs.celery_app import bind
from marketplace.web import health
from marketplace.web.shared.gate import Gate

__all__ = ["app", "celery", "create_app", "gate"]


def refuse(reason: str) -> int:
    """Say in one line why nothing is started."""
    print(f"vitrina: {reason}", file=sys.stderr)  # noqa: T201 - the operator reads it
    return 2


try:
    _settings = settings.load()
    if not _settings.database_url:
        raise settings.SettingsRefused("DATABASE_URL is not set: name a database, or start with `vitrina`")
    logs.configure(_settings.log_level)
    app = create_app(_settings)
    gate = Gate(app, _settings, apart=health.ENTRY_POINT.paths)
    celery = bind(app)
    gc.freeze()
    gc.enable()
except settings.SettingsRefused as refused:
    sys.exit(refuse(str(refused)))
except KeysUnusable as refused:
    sys.exit(refuse(f"KEYS_FILE: {refused}"))
