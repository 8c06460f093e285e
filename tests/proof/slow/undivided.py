"""The shop's web server as it would be if one network might take all the room there is for long bodies."""

from marketplace.web.shared.gate import UPLOADS
from marketplace.web.shared.room import Room
from wsgi import _settings, app, celery, gate

__all__ = ["app", "celery", "gate"]

gate._room = Room(together=UPLOADS * _settings.max_upload_bytes, each=UPLOADS * _settings.max_upload_bytes)
