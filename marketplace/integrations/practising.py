"""Serves what practises for somebody else's server: on a Unix socket for the demo, on a free port of this machine for tests."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import Any

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server


class _Quiet(WSGIRequestHandler):
    """Leaves no lines: an address holds our identifiers."""

    def log(self, _type: str, _message: str, *_args: Any) -> None:
        """Say nothing."""


def on_port(app: Any, port: int = 0) -> BaseWSGIServer:
    """A server of a WSGI application on a port of 127.0.0.1; its owner runs `serve_forever` and ends it with `shutdown`."""
    return make_server("127.0.0.1", port, app, threaded=True, request_handler=_Quiet)


def on_socket(app: Any, socket_file: Path) -> BaseWSGIServer:
    """A server on a Unix socket, whose file is made anew."""
    with suppress(FileNotFoundError):
        socket_file.unlink()
    return make_server(f"unix://{socket_file}", 0, app, threaded=True, request_handler=_Quiet)


@contextmanager
def running(app: Any) -> Iterator[str]:
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
