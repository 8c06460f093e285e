"""Each rule of codes and catalogue, broken by hand, is found."""

import psycopg
import pytest
from flask import Flask

from marketplace import catalogue, codes, giftcards
from marketplace.core.db import execute, transaction
from tests.builders import orders as shop
from tests.builders.catalogue import RANGE, an_offer, denominations
from tests.builders.codes import TODAY, codes_in_stock
from tests.builders.partners import a_brand
from tests.builders.programmes import a_programme

BROKEN = {
    "an unsold code stands under its own denomination and its own last day": "UPDATE free_codes SET expires_on = '2030-01-01'",
    "a partner's code is unsold or was handed over": "DELETE FROM free_codes",
    "a batch is of the brand of its denomination": "INSERT INTO batches (programme_id, brand_id, partner_id, denomination_id, name, file_digest, code_count, without_pin, expected_hits_milli, loaded_at) SELECT programme_id, (SELECT max(id) FROM brands), partner_id, denomination_id, name, sha256('x'), 0, 0, 0, loaded_at FROM batches",
    "a batch has as many codes as it says": "UPDATE batches SET code_count = code_count + 1",
    "of an easily guessed batch each code without a PIN has waited for a decision": "UPDATE batches SET expected_hits_milli = 500, without_pin = 1",
    "offer, brand and partner are of one programme": "UPDATE partners SET programme_id = (SELECT max(id) FROM programmes)",
    "an offer has denominations or a range of values, not both": """
        UPDATE denominations SET offer_id = (SELECT id FROM offers WHERE value_min IS NOT NULL) WHERE id = (SELECT min(id) FROM denominations)""",
    "a range of values is not sold from stock": "UPDATE offers SET fulfilment = 'stock' WHERE value_min IS NOT NULL",
    "every brand can be searched for in its programme": "DELETE FROM brand_search",
}


@pytest.fixture
def stocked(ctx: Flask) -> None:
    """A brand with a stocked offer and a range, and another brand of another programme."""
    with transaction():
        brand = a_brand(a_programme())
        offer_id = an_offer(brand, stock=0)
        codes_in_stock(brand, denominations(offer_id)[30_000], 2)
        an_offer(brand, **RANGE)
        an_offer(a_brand(a_programme()), stock=0)


def found() -> set[str]:
    with transaction():
        return {finding.rule for finding in (*codes.invariants(), *giftcards.invariants(), *catalogue.invariants())}


@pytest.mark.parametrize(("rule", "sql"), BROKEN.items(), ids=range(len(BROKEN)))
def test_broken_rule_is_found(stocked: None, owner_url: str, rule: str, sql: str) -> None:
    assert found() == set()
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute(sql.encode())
    assert rule in found()


@pytest.mark.spoils_the_books
def test_code_that_is_sold_and_unsold_is_found(ctx: Flask) -> None:
    with transaction():
        shelf = shop.a_shelf(stock=1)
        shop.an_order(shop.a_member(shelf.programme, points=450), shelf)
    assert found() == set()
    with transaction():
        execute(
            "INSERT INTO free_codes (denomination_id, code_id, batch_id) SELECT c.denomination_id, c.id, c.batch_id FROM giftcards g JOIN codes c ON c.id = g.code_id"
        )
    assert found() == {"a code that a live certificate holds is not for sale"}


def test_claimed_code_without_a_card_is_found(stocked: None) -> None:
    with transaction():
        codes.claim(execute("SELECT denomination_id AS id FROM free_codes LIMIT 1").one().id, today=TODAY)
    assert found() == {"a partner's code is unsold or was handed over"}
