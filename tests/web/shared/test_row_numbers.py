"""Numbers in addresses: what no row can have is an unknown address, and no statement fails over it."""

import pytest
from flask import Flask
from sqlalchemy.exc import DataError
from werkzeug.exceptions import NotFound
from werkzeug.routing import IntegerConverter

from marketplace.core.db import execute
from marketplace.web.shared.row_numbers import ROW_MAX, RowNumber


def test_number_that_no_row_can_have_is_an_unknown_address(app: Flask) -> None:
    shop = app.url_map.bind("shop.test")
    assert shop.match(f"/console/letters/{ROW_MAX}")[1] == {"letter_id": ROW_MAX}
    for number in (ROW_MAX + 1, "9" * 40, "٣"):
        with pytest.raises(NotFound):
            shop.match(f"/console/letters/{number}")
    read = [one for rule in app.url_map.iter_rules() for one in rule._converters.values()]
    assert {type(one) for one in read if isinstance(one, IntegerConverter)} == {RowNumber}


def test_control_a_statement_would_fail_over_it(ctx: Flask) -> None:
    with pytest.raises(DataError):
        execute("SELECT %(id)s::bigint", {"id": ROW_MAX + 1})
