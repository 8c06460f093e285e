"""The demo's own application in tests: the shop with a mailbox, on a server that its letters lead to."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from marketplace.app import create_app
from marketplace.cli import newcomers
from marketplace.core.db import db


class Quiet(WSGIRequestHandler):
    """Says nothing of each request."""

    def log_request(self, *_: Any) -> None:
        pass


@contextmanager
def a_demo(app: Flask, **over: Any) -> Iterator[Flask]:
    """What `vitrina demo` serves, over the database of the tests; some settings changed."""
    demo = create_app(app.config["SETTINGS"].model_copy(update=over))
    demo.testing = True
    newcomers.welcome(demo, demo)  # who signs in to the database of the tests owns it
    yield demo
    with demo.app_context():
        db.engine.dispose()


@contextmanager
def a_demo_at_home(app: Flask) -> Iterator[str]:
    """The same on a port of its own; gives the address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    address = f"http://localhost:{port}"
    with a_demo(app, public_url=address) as demo:
        server = make_server("127.0.0.1", port, demo, threaded=True, request_handler=Quiet)
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield address
        server.shutdown()
        thread.join(10)
