"""HTTP to other houses: one question, one answer, every wait bounded as a whole, nothing followed, nothing from the environment.

It tells apart what surely did not reach them from what may have: only the first may be sent again without asking.
"""

import ssl
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any, NamedTuple

import httpcore2

DEFAULT_PORTS = {"http": 80, "https": 443}
RETRY_AFTER_MAX = 7 * 86_400
_NOT_SENT = (
    httpcore2.ConnectError, httpcore2.ConnectTimeout, httpcore2.PoolTimeout, httpcore2.UnsupportedProtocol, httpcore2.LocalProtocolError,
    httpcore2.ProxyError,
)  # fmt: skip
_WORDS = (
    (httpcore2.ConnectTimeout, "no connection in time"), (httpcore2.TimeoutException, "timed out"),
    (httpcore2.ConnectError, "no connection"), (httpcore2.RemoteProtocolError, "the answer is not HTTP, or broke off"),
    (httpcore2.NetworkError, "the connection was reset"),
)  # fmt: skip


class NotSent(Exception):
    """The question surely did not reach them. The message says why, without address and content."""


class Lost(Exception):
    """The question may have reached them, and no answer came. The message says what happened, without address and content."""


class Limits(NamedTuple):
    """What one question may take: seconds for all of it, seconds until there is a line, bytes of the answer."""

    seconds: float
    connect_seconds: float
    most_bytes: int


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back. `whole`: the body is all that was sent; else it was cut where it grew too long."""

    status: int
    headers: Mapping[str, str]  # names in small letters
    body: bytes
    seconds: float
    whole: bool = True

    def retry_after(self, now: datetime) -> int | None:
        """How many seconds they ask us to wait (RFC 9110, 10.2.3): given as a number or as a date; None without."""
        given = self.headers.get("retry-after", "").strip()
        if given.isascii() and given.isdigit():
            return min(int(given[:9]), RETRY_AFTER_MAX)
        try:
            seconds = (parsedate_to_datetime(given) - now).total_seconds()
        except (TypeError, ValueError):
            return None
        return min(max(int(seconds) + 1, 0), RETRY_AFTER_MAX)


def ask(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str],
    content: bytes = b"",
    limits: Limits,
    addresses: Sequence[str] | None = None,
    socket_file: str | None = None,
    http2: bool = False,
) -> Reply:
    """Ask, and wait for the answer.

    Args:
        url: as it is to be asked; its host is named to them and, with https, must be in their certificate.
        addresses: the IP addresses to connect to, instead of those that the name has now.
        socket_file: the Unix socket to connect to, instead of any address.
        http2: offer HTTP/2 (RFC 9113) over TLS, for those who speak nothing else.

    Raises:
        NotSent, Lost: see there.
    """
    began = time.monotonic()
    line = _Line(began + limits.seconds, addresses)
    with (
        _named(),
        httpcore2.ConnectionPool(
            ssl_context=_tls(http2), uds=socket_file, network_backend=line, max_keepalive_connections=0, http2=http2
        ) as pool,
    ):
        waits = {"connect": limits.connect_seconds, "read": limits.seconds, "write": limits.seconds, "pool": 1}
        with pool.stream(
            method, url, headers=list(headers.items()), content=content or None, extensions={"timeout": waits}
        ) as answer:
            body, whole = _body(answer.iter_stream(), limits.most_bytes)
            names = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in answer.headers}
            return Reply(answer.status, names, body, time.monotonic() - began, whole)


@contextmanager
def _named() -> Any:
    try:
        yield
    except _NOT_SENT as error:
        raise NotSent(_said(error)) from None
    except (httpcore2.TimeoutException, httpcore2.NetworkError, httpcore2.ProtocolError) as error:
        raise Lost(_said(error)) from None
    except UnicodeError:
        raise NotSent("the address cannot be written") from None


def _said(error: Exception) -> str:
    return next((words for kind, words in _WORDS if isinstance(error, kind)), "the question could not be put")


def _body(parts: Iterable[bytes], most: int) -> tuple[bytes, bool]:
    body = bytearray()
    for part in parts:
        body += part
        if len(body) > most:
            return bytes(body[:most]), False
    return bytes(body), True


@cache
def _tls(_http2: bool) -> ssl.SSLContext:
    """One context for each protocol: what it offers is written into it."""
    return ssl.create_default_context()


class _Line(httpcore2.NetworkBackend):
    """Connects where it is told to, and lets nothing take longer than the whole may."""

    def __init__(self, ends: float, addresses: Sequence[str] | None) -> None:
        self._ends, self._addresses = ends, addresses
        self._plain = httpcore2.SyncBackend()

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None, socket_options: Any = None
    ) -> httpcore2.NetworkStream:  # fmt: skip
        last: Exception = httpcore2.ConnectError("no address")
        for address in [host] if self._addresses is None else self._addresses:
            try:
                stream = self._plain.connect_tcp(
                    address, port, _left(self._ends, timeout), local_address, socket_options
                )
                return _Bounded(stream, self._ends)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                last = error
        raise last

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Any = None
    ) -> httpcore2.NetworkStream:
        return _Bounded(self._plain.connect_unix_socket(path, _left(self._ends, timeout), socket_options), self._ends)

    def sleep(self, seconds: float) -> None:
        time.sleep(min(seconds, max(self._ends - time.monotonic(), 0)))


class _Bounded(httpcore2.NetworkStream):
    """A line whose waits end with the whole: who sends a byte now and then does not hold us."""

    def __init__(self, stream: httpcore2.NetworkStream, ends: float) -> None:
        self._stream, self._ends = stream, ends

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._ends, timeout, httpcore2.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._ends, timeout, httpcore2.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        return _Bounded(self._stream.start_tls(ssl_context, server_hostname, _left(self._ends, timeout)), self._ends)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(ends: float, timeout: float | None, late: type[Exception] = httpcore2.ConnectTimeout) -> float:
    """The shorter of a wait and what is left of the whole."""
    left = ends - time.monotonic()
    if left <= 0:
        raise late("the whole took too long")
    return left if timeout is None else min(left, timeout)
