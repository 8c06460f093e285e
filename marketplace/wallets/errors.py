"""How passes say no."""

from marketplace.core.errors import NotFound


class NoPass(NotFound):
    """There is no such pass."""

    code = "no_pass"
