"""A supplier to practise with: Reloadly's API as far as we use it, whole in memory, with faults on demand."""

import os
from pathlib import Path

SOCKET = "supplier.sock"  # in VAR_DIR
ADDRESS = f"unix:{SOCKET}"
LONGEST_PATH = 107  # bytes: what fits into a socket's address


def has_room(var_dir: Path) -> bool:
    """Whether the path of its socket can be written; without it the demo goes without this supplier."""
    return len(os.fsencode(var_dir / SOCKET)) <= LONGEST_PATH
