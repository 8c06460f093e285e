"""One call of a WSGI application: the environment of a request that was read whole, and its answer as one piece."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from io import BytesIO
from types import TracebackType
from typing import Any, Protocol
from wsgiref.types import WSGIApplication, WSGIEnvironment

ExcInfo = tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None] | None
# What the environment says of the server, the same for each request.
SERVER: WSGIEnvironment = {
    "GATEWAY_INTERFACE": "CGI/1.1", "SCRIPT_NAME": "", "SERVER_SOFTWARE": "granian", "wsgi.version": (1, 0),
    "wsgi.errors": sys.stderr, "wsgi.multithread": True, "wsgi.multiprocess": True, "wsgi.run_once": False,
    "wsgi.input_terminated": True,
}  # fmt: skip
# Two of these are one list, and a cookie may hold a comma.
SEPARATORS = {"cookie": "; "}


class Headers(Protocol):
    """The headers of a request, names in lower case, as often as they were sent."""

    def get(self, key: str) -> str | None:
        """The first one of a name."""

    def items(self) -> list[tuple[str, str]]:
        """All of them."""


class Scope(Protocol):
    """What is known of a request when its head has been read (RSGI 1.x)."""

    method: str
    path: str
    query_string: str
    http_version: str
    scheme: str
    server: str
    client: str
    authority: str | None

    @property
    def headers(self) -> Headers:
        """Its headers."""


@dataclass
class Answer:
    """What an application said: status, headers, and the whole body."""

    status: int = 500
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""


def environment(scope: Scope) -> WSGIEnvironment:
    """The request as WSGI has it (PEP 3333), without its body. A name with an underscore is left out: it would pass for one with a dash."""
    server, _, port = scope.server.rpartition(":")
    environ = SERVER | {
        "REQUEST_METHOD": scope.method, "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string, "SERVER_PROTOCOL": f"HTTP/{scope.http_version}", "SERVER_NAME": server,
        "SERVER_PORT": port, "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"), "wsgi.url_scheme": scope.scheme,
        "wsgi.input": BytesIO(), "CONTENT_LENGTH": "0", "CONTENT_TYPE": "",
    }  # fmt: skip
    for name, value in scope.headers.items():
        key = name.upper().replace("-", "_")
        if key == "CONTENT_TYPE":
            environ[key] = value
        elif "_" not in name and key not in ("CONTENT_LENGTH", "TRANSFER_ENCODING"):
            key = f"HTTP_{key}"
            environ[key] = f"{environ[key]}{SEPARATORS.get(name, ',')}{value}" if key in environ else value
    if scope.authority:
        environ["HTTP_HOST"] = scope.authority
    return environ


def call(application: WSGIApplication, environ: WSGIEnvironment) -> Answer:
    """Call the application and take its answer to the end. Raises whatever it raises."""
    answer, parts = Answer(), list[bytes]()

    def start(status: str, headers: list[tuple[str, str]], _error: ExcInfo = None, /) -> Any:
        answer.status, answer.headers = int(status.partition(" ")[0]), headers
        return parts.append

    given: Iterable[bytes] = application(environ, start)
    try:
        parts.extend(given)
    finally:
        if close := getattr(given, "close", None):
            close()
    answer.body = b"".join(parts)
    return answer
