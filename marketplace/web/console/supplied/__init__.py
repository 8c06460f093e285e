"""Orders that a supplier fulfils: which wait for a person, what was asked and answered, and what a person decides."""

from marketplace.web.console.supplied import deciding
from marketplace.web.console.supplied.listed import PLACE
from marketplace.web.console.supplied.views import blueprint

__all__ = ["PLACE", "blueprint", "deciding"]
