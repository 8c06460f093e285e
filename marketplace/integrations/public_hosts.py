"""Where a stranger's address leads: looked up once, refused unless all of it is the public internet, and then pinned.

Anyone who connects is given the addresses that were looked at here, so a name that answers otherwise a moment later changes nothing.
"""

import socket
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate

from marketplace.core.public_addresses import is_public

RESOLVE_SECONDS = 3
ADDRESSES_MAX = 16
_LOOK_UPS = ThreadPoolExecutor(4, thread_name_prefix="lookup")


class NotPublic(Exception):
    """An address of this name, one at least, is not on the public internet."""


class NoSuchHost(Exception):
    """The name leads nowhere, or nobody says where in time."""


def addresses(host: str, port: int) -> list[str]:
    """The public IP addresses of a name, all of them.

    Raises:
        NotPublic, NoSuchHost: see there.
    """
    try:
        found = _LOOK_UPS.submit(_look_up, host, port).result(RESOLVE_SECONDS)
    except (OSError, UnicodeError, TooLate):
        raise NoSuchHost from None
    if not found:
        raise NoSuchHost
    if not all(is_public(address) for address in found):
        raise NotPublic
    return found[:ADDRESSES_MAX]


def _look_up(host: str, port: int) -> list[str]:
    entries = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in entries))
