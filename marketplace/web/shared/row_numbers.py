"""Numbers in addresses: those that a row can have. A longer one names nothing, and no statement is asked with it."""

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter

ROW_MAX = 2**63 - 1  # of a bigint


class RowNumber(IntegerConverter):
    """`<int:…>` of a route: plain digits, and no more of them than a row's number has. Anything else is an unknown address.

    The library's own takes digits of every script and as many as there are, and a statement that casts them would fail.
    """

    regex = "[0-9]{1,19}"

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **{"max": ROW_MAX} | named)


def init_app(app: Flask) -> None:
    """Have the routes that are added from now on read their numbers so."""
    app.url_map.converters["int"] = RowNumber
