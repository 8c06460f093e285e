"""What was asked for before somebody had to show once more their identity: it waits in their session, and goes on once."""

import time
from collections.abc import Collection

from flask import request, session
from werkzeug.datastructures import MultiDict

from marketplace.web.shared.security.factor import fresh_factor

WAITS = "waits"
WAITS_S = 900
FIELD_MAX = 300


def remember(keep: Collection[str] = ()) -> None:
    """Keep what is being asked for, and of its form these fields: none that is a secret."""
    if request.method != "POST":
        return
    fields = {name: [one[:FIELD_MAX] for one in request.form.getlist(name)] for name in keep if name in request.form}
    session[WAITS] = {"act": request.path, "fields": fields, "at": int(time.time())}


def asked(act: str) -> MultiDict[str, str] | None:
    """The fields of what was asked for at this address, now that it may go on; told once. None: nothing waits there.

    A link that somebody else has made does not get here: only what the visitor themselves has sent is kept.
    """
    waiting = session.get(WAITS)
    if not waiting or waiting["act"] != act or not fresh_factor():
        return None
    session.pop(WAITS)
    return MultiDict(waiting["fields"]) if time.time() - waiting["at"] <= WAITS_S else None


def whole(said: MultiDict[str, str] | None) -> bool:
    """Whether something waited and nothing of it was cut short, so that it may go on by itself."""
    return said is not None and all(len(one) < FIELD_MAX for _, one in said.items(multi=True))
