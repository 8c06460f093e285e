"""A payment provider to practise with: Stripe's API as far as we use it, its hosted Checkout page and its events; no money moves.

It keeps its own books in a file of VAR_DIR and knows nothing of the shop but what it is asked and where its events go.
"""

import os
from pathlib import Path

SOCKET = "payments.sock"  # in VAR_DIR
BOOKS = "payments.sqlite"
# Where the demo's web server shows its pages.
PREFIX = "/practice-checkout"
LONGEST_PATH = 107  # bytes: what fits into a socket's address


def has_room(var_dir: Path) -> bool:
    """Whether the path of its socket can be written; without it the demo takes no money."""
    return len(os.fsencode(var_dir / SOCKET)) <= LONGEST_PATH


def is_at_hand(var_dir: Path) -> bool:
    """Whether it runs beside this installation."""
    return (var_dir / SOCKET).exists()
