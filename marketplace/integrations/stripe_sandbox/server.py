"""Serves the sandbox on a socket, for the demo; its events go to the shop on this machine."""

import signal
import sys
from pathlib import Path
from urllib.parse import urlsplit

from marketplace.integrations import practising
from marketplace.integrations.stripe.connecting import sandbox_secret
from marketplace.integrations.stripe_sandbox import BOOKS, SOCKET
from marketplace.integrations.stripe_sandbox.api import Sandbox
from marketplace.integrations.stripe_sandbox.bank import Bank
from marketplace.integrations.stripe_sandbox.deliveries import Deliveries, Manners, to_address
from marketplace.integrations.stripe_sandbox.store import Store
from marketplace.settings import LOCAL, load

HOOK = "/hooks/stripe"


def main() -> None:
    """Serve until somebody ends the process."""
    settings = load()
    socket_file: Path = settings.var_dir / SOCKET
    host = LOCAL.get(settings.host, settings.host)
    manners = Manners(times=2)  # as everywhere, whoever hears must bear it
    post = to_address(f"http://{host}:{settings.port}{HOOK}", urlsplit(settings.public_url).netloc)
    bank = Bank(Store(settings.var_dir / BOOKS), Deliveries(post, sandbox_secret(settings), manners))
    app = Sandbox(bank, manners=manners)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        practising.on_socket(app, socket_file).serve_forever()
    finally:
        socket_file.unlink(missing_ok=True)  # from then on nobody is offered to pay with money


if __name__ == "__main__":
    main()
