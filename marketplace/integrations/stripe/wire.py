"""How the SDK's requests travel: over our own line, whose waits are bounded and which tells apart what surely was not sent."""

from collections.abc import Mapping
from typing import Any, ClassVar

import stripe

from marketplace.integrations import http
from marketplace.integrations.http import Limits, Lost, NotSent

LIMITS = Limits(seconds=9, connect_seconds=3, most_bytes=4 * 2**20)
stripe.enable_telemetry = False


class Line(stripe.HTTPClient):
    """One question of the SDK, one answer; never sent again by itself.

    Args:
        socket_file: the Unix socket of the sandbox, instead of any address.
    """

    name: ClassVar[str] = "vitrina"

    def __init__(self, socket_file: str | None = None, limits: Limits = LIMITS) -> None:
        super().__init__()
        self._socket_file, self._limits = socket_file, limits

    def request(
        self, method: str, url: str, headers: Mapping[str, str] | None, post_data: Any = None, *, _usage: Any = None
    ) -> tuple[str, int, Mapping[str, str]]:
        """Ask and answer. Raises stripe.APIConnectionError, whose cause is NotSent or Lost."""
        content = post_data.encode() if isinstance(post_data, str) else post_data or b""
        try:
            reply = http.ask(
                method.upper(),
                url,
                headers=dict(headers or {}),
                content=content,
                limits=self._limits,
                socket_file=self._socket_file,
            )
        except (NotSent, Lost) as why:
            raise stripe.APIConnectionError(str(why)) from why  # type: ignore[no-untyped-call]
        return reply.body.decode(errors="replace"), reply.status, reply.headers

    def close(self) -> None:
        """Nothing stays open."""
