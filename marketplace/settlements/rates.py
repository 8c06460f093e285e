"""Exchange rates, as a source published them for a day."""

from datetime import date

from marketplace.core.db import execute


def put_rate(source: str, from_currency: str, to_currency: str, day: date, rate: int) -> None:
    """What a minor unit of one currency was worth in another's on a day, in thousand millionths; said before, it stays as it is."""
    execute(
        """INSERT INTO settlement_rates (source, from_currency, to_currency, day, rate) VALUES (%(source)s, %(from)s, %(to)s, %(day)s, %(rate)s)
           ON CONFLICT (source, from_currency, to_currency, day) DO NOTHING""",
        {"source": source, "from": from_currency, "to": to_currency, "day": day, "rate": rate},
    )
