"""Who keeps which promise: a topic and the function that keeps it, given the ref."""

import pkgutil
from collections.abc import Callable
from functools import cache
from importlib import import_module

from marketplace import jobs

Keeper = Callable[[str], None]
KEEPERS: dict[str, Keeper] = {}


def keeps(topic: str) -> Callable[[Keeper], Keeper]:
    """Register the keeper of a topic.

    It runs outside any transaction and opens its own; it may be called again for the same ref, also after it has
    succeeded; it takes less than 20 seconds. What it raises has the promise tried again later.
    """

    def register(keeper: Keeper) -> Keeper:
        assert KEEPERS.setdefault(topic, keeper) is keeper, f"two keepers of {topic}"
        return keeper

    return register


def keeper(topic: str) -> Keeper | None:
    """Who keeps a topic; every module of this package has been asked."""
    _all_asked()
    return KEEPERS.get(topic)


@cache
def _all_asked() -> None:
    for module in pkgutil.iter_modules(jobs.__path__):
        import_module(f"{jobs.__name__}.{module.name}")
