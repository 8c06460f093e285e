"""Answers of text are compressed for anyone who takes that: with Brotli, else gzip.

What is compressed tells by its length whether a secret in it resembles what somebody has put beside it (BREACH). So an
answer for which a secret was opened or made goes out as it is, and the tokens of forms never look the same twice.
"""

import os
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from typing import Any

import brotli
from flask import Flask, Response, g, request
from flask_wtf.csrf import CSRFProtect, generate_csrf

from marketplace.core import secrecy
from marketplace.web.shared import lanes

MIN_BYTES = 1024  # bytes; a shorter answer fits into one packet anyway
# Measured on our pages: what docs/decisions/compression.md says.
BROTLI, GZIP = 5, 5
GZIP_FORM = 16 + zlib.MAX_WBITS
KINDS = frozenset({
    "application/javascript", "application/json", "application/manifest+json", "application/problem+json", "image/svg+xml",
    "text/css", "text/csv", "text/html", "text/javascript", "text/plain",
})  # fmt: skip
MASK = 16
MASKED = "m."


class Stream:
    """Compresses part by part."""

    def __init__(self, encoding: str) -> None:
        if encoding == "br":
            whole = brotli.Compressor(quality=BROTLI)
            self.part: Callable[[bytes], bytes] = whole.process
            self.end: Callable[[], bytes] = whole.finish
        else:
            deflate = zlib.compressobj(GZIP, wbits=GZIP_FORM)
            self.part, self.end = deflate.compress, deflate.flush

    def parts(self, given: Iterable[Any]) -> Iterator[bytes]:
        """The same parts, compressed; `given` is closed with them."""
        with closing(_closed(given)) as parts:
            for part in parts:
                yield self.part(part.encode() if isinstance(part, str) else part)
        yield self.end()


class Forms(CSRFProtect):
    """Protection of forms whose tokens are masked again for each answer; as they were signed they count, too."""

    def init_app(self, app: Flask) -> None:
        super().init_app(app)
        app.jinja_env.globals["csrf_token"] = masked
        app.context_processor(lambda: {"csrf_token": masked})

    def _get_csrf_token(self) -> str | None:
        return unmasked(super()._get_csrf_token())


def init_app(app: Flask) -> None:
    """Compress every answer, when all else has been done to it: the first of the hooks, so the last to be called."""
    lanes.before_all(app, _begin)
    lanes.after_all(app, compress)


def compress(response: Response) -> Response:
    """The answer as it travels."""
    if response.mimetype not in KINDS or "Content-Encoding" in response.headers:
        return response
    response.vary.add("Accept-Encoding")
    encoding = _taken()
    if not encoding or _tells_secrets() or response.status_code in (204, 206, 304) or response.direct_passthrough:
        return response
    if response.is_sequence:
        body = response.get_data()
        if len(body) < MIN_BYTES:
            return response
        stream = Stream(encoding)
        response.set_data(stream.part(body) + stream.end())
    else:
        response.response = Stream(encoding).parts(response.response)
        response.headers.pop("Content-Length", None)
    response.headers["Content-Encoding"] = encoding
    response.headers.pop("Accept-Ranges", None)
    tag, weak = response.get_etag()
    if tag and not weak:  # other bytes of the same content
        response.set_etag(tag, weak=True)
    return response


def masked() -> str:
    """The token for this answer's forms, under a mask of its own: no two answers hold the same bytes."""
    if "csrf_masked" not in g:
        token, mask = generate_csrf().encode(), os.urandom(MASK)
        g.csrf_masked = MASKED + urlsafe_b64encode(mask + _under(token, mask)).decode()
    return str(g.csrf_masked)


def unmasked(sent: str | None) -> str | None:
    """The token under the mask; what is no masked token stays as it is."""
    if not sent or not sent.startswith(MASKED):
        return sent
    try:
        raw = urlsafe_b64decode(sent.removeprefix(MASKED))
        return _under(raw[MASK:], raw[:MASK]).decode("ascii")
    except ValueError:
        return sent


def _under(token: bytes, mask: bytes) -> bytes:
    return bytes(byte ^ mask[at % MASK] for at, byte in enumerate(token))


def _begin() -> None:
    g.secrets_before = secrecy.handled()


def _tells_secrets() -> bool:
    """Whether a secret was opened or made for this request, or its address holds one."""
    return secrecy.handled() != g.get("secrets_before") or "token" in (request.view_args or {})


def _taken() -> str:
    """The encoding that the visitor likes best of ours; empty for none."""
    likes = request.accept_encodings
    best = max(("br", "gzip"), key=lambda name: likes[name])
    return best if likes[best] > 0 else ""


def _closed(given: Iterable[Any]) -> Any:
    """Something that can be closed in any case."""
    return given if hasattr(given, "close") else (part for part in given)
