"""Serves the practice supplier: on a Unix socket for the demo, on a free port of this machine for tests."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import Any

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from marketplace.integrations.suppliers.practice.app import PracticeSupplier

HANG_SECONDS = 12  # longer than we wait


class _Quiet(WSGIRequestHandler):
    """Leaves no lines: an address holds our identifiers."""

    def log(self, _type: str, _message: str, *_args: Any) -> None:
        """Say nothing."""


def on_port(app: PracticeSupplier) -> BaseWSGIServer:
    """A server on a free port of 127.0.0.1; its owner runs `serve_forever` and ends it with `shutdown`."""
    return make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)


@contextmanager
def running(app: PracticeSupplier) -> Iterator[str]:
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


def main(socket_file: Path) -> None:
    """Serve on a socket until somebody ends the process."""
    with suppress(FileNotFoundError):
        socket_file.unlink()
    app = PracticeSupplier(hang_seconds=HANG_SECONDS, by_value=True)
    make_server(f"unix://{socket_file}", 0, app, threaded=True, request_handler=_Quiet).serve_forever()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
