"""The time. Entry points ask here and pass it on; domains never ask."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def local_day(moment: datetime, time_zone: str) -> date:
    """The calendar day of a moment in an IANA time zone."""
    assert moment.tzinfo is not None, "a moment without a zone has no day"
    return moment.astimezone(ZoneInfo(time_zone)).date()
