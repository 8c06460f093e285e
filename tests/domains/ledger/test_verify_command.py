"""`vitrina verify` says that the books are right, or where they are not, and its exit code says so too."""

import psycopg
import pytest
from flask import Flask

from marketplace.cli.verify import verify
from marketplace.core.db import transaction
from tests.builders.ledger import a_member_account, spend
from tests.builders.programmes import a_programme

pytestmark = pytest.mark.spoils_the_books


@pytest.fixture
def account(app: Flask) -> int:
    with app.app_context(), transaction():
        programme = a_programme(texts=False)
        account = a_member_account(programme, 1000)
        spend(programme, account, 300)
    return account


def test_right_books_end_with_zero(app: Flask, account: int) -> None:
    result = app.test_cli_runner().invoke(verify)
    assert (result.exit_code, result.output.splitlines()[-1]) == (0, "The books are right.")


@pytest.mark.parametrize(
    ("forgery", "rule"),
    [
        ("UPDATE balances SET balance = balance + 1 WHERE keeps_lots", "a balance is the sum of its entries"),
        ("UPDATE entries SET amount = amount - 1 WHERE amount > 0", "the entries of a transfer sum to zero"),
        ("UPDATE entries SET amount = amount * 2", "an entry moves lots of its own account, and as much as its amount"),
        ("UPDATE entries SET balance_after = 1001 WHERE balance_after = 1000", "an entry's balance is that of the entry before"),
        ("UPDATE open_lots SET remaining = remaining - 1", "what is left in a member's lots is his balance"),
        ("UPDATE lots SET amount = amount + 1", "what is left of a lot is what it was"),
        ("UPDATE lots SET expires_on = '2030-01-01'", "an open lot is the lot of that id"),
        ("UPDATE entries SET lot_ids = NULL, lot_amounts = NULL", "points that leave a member's account leave his lots"),
        ("DELETE FROM entries WHERE amount < 0", "all accounts of a programme sum to zero"),
        ("UPDATE entries SET account_id = 0 WHERE balance_after IS NULL", "an entry is of a transfer and an account of one programme"),
        ("UPDATE balances SET floor = -1000", "members' accounts have a running balance"),
        ("UPDATE entries SET expires_on = '2030-01-01' WHERE balance_after = 1000", "points that a member received stand in the lots"),
    ],
)  # fmt: skip
def test_forgery_by_the_owner_of_the_database_is_found_and_named(
    app: Flask, account: int, owner_url: str, forgery: str, rule: str
) -> None:
    with psycopg.connect(owner_url) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(forgery)

    result = app.test_cli_runner().invoke(verify)

    assert result.exit_code == 1
    assert rule in result.output
    assert "NOT right" in result.output
