"""Offers are read by position: the statement's columns and the fields of the value are one list."""

from marketplace.shop.offers import _COLUMNS, OfferView


def test_columns_of_the_statement_are_the_fields_of_an_offer() -> None:
    columns = [column.split(".")[1].split(" AS ")[-1].strip() for column in _COLUMNS.split(",")]
    assert [*columns, "denominations"] == list(OfferView.__slots__)
