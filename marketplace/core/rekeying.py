"""Ciphertexts of older keys re-encrypted under the newest one, a set at a time, beside a running shop.

Nothing notes how far it came: what is still to be done is what names an older key, so it may be broken off anywhere.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from marketplace.core import vault
from marketplace.core.db import execute


@dataclass(frozen=True, slots=True)
class Ciphertexts:
    """A column that holds ciphertexts of the vault. Each domain that has one tells it as CIPHERTEXTS."""

    name: str  # what they are, for people
    table: str
    key: tuple[str, ...]  # the columns of the primary key
    column: str  # the ciphertext's bytes, an expression
    place: Callable[..., bytes]  # what a ciphertext is bound to, from the values of the key
    # A statement that returns how many were exchanged: arrays %(<key column>)s, %(old)s and %(new)s side by side.
    exchange: str


@dataclass(frozen=True, slots=True)
class Step:
    """What one set came to; `last` is the key of its last row, None after the last set."""

    last: tuple[Any, ...] | None
    seen: int
    renewed: int
    unreadable: int


def older(of: Ciphertexts) -> int:
    """How many ciphertexts other keys than the newest have made."""
    first = vault.installed().primary_key_id.to_bytes(4, "big")
    sql = f"SELECT count(*) FROM {of.table} WHERE substr({of.column}, 2, 4) <> %(first)s"  # noqa: S608 - our own names
    return int(execute(sql, {"first": first}).scalar_one())


def renew(of: Ciphertexts, after: tuple[Any, ...] | None, size: int) -> Step:
    """Remake at most `size` ciphertexts of older keys that stand after the key `after`, in order of the keys.

    One that somebody changes at the same moment is left to them; one that cannot be read stays as it is and is counted.
    """
    held = vault.installed()
    rows = _rows(of, after, size, held.primary_key_id.to_bytes(4, "big"))
    renewed: list[tuple[tuple[Any, ...], bytes, bytes]] = []
    for *key, cipher in rows:
        try:
            renewed.append((tuple(key), cipher, held.renewed(cipher, of.place(*key))))
        except vault.Unreadable:
            continue
    count = 0
    if renewed:
        keys, old, new = zip(*renewed, strict=True)
        columns = {name: list(values) for name, values in zip(of.key, zip(*keys, strict=True), strict=True)}
        count = int(execute(of.exchange, columns | {"old": list(old), "new": list(new)}).scalar_one())
    last = tuple(rows[-1][:-1]) if len(rows) == size else None
    return Step(last, len(rows), count, len(rows) - len(renewed))


def _rows(of: Ciphertexts, after: tuple[Any, ...] | None, size: int, first: bytes) -> Sequence[Any]:
    keys = ", ".join(of.key)
    marks = ", ".join(f"%({name})s" for name in of.key)
    beyond = f"AND ({keys}) > ({marks})" if after else ""
    sql = f"""SELECT {keys}, {of.column} AS cipher FROM {of.table}
               WHERE substr({of.column}, 2, 4) <> %(first)s {beyond} ORDER BY {keys} LIMIT %(size)s"""  # noqa: S608
    return execute(sql, dict(zip(of.key, after or (), strict=False)) | {"first": first, "size": size}).all()


def horizon() -> int:
    """A transaction number that is higher than that of everybody who has written before this moment."""
    return int(execute("SELECT pg_current_xact_id()::text").scalar_one())


def is_past(horizon: int) -> bool:
    """Whether all transactions before the horizon have ended, so that what they wrote can be seen."""
    oldest = int(execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text").scalar_one())
    return oldest >= horizon
