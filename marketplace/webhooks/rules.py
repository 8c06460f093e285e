"""Decisions about webhooks: where they may go, when they are tried again, when an endpoint is off. No database, no clock."""

import re
from datetime import datetime, timedelta
from typing import Literal, NamedTuple
from urllib.parse import quote, urlsplit, urlunsplit

import idna

from marketplace.core.bounds import COLUMN_MAX
from marketplace.webhooks.errors import BadUrl
from marketplace.webhooks.values import Delivery, Endpoint, Result

URL_MAX = COLUMN_MAX["webhook_endpoints.url"]
# The pauses of Standard Webhooks, shortened so that the last try falls within the three days.
PAUSES = tuple(
    timedelta(seconds=seconds)
    for seconds in (5, 60, 300, 1800, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 18 * 3600, 22 * 3600)
)
GIVEN_UP_AFTER = timedelta(days=3)
OFF_AFTER = timedelta(days=5)
MAX_QUIET = timedelta(hours=1)  # so long a silent endpoint is left alone between two tries
MAX_ASKED_QUIET = timedelta(days=1)
OLD_KEY_FOR = timedelta(days=7)
_HOST = re.compile(r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
_PRIVATE_NAMES = (
    "localhost",
    "local",
    "localdomain",
    "internal",
    "intranet",
    "lan",
    "home",
    "corp",
    "arpa",
    "onion",
    "invalid",
    "test",
)
_PATH = re.compile(r"[A-Za-z0-9._~:/?\[\]@!$&'()*+,;=%-]*")
_SAFE = "/:?[]@!$&'()*+,;=%~"  # of a path and a query: stays as it is typed
PORTS_FROM = 1024


class Ahead(NamedTuple):
    """What happens next to a delivery that waits: its next try (None: none is in time), until when it is tried, and when the endpoint is switched off
    unless something arrives there first (None: something has)."""

    next_at: datetime | None
    given_up_at: datetime
    off_at: datetime | None


Verdict = Literal["delivered", "again", "gone"]


def check_url(typed: str) -> str:
    """The address as it is kept: https, a host by its name, no password; names and paths in other alphabets as servers write them (IDNA, UTF-8 in
    percent signs), so that all rules are about what is called. What the name leads to is looked at when it is used.

    Raises:
        BadUrl: reason "long", "form", "https", "password", "name", "private" or "port".
    """
    typed = typed.strip()
    if len(typed) > URL_MAX:
        raise BadUrl(reason="long")
    if not typed.isprintable() or "\\" in typed or " " in typed:
        raise BadUrl(reason="form")
    try:
        parts = urlsplit(typed if typed.isascii() else _in_ascii(typed))
        port, host = parts.port, (parts.hostname or "").rstrip(".")
    except ValueError:
        raise BadUrl(reason="form") from None
    if parts.scheme != "https":
        raise BadUrl(reason="https")
    if "@" in parts.netloc:
        raise BadUrl(reason="password")
    if not _HOST.fullmatch(host):  # an address in figures, in any base, is no name
        raise BadUrl(reason="name")
    if host.rpartition(".")[2] in _PRIVATE_NAMES:
        raise BadUrl(reason="private")
    if port is not None and port != 443 and port < PORTS_FROM:
        raise BadUrl(reason="port")
    if not _PATH.fullmatch(parts.path + parts.query) or parts.fragment:
        raise BadUrl(reason="form")
    kept = urlunsplit(("https", host if port in (None, 443) else f"{host}:{port}", parts.path or "/", parts.query, ""))
    if len(kept) > URL_MAX:
        raise BadUrl(reason="long")
    return kept


def _in_ascii(typed: str) -> str:
    """The same address in ASCII. Raises ValueError: it is none, or its name cannot be one (idna.IDNAError)."""
    parts = urlsplit(typed)
    if "@" in parts.netloc or not parts.hostname:
        raise BadUrl(reason="password" if "@" in parts.netloc else "form")
    host = idna.encode(parts.hostname, uts46=True).decode()
    netloc = host if parts.port is None else f"{host}:{parts.port}"
    return urlunsplit(
        (parts.scheme, netloc, quote(parts.path, _SAFE), quote(parts.query, _SAFE), quote(parts.fragment, _SAFE))
    )


def verdict(result: Result) -> Verdict:
    """What an answer means: arrived, to be tried again, or the endpoint says that it is no more (410)."""
    if result.status == 410:
        return "gone"
    return "delivered" if result.status is not None and 200 <= result.status < 300 else "again"


def pause(attempts: int, result: Result) -> timedelta:
    """How long to wait after so many tries; at least as long as they ask for."""
    after = PAUSES[min(attempts, len(PAUSES)) - 1]
    if result.retry_after is None:
        return after
    return max(after, min(timedelta(seconds=result.retry_after), MAX_ASKED_QUIET))


def quiet(failures: int, result: Result) -> timedelta:
    """How long a silent endpoint is left alone by all its deliveries."""
    asked = timedelta(seconds=result.retry_after or 0)
    return max(min(PAUSES[min(failures, len(PAUSES)) - 1], MAX_QUIET), min(asked, MAX_ASKED_QUIET))


def ahead(of: Delivery, endpoint: Endpoint) -> Ahead | None:
    """What happens next to a delivery, and when; None where nothing does. A silent endpoint's deliveries wait with it."""
    if of.state != "waiting" or of.next_at is None:
        return None
    next_at = max(of.next_at, endpoint.quiet_until or of.next_at)
    off_at = endpoint.failing_since + OFF_AFTER if endpoint.failing_since else None
    return Ahead(None if is_given_up(of.begun_at, next_at) else next_at, of.begun_at + GIVEN_UP_AFTER, off_at)


def is_given_up(begun_at: datetime, next_at: datetime) -> bool:
    """Whether a delivery's next try would be too late."""
    return next_at > begun_at + GIVEN_UP_AFTER
