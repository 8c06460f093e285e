"""What no request may look like, whatever it asks for: too much of it, too deep, or with characters that nothing stores.

Refused before anything reads it, so that no view and no library has to know what to do with it.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from flask import Flask, abort, request
from flask.json.provider import DefaultJSONProvider

from marketplace.web.shared import lanes
from marketplace.web.shared.gate import REFUSED

MAX_QUERY_BYTES = 8 * 1024
MAX_PARAMETERS = 100
MAX_FIELDS = 1000
MAX_NODES = 10_000  # values, names, lists and objects in a JSON document
MAX_DEPTH = 32
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")

# A string, or the rest where it never ends: one pass, whatever is in it.
_STRING = re.compile(rb'"(?:[^"\\]|\\.|\\)*+"?', re.DOTALL)
_NO_BRACKET = re.compile(rb"[^][{}]+")
# UTF-16 writes some characters as two of these; one alone is none.
_HALF = re.compile("[\ud800-\udfff]")


class NamedOnce(DefaultJSONProvider):
    """Flask's, but for this: an object that gives a name twice is no document, for its readers would not agree on what it says."""

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        """Raises ValueError."""
        return super().loads(s, object_pairs_hook=_once, **kwargs)


def init_app(app: Flask) -> None:
    """Look at every request after its programme and language are known, for the refusal has words; before forms are read."""
    lanes.before_all(app, _look)


def _look() -> None:
    if status := request.environ.get(REFUSED):
        abort(status)
    if len(request.query_string) > MAX_QUERY_BYTES or request.query_string.count(b"&") >= MAX_PARAMETERS:
        abort(414)
    texts = [request.path, *request.args.keys(), *request.args.values()]
    if request.mimetype in FORMS:
        fields = list(request.form.items(multi=True))
        if len(fields) > MAX_FIELDS:
            abort(413)
        texts += [text for field in fields for text in field]
        texts += [upload.filename or "" for upload in request.files.values()]
    elif request.is_json and any(_HALF.search(text) for text in _strings_of(request.get_data(cache=True))):
        abort(400)
    if any("\0" in text for text in texts):
        abort(400)


def _strings_of(body: bytes) -> Iterable[str]:
    """What a JSON document says in escapes; nothing when it says all plainly, or is none, which its reader will find out.

    Depth and number are counted before it is read: a reader would be at its end already.
    """
    bare = _STRING.sub(b"", body)
    if sum(map(bare.count, (b"[", b"{", b",", b":"))) > MAX_NODES:
        abort(413)
    depth = deepest = 0
    for bracket in _NO_BRACKET.sub(b"", bare):
        depth += 1 if bracket in b"[{" else -1
        deepest = max(deepest, depth)
    if deepest > MAX_DEPTH:
        abort(413)
    if b"\\u" not in body:
        return ()
    try:
        return _strings(json.loads(body))
    except ValueError:
        return ()


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    named = dict(pairs)
    if len(named) < len(pairs):
        raise ValueError("a name stands twice in an object")
    return named


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
    elif isinstance(value, dict):
        for name, item in value.items():
            yield name
            yield from _strings(item)
