"""Serves the practice supplier on a socket, for the demo."""

import sys
from pathlib import Path

from marketplace.integrations import practising
from marketplace.integrations.suppliers.practice.app import PracticeSupplier

HANG_SECONDS = 12  # longer than we wait


def main(socket_file: Path) -> None:
    """Serve until somebody ends the process."""
    app = PracticeSupplier(hang_seconds=HANG_SECONDS, by_value=True)
    practising.on_socket(app, socket_file).serve_forever()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
