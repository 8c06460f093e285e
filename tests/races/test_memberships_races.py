"""Two memberships become one beside whatever the former is doing: it ends as if one had come after the other, and nothing is left behind."""

import pytest
from flask import Flask

from tests.races.test_cards_pairs import POINTS_WITHIN, join, place, redeem, refund, reverse, within

BESIDE = (place, redeem, reverse, refund)


@pytest.mark.spoils_the_books  # acts of the desk have no proposals here
def test_a_merge_beside_an_order_a_purchase_a_reversal_and_a_refund_leaves_nothing_behind(app: Flask) -> None:
    with app.app_context():
        for act in BESIDE:
            for first, second in ((join, act), (act, join)):
                for point in POINTS_WITHIN:
                    assert within(app, first, second, point) == "", f"{second.__name__} {point}: {first.__name__}"
