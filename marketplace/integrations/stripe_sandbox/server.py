"""Serves the sandbox: on a Unix socket for the demo, on a free port of this machine for tests."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from marketplace.integrations.stripe.connecting import sandbox_secret
from marketplace.integrations.stripe_sandbox import BOOKS, SOCKET
from marketplace.integrations.stripe_sandbox.api import Sandbox
from marketplace.integrations.stripe_sandbox.bank import Bank
from marketplace.integrations.stripe_sandbox.deliveries import Deliveries, Manners, to_address
from marketplace.integrations.stripe_sandbox.store import Store
from marketplace.settings import LOCAL, load

HOOK = "/hooks/stripe"


class _Quiet(WSGIRequestHandler):
    """Leaves no lines."""

    def log(self, _type: str, _message: str, *_args: Any) -> None:
        """Say nothing."""


def on_port(app: Sandbox, port: int = 0) -> BaseWSGIServer:
    """A server on a port of 127.0.0.1; its owner runs `serve_forever` and ends it with `shutdown`."""
    return make_server("127.0.0.1", port, app, threaded=True, request_handler=_Quiet)


@contextmanager
def running(app: Sandbox) -> Iterator[str]:
    """The address of a server that runs in a thread of its own while the block lasts."""
    server = on_port(app)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def main() -> None:
    """Serve the demo on its socket, until somebody ends the process; events go to the shop on this machine."""
    settings = load()
    socket_file: Path = settings.var_dir / SOCKET
    with suppress(FileNotFoundError):
        socket_file.unlink()
    host = LOCAL.get(settings.host, settings.host)
    manners = Manners(times=2)  # as everywhere, whoever hears must bear it
    post = to_address(f"http://{host}:{settings.port}{HOOK}", urlsplit(settings.public_url).netloc)
    bank = Bank(Store(settings.var_dir / BOOKS), Deliveries(post, sandbox_secret(settings), manners))
    app = Sandbox(bank, manners=manners)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        make_server(f"unix://{socket_file}", 0, app, threaded=True, request_handler=_Quiet).serve_forever()
    finally:
        socket_file.unlink(missing_ok=True)  # from then on nobody is offered to pay with money


if __name__ == "__main__":
    main()
