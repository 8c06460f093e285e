"""Routes that put addresses together by code that is compiled when an address is first wanted, and not at the start.

There are hundreds of routes, each with code of its own for that: to compile all of it is a sixth of a process's start.
"""

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule


class LateRule(Rule):
    """Knows from the start which addresses are its own, and how to write one once somebody asks."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        compiled = super()._compile_builder
        name = "_build_unknown" if append_unknown else "_build"  # where the library keeps what this returns

        def first(rule: Rule, /, **values: Any) -> tuple[str, str]:
            build = compiled(append_unknown).__get__(rule, None)
            setattr(rule, name, build)
            written: tuple[str, str] = build(**values)
            return written

        return first
