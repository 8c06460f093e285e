"""When each thing that repeats was done last: one row a name, so that silence is noticed."""

from datetime import datetime

from marketplace.core.db import execute


def beat(name: str, now: datetime) -> None:
    """Note that it was done now."""
    execute(
        "INSERT INTO pulses (name, at) VALUES (%(name)s, %(now)s) ON CONFLICT (name) DO UPDATE SET at = excluded.at",
        {"name": name, "now": now},
    )


def last() -> dict[str, datetime]:
    """The last moment of each name."""
    return {row.name: row.at for row in execute("SELECT name, at FROM pulses")}
