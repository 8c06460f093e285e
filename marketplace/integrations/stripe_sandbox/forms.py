"""Forms as Stripe's SDK writes them: "line_items[0][price_data][currency]=rub" is a list with an object in an object."""

import re
from collections.abc import Iterable
from typing import Any

_PART = re.compile(r"\[([^\]]*)\]")


def nested(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The names and values of a form as objects and lists; values stay texts."""
    tree: dict[str, Any] = {}
    for name, value in pairs:
        head, _, rest = name.partition("[")
        path = [head, *_PART.findall(f"[{rest}" if rest else "")]
        at = tree
        for step in path[:-1]:
            at = at.setdefault(step, {})
        at[path[-1]] = value
    listed: dict[str, Any] = _listed(tree)
    return listed


def _listed(thing: Any) -> Any:
    """Objects whose names are 0, 1, 2, … as lists."""
    if not isinstance(thing, dict):
        return thing
    inner = {name: _listed(value) for name, value in thing.items()}
    if inner and all(name.isdigit() for name in inner):
        return [inner[name] for name in sorted(inner, key=int)]
    return inner
