"""Numbers in addresses: what no row can have is an unknown address, and no statement fails over it."""

import pytest
from flask import Flask
from werkzeug.routing import IntegerConverter

from marketplace.web.shared.row_numbers import ROW_MAX, RowNumber
from tests.web.console.house import House, at


def test_every_number_of_an_address_is_one_that_a_row_can_have(app: Flask) -> None:
    read = [one for rule in app.url_map.iter_rules() for one in rule._converters.values()]
    assert {type(one) for one in read if isinstance(one, IntegerConverter)} == {RowNumber}


@pytest.mark.parametrize("number", [str(ROW_MAX), str(ROW_MAX + 1), "9" * 40, "٣"])
def test_number_that_no_row_has_is_absent(app: Flask, number: str) -> None:
    client = House(app).of("admin")
    for path in ("/console/reconciliation/accounts/{}", "/console/returned-codes/{}/restocking", "/console/letters/{}"):
        assert at(client, path.format(number))[0] == 404, path
