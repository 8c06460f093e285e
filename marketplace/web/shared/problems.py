"""A "no" as a machine reads it (RFC 9457) and the words that people read for it."""

import json
from collections.abc import Mapping
from typing import Any

from flask import Response, current_app, g
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from marketplace.web.shared.refusal_words import CODES
from marketplace.web.shared.refused_words import Words

MEDIA_TYPE = "application/problem+json"


_LATER = _l("Nothing was changed. Try again in a minute.")
_CHECK = _l("Nothing was changed. Check what you entered.")
STATUSES = {
    400: ("bad_request", Words(_l("The request could not be read"), _CHECK)),
    401: ("unauthorized", Words(_l("You are not signed in"), _l("Sign in and try again."))),
    403: ("forbidden", Words(_l("You are not allowed to do this"), _l("Nothing was changed. Ask the programme's support for access."))),
    404: ("not_found", Words(_l("There is no such page"), _l("Check the address, or start from the front page."))),
    405: ("method_not_allowed", Words(_l("This page does not accept that"), _l("Nothing was changed. Start from the front page."))),
    406: ("not_acceptable", Words(_l("The answer is not available in that format"), _l("Ask for another format."))),
    408: ("timeout", Words(_l("The request took too long"), _LATER)),
    409: ("conflict", Words(_l("Something has changed in the meantime"), _l("Nothing was done. Open the page again."))),
    410: ("gone", Words(_l("This is no longer here"), _l("Start from the front page."))),
    413: ("too_large", Words(_l("The file or form is too large"), _l("Nothing was changed. Send a smaller one."))),
    414: ("address_too_long", Words(_l("The address is too long"), _l("Start from the front page."))),
    415: ("unsupported_media_type", Words(_l("This format is not accepted here"), _l("Nothing was changed. Send another format."))),
    422: ("unprocessable", Words(_l("This cannot be done"), _CHECK)),
    429: ("too_many_requests", Words(_l("Too many attempts"), _l("Nothing was changed. Wait a little and try again."))),
    500: ("fault", Words(_l("Something went wrong on our side"), _l("Nothing was changed. Try again; if it happens again, tell support the number below."))),
    503: ("unavailable", Words(_l("The service is not available right now"), _LATER)),
}  # fmt: skip


def words(code: str, status: int) -> Words:
    """The words for a code, or for its status where the code has none of its own."""
    return CODES.get(code) or STATUSES.get(status, STATUSES[422 if status < 500 else 500])[1]


def code_of(status: int) -> str:
    """The code of a status that no domain has said more about."""
    return STATUSES.get(status, STATUSES[400 if status < 500 else 500])[0]


def document(code: str, status: int, *, facts: Mapping[str, Any] | None = None, instance: str = "") -> dict[str, Any]:
    """A problem as a dictionary: `type` and `code` are stable, `title` and `detail` are for people, `facts` are safe."""
    said = words(code, status)
    return {
        "type": f"urn:vitrina:problem:{code}", "title": str(said.title), "status": status, "code": code,
        "detail": str(said.advice), "facts": dict(facts or {}), "instance": instance,
    }  # fmt: skip


def answer(code: str, status: int, *, facts: Mapping[str, Any] | None = None, instance: str = "") -> Response:
    """A problem as an answer."""
    g.refused = code
    body = json.dumps(document(code, status, facts=facts, instance=instance), ensure_ascii=False, default=str)
    return current_app.response_class(body + "\n", status=status, content_type=MEDIA_TYPE)


def support_line(number: str) -> str:
    """The line with the number for support."""
    return str(gettext("Number for support: %(number)s", number=number))
