"""The database itself refuses wrong states: illegal statements, each with its control.

The control is the same statement with a legal value by the same role, or, where the application's role may not do such a thing
at all, the same statement by the owner of the database with the triggers off. It must succeed: so the refusal is about what the
statement asks for, and not about how it is written. Everything is rolled back.

What moves points or writes their causes is the owner's alone, and their statements are refused all the same; that the application's
role cannot say them at all is held by `test_causes.py`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
import pytest
from flask import Flask

from marketplace import ledger
from marketplace.core.db import as_owner, db, execute, transaction
from tests.builders import books
from tests.builders import orders as shop
from tests.builders.ledger import a_member_account, give, spend
from tests.builders.programmes import a_programme
from tests.proof.plugin import Proof

pytestmark = pytest.mark.spoils_the_books

POST = "SELECT ledger_post({programme}, '{kind}', '{ref}', '2026-11-21 09:00Z', '2026-11-21', ARRAY[{accounts}]::bigint[], ARRAY[{amounts}]::bigint[], {days}, NULL)"
MOMENT = "'2026-11-21 09:00Z'"


def post(
    accounts: str,
    amounts: str,
    *,
    kind: str = "adjustment",
    ref: str = "p09",
    days: str = "NULL",
    programme: str = "{programme}",
) -> str:
    return POST.format(programme=programme, kind=kind, ref=ref, accounts=accounts, amounts=amounts, days=days)


@dataclass(frozen=True)
class Case:
    """An illegal statement, the legal one beside it ("" for the illegal one itself, by the owner), and how it is refused."""

    name: str
    illegal: str
    legal: str = ""
    state: str = "42501"  # insufficient privilege


WRONG = "23514"  # check violation
TWICE = "23505"  # unique violation
NOWHERE = "23503"  # foreign key violation

# What the functions of the ledger refuse, and do with a legal value.
BY_THE_FUNCTIONS = [
    Case("spend more than there is", post("{member},{partner}", "-1001,1001"), post("{member},{partner}", "-1000,1000"), WRONG),
    Case("spend what has expired", post("{expired},{partner}", "-1,1"), post("{member},{partner}", "-1,1"), WRONG),
    Case("entries that do not balance", post("{member},{partner}", "-10,9"), post("{member},{partner}", "-10,10"), WRONG),
    Case("an entry of nothing", post("{member},{partner},{giver}", "-10,10,0"), post("{member},{partner},{giver}", "-10,9,1"), WRONG),
    Case("an amount that is not there", post("{member},{partner}", "-10"), post("{member},{partner}", "-10,10"), WRONG),
    Case("no entries", post("", ""), post("{member},{partner}", "-1,1"), WRONG),
    Case("an amount near the end of numbers", post("{giver},{partner}", "-9223372036854775807,9223372036854775807"),
         post("{giver},{partner}", "-1000000000000000,1000000000000000"), WRONG),
    Case("an account that does not exist", post("{giver},0", "-1,1"), post("{giver},{partner}", "-1,1"), WRONG),
    Case("an account of another programme", post("{giver},{stranger}", "-1,1"), post("{giver},{partner}", "-1,1"), WRONG),
    Case("a transfer of another programme's accounts", post("{giver},{partner}", "-1,1", programme="{other}"),
         post("{giver},{partner}", "-1,1"), WRONG),
    Case("held points in an order", post("{held},{partner}", "-1,1"), post("{member},{partner}", "-1,1"), WRONG),
    Case("a hold for another member", post("{member},{held2}", "-1,1", kind="hold"), post("{member},{held}", "-1,1", kind="hold"), WRONG),
    Case("a hold for a partner", post("{member},{partner}", "-1,1", kind="hold"), post("{member},{held}", "-1,1", kind="hold"), WRONG),
    Case("a release posted by hand", post("{held},{member}", "-1,1", kind="release"), post("{giver},{member}", "-1,1", kind="accrual"), WRONG),
    Case("a last day for a partner's points", post("{giver},{partner}", "-1,1", days="ARRAY[NULL,'2027-01-01']::date[]"),
         post("{giver},{member}", "-1,1", days="ARRAY[NULL,'2027-01-01']::date[]"), WRONG),
    Case("a ref with other content", post("{member},{partner}", "-8,8", ref="{spent_ref}"), post("{member},{partner}", "-7,7", ref="{spent_ref}"), WRONG),
    Case("a ref for another kind", post("{member},{partner}", "-7,7", ref="{spent_ref}", kind="order"),
         post("{member},{partner}", "-7,7", ref="{spent_ref}"), WRONG),
    Case("a ref of nothing", post("{member},{partner}", "-7,7", ref=""), post("{member},{partner}", "-7,7", ref="r"), WRONG),
    Case("a debt above zero", post("{giver},{debt}", "-1,1"), post("{giver},{debt}", "1,-1"), WRONG),
    Case("a hold captured twice", f"SELECT ledger_settle({{captured}}, 'capture', {{partner}}, 'p09', {MOMENT}, '2026-11-21', NULL)",
         f"SELECT ledger_settle({{hold}}, 'capture', {{partner}}, 'p09', {MOMENT}, '2026-11-21', NULL)", TWICE),
    Case("a hold captured for a member", f"SELECT ledger_settle({{hold}}, 'capture', {{member2}}, 'p09', {MOMENT}, '2026-11-21', NULL)",
         f"SELECT ledger_settle({{hold}}, 'capture', {{partner}}, 'p09', {MOMENT}, '2026-11-21', NULL)", WRONG),
    Case("a captured hold released", f"SELECT ledger_settle({{captured}}, 'release', NULL, 'p09', {MOMENT}, '2026-11-21', NULL)",
         f"SELECT ledger_settle({{hold}}, 'release', NULL, 'p09', {MOMENT}, '2026-11-21', NULL)", TWICE),
    Case("a hold reversed", f"SELECT ledger_reverse({{hold}}, 'p09', {MOMENT}, '2026-11-21', NULL)",
         f"SELECT ledger_reverse({{spent}}, 'p09', {MOMENT}, '2026-11-21', NULL)", WRONG),
    Case("a transfer reversed twice", f"SELECT ledger_reverse({{reversed}}, 'p09', {MOMENT}, '2026-11-21', NULL)",
         f"SELECT ledger_reverse({{spent}}, 'p09', {MOMENT}, '2026-11-21', NULL)", TWICE),
    Case("points expired before their day", f"SELECT ledger_expire({{programme}}, {MOMENT}, '2027-11-21', {{breakage}}, NULL)",
         f"SELECT ledger_expire({{programme}}, {MOMENT}, '2026-11-21', {{breakage}}, NULL)", WRONG),
    Case("points expired into a partner's account", f"SELECT ledger_expire({{programme}}, {MOMENT}, '2026-11-21', {{partner}}, NULL)",
         f"SELECT ledger_expire({{programme}}, {MOMENT}, '2026-11-21', {{breakage}}, NULL)", WRONG),
    Case("negative points earned", f"SELECT ledger_earn({{programme}}, 'p09', {MOMENT}, '2026-11-21', {{giver}}, ARRAY[{{member}}], ARRAY[-5]::bigint[], NULL, ARRAY[NULL]::jsonb[], NULL)",
         f"SELECT ledger_earn({{programme}}, 'p09', {MOMENT}, '2026-11-21', {{giver}}, ARRAY[{{member}}], ARRAY[5]::bigint[], NULL, ARRAY[NULL]::jsonb[], NULL)", WRONG),
    Case("points taken back from a partner", f"SELECT ledger_claw_back({{programme}}, 'p09', {MOMENT}, '2026-11-21', {{giver}}, ARRAY[{{partner}}], ARRAY[5]::bigint[], ARRAY[NULL]::jsonb[], NULL, NULL, NULL)",
         f"SELECT ledger_claw_back({{programme}}, 'p09', {MOMENT}, '2026-11-21', {{giver}}, ARRAY[{{member}}], ARRAY[5]::bigint[], ARRAY[NULL]::jsonb[], NULL, NULL, NULL)", WRONG),
]  # fmt: skip

# What the role may not do at all; the owner may, with the triggers off.
BY_THE_ROLE = [
    Case("the ledger's inner function", f"SELECT ledger_write({{spent}}, {MOMENT}, '2026-11-21', ARRAY[{{giver}}], ARRAY[1]::bigint[], NULL, NULL, NULL, NULL)"),
    Case("an account by hand", "INSERT INTO accounts (programme_id, kind, unit) VALUES ({programme}, 'suspense', 'points')"),
    Case("an account moved", "UPDATE accounts SET owner_id = 99 WHERE id = {member}"),
    Case("an account closed", "DELETE FROM accounts WHERE id = {lonely}"),
    Case("a balance raised", "UPDATE balances SET balance = balance + 1 WHERE account_id = {member}"),
    Case("a floor lowered", "UPDATE balances SET floor = -100 WHERE account_id = {member}"),
    Case("a balance by hand", "INSERT INTO balances (account_id, keeps_lots) VALUES ({lonely}, false)"),
    Case("a balance deleted", "DELETE FROM balances WHERE account_id = {member}"),
    Case("a day kept by hand", "INSERT INTO account_days VALUES ({lonely}, 'UTC', '2026-11-21', 1, now(), 0, 0, 0, 0, 0, 0)"),
    Case("a kept day changed", "UPDATE account_days SET earned = 1"),
    Case("a transfer by hand", f"INSERT INTO transfers (programme_id, kind, ref, at) VALUES ({{programme}}, 'order', 'p09', {MOMENT})"),
    Case("a transfer edited", "UPDATE transfers SET ref = 'p09' WHERE id = {spent}"),
    Case("a transfer deleted", "DELETE FROM transfers WHERE id = {spent}"),
    Case("an entry by hand", f"INSERT INTO entries (transfer_id, account_id, amount, at) VALUES ({{spent}}, {{giver}}, 5, {MOMENT})"),
    Case("an entry edited", "UPDATE entries SET amount = amount * 2 WHERE transfer_id = {spent}"),
    Case("an entry's text edited", "UPDATE entries SET memo = '{{}}' WHERE transfer_id = {spent}"),
    Case("an entry deleted", "DELETE FROM entries WHERE transfer_id = {spent}"),
    Case("entries emptied", "TRUNCATE entries"),
    Case("a lot by hand", "INSERT INTO lots (account_id, transfer_id, amount) VALUES ({member}, {spent}, 5)"),
    Case("a lot prolonged", "UPDATE lots SET expires_on = '2099-01-01' WHERE account_id = {expired}"),
    Case("a lot deleted", "DELETE FROM lots WHERE account_id = {member}"),
    Case("an open lot by hand", "INSERT INTO open_lots (lot_id, account_id, remaining) VALUES (0, {member}, 5)"),
    Case("an open lot filled up", "UPDATE open_lots SET remaining = remaining + 1 WHERE account_id = {member}"),
    Case("an open lot prolonged", "UPDATE open_lots SET expires_on = '2099-01-01' WHERE account_id = {expired}"),
    Case("an open lot deleted", "DELETE FROM open_lots WHERE account_id = {member}"),
    Case("an audit record past its function", f"INSERT INTO audit_records (at, actor_kind, action, subject) VALUES ({MOMENT}, 'user', 'test.p09', 'x')"),
    Case("a promise past its function", f"INSERT INTO outbox (topic, ref, promised_at, due_at) VALUES ('test.p09', '1', {MOMENT}, {MOMENT})"),
    Case("an audit record edited", "UPDATE audit_records SET why = 'no reason'"),
    Case("an audit record deleted", "DELETE FROM audit_records"),
    Case("audit records emptied", "TRUNCATE audit_records"),
    Case("a seal edited", "UPDATE seals SET row_count = 0"),
    Case("a seal deleted", "DELETE FROM seals"),
    Case("a remembered answer edited", "UPDATE idempotency_keys SET status = 200"),
    Case("a remembered answer deleted", "DELETE FROM idempotency_keys"),
    Case("an accepted text edited", "UPDATE programme_texts SET body = 'other'"),
    Case("an accepted text deleted", "DELETE FROM programme_texts WHERE false"),
    Case("an order edited", "UPDATE orders SET price_points = price_points + 1, points_part = points_part + 1 WHERE id = {order}"),
    Case("an order deleted", "DELETE FROM orders WHERE id = {order}"),
    Case("an acceptance edited", "UPDATE orders SET rules_digest = rules_digest WHERE id = {order}"),
    Case("an obtained code deleted", "DELETE FROM order_obtainments WHERE order_id = {order}"),
    Case("an unknown outcome deleted", "DELETE FROM order_unknown_outcomes WHERE order_id = {order}"),
    Case("a cancellation deleted", "DELETE FROM order_cancellations"),
    Case("a certificate deleted", "DELETE FROM giftcards WHERE id = {card}"),
    Case("a certificate worth more", "UPDATE giftcards SET value = value + 1, remaining = remaining + 1 WHERE id = {card}"),
    Case("a certificate used up by hand", "UPDATE giftcards SET remaining = 0, state = 'spent' WHERE id = {card}"),
    Case("value of a certificate moved by hand", f"INSERT INTO giftcard_movements (giftcard_id, amount, cause, at) VALUES ({{card}}, -1, 'redemption:1', {MOMENT})"),
    Case("a movement of a certificate edited", "UPDATE giftcard_movements SET amount = 1"),
    Case("a movement of a certificate deleted", "DELETE FROM giftcard_movements"),
    Case("a redemption by hand", "INSERT INTO redemptions OVERRIDING SYSTEM VALUE SELECT * FROM redemptions"),
    Case("a redemption edited", "UPDATE redemptions SET amount = 1"),
    Case("a reversal by hand", f"INSERT INTO reversals (terminal_id, ref, at) VALUES (1, 'R1', {MOMENT})"),
    Case("a refusal of a till forgotten", "DELETE FROM till_refusals"),
    Case("tries of a PIN forgotten", "DELETE FROM pin_tries"),
    Case("an authorisation's inner function", f"SELECT authorisation_end(1, 'voided', 0, {MOMENT}) WHERE false"),
    Case("a certificate for somebody else", "UPDATE giftcards SET member_id = member_id WHERE id = {card}"),
    Case("an event of a certificate deleted", "DELETE FROM giftcard_events"),
    Case("a code edited", "UPDATE codes SET ciphertext = 'x' WHERE id = {code}"),
    Case("a code under another index", "UPDATE codes SET blind = blind WHERE id = {code}"),
    Case("a code prolonged", "UPDATE codes SET expires_on = '2099-01-01' WHERE id = {code}"),
    Case("a code deleted", "DELETE FROM codes WHERE id = {code}"),
    Case("a batch edited", "UPDATE batches SET name = 'other'"),
    Case("a batch of another file", "UPDATE batches SET file_digest = file_digest"),
    Case("a batch for another denomination", "UPDATE batches SET denomination_id = denomination_id"),
    Case("a batch deleted", "DELETE FROM batches"),
    Case("a certificate with another code", "UPDATE giftcards SET code_id = code_id WHERE id = {card}"),
    Case("a certificate of another order", "UPDATE giftcards SET order_id = order_id WHERE id = {card}"),
    Case("a card operation edited", "UPDATE card_operations SET amount = amount + 1"),
    Case("a card operation deleted", "DELETE FROM card_operations"),
    Case("a trigger taken away", "DROP TRIGGER entries_frozen ON entries"),
    Case("a rule taken away", "ALTER TABLE balances DROP CONSTRAINT balance_floor"),
    Case("triggers switched off", "SET session_replication_role = replica"),
    Case("a function replaced", "CREATE FUNCTION public.p09() RETURNS int LANGUAGE sql AS 'SELECT 1'"),
]  # fmt: skip

OPERATION = (
    "INSERT INTO card_operations (programme_id, source, operation_id, token, happened_at, kind, amount, currency, mcc, merchant, original_amount, original_currency, rate, points, "
    f"reason, imported_at) VALUES ({{programme}}, 's', '{{{{id}}}}', '{{{{token}}}}', {MOMENT}, 'purchase', {{{{amount}}}}, 'RUB', '5411', 'SHOP', {{{{amount}}}}, 'RUB', 1, 0, "
    f"'no_member', {MOMENT})"
)


def operation(identifier: str, token: str = "220220******1186", amount: int = 100) -> str:
    return (
        OPERATION.format(programme="{programme}")
        .replace("{id}", identifier)
        .replace("{token}", token)
        .replace("{amount}", str(amount))
    )


CARD = (
    "INSERT INTO giftcards (public_id, programme_id, member_id, order_id, brand_id, offer_id, offer_kind, code_id, value, remaining, currency, "
    "state, issued_at, expires_on, born_until, last4) SELECT '{public}', programme_id, member_id, {order}, brand_id, offer_id, offer_kind, {code}, {value}, "
    "{remaining}, currency, '{state}', issued_at, expires_on, born_until, last4 FROM giftcards WHERE id = {{card}}"
)


def a_code(place: str) -> str:
    """A new code with this batch, brand and denomination, of those of `c` and of another brand's code `f`."""
    return (
        f"INSERT INTO codes (batch_id, brand_id, denomination_id, partner_id, ciphertext, blind, last4) SELECT {place}, c.partner_id, 'x', '0123456789abcdef', '1234' "
        "FROM codes c, codes f WHERE c.id = {code} AND f.brand_id <> c.brand_id LIMIT 1"
    )


def card(
    *, order: str = "{order2}", code: str = "{free_code}", value: int = 100, remaining: int = 100, state: str = "active"
) -> str:
    return CARD.format(public="A" * 26, order=order, code=code, value=value, remaining=remaining, state=state)


def changed(*steps: str) -> str:
    """One change of the certificate after the other."""
    return "; ".join(f"UPDATE giftcards SET {step} WHERE id = {{card}}" for step in steps)


def moved(way: str, amount: int, cause: str) -> str:
    """Value of the certificate taken or put back, as the functions do it; statements one after another."""
    number, day = ord(cause), "'2026-11-21', " if way == "take" else ""
    return f"SELECT giftcard_{way}({{card}}, {amount}, 'redemption:{number}', {day}{MOMENT}); "


OPENED = f"revealed_at = {MOMENT}"

# What tables themselves refuse: a value, or something that may be there only once.
BY_THE_TABLES = [
    Case("two live certificates of one code", card(code="{code}"), card(), TWICE),
    Case("two certificates of one order", card(order="{order}"), card(), TWICE),
    Case("a certificate with more left than it was worth", card(remaining=101), card(), WRONG),
    Case("a certificate of nothing", card(value=0, remaining=0, state="spent"), card(remaining=0, state="spent"), WRONG),
    Case("a spent certificate with something left", card(state="spent"), card(remaining=0, state="spent"), WRONG),
    Case("a shown certificate never shown", changed(OPENED, "revealed_at = NULL"), changed(OPENED, OPENED), WRONG),
    Case("a certificate shown at another time", changed(OPENED, "revealed_at = now()"), changed("revealed_at = NULL", "revealed_at = now()"), WRONG),
    Case("a void certificate revived", changed("state = 'void'", "state = 'active'"), changed("state = 'frozen'", "state = 'active'"), WRONG),
    Case("a void certificate frozen", changed("state = 'void'", "state = 'frozen'"), changed("state = 'void'", "state = 'void'"), WRONG),
    Case("a certificate taken from twice for one cause", moved("take", 10, "a") + moved("take", 10, "a"), moved("take", 10, "a") + moved("take", 10, "b"), TWICE),
    Case("a certificate taken from for more than is left", moved("take", 30_001, "a"), moved("take", 30_000, "a"), WRONG),
    Case("a certificate taken from for nothing", moved("take", 0, "a"), moved("take", 1, "a"), WRONG),
    Case("a certificate filled up", moved("take", 10, "a") + moved("put_back", 11, "b"), moved("take", 10, "a") + moved("put_back", 10, "b"), WRONG),
    Case("a spent certificate filled up", moved("take", 30_000, "a") + moved("put_back", 30_001, "b"), moved("take", 30_000, "a") + moved("put_back", 1, "b"), WRONG),
    Case("a code for sale twice", "INSERT INTO free_codes (denomination_id, expires_on, code_id, batch_id) VALUES ({denomination}, '2030-01-01', {free_code}, 1)",
         "INSERT INTO free_codes (denomination_id, code_id, batch_id) VALUES ({denomination}, {code}, 1)", TWICE),
    Case("a code loaded twice", "INSERT INTO codes (brand_id, partner_id, ciphertext, blind, last4) SELECT brand_id, partner_id, 'x', blind, '1234' FROM codes WHERE id = {code}",
         "INSERT INTO codes (brand_id, partner_id, ciphertext, blind, last4) SELECT brand_id, partner_id, 'x', '0123456789abcdef', '1234' FROM codes WHERE id = {code}", TWICE),
    Case("a code of a batch of another brand", a_code("c.batch_id, f.brand_id, c.denomination_id"), a_code("c.batch_id, c.brand_id, c.denomination_id"), NOWHERE),
    Case("a code of a batch for another value", a_code("c.batch_id, c.brand_id, f.denomination_id"), a_code("c.batch_id, c.brand_id, c.denomination_id"), NOWHERE),
    Case("a code of a batch for no value", a_code("c.batch_id, c.brand_id, NULL"), a_code("c.batch_id, c.brand_id, c.denomination_id"), WRONG),
    Case("an order twice under one ref", "INSERT INTO orders SELECT (json_populate_record(o, '{{\"id\": 900001}}')).* FROM orders o WHERE o.id = {order}",
         "INSERT INTO orders SELECT (json_populate_record(o, '{{\"id\": 900001, \"ref\": \"another-ref\"}}')).* FROM orders o WHERE o.id = {order}", TWICE),
    Case("an order for no points", "INSERT INTO orders SELECT (json_populate_record(o, '{{\"id\": 900001, \"ref\": \"another-ref\", \"price_points\": 0}}')).* FROM orders o WHERE o.id = {order}",
         "INSERT INTO orders SELECT (json_populate_record(o, '{{\"id\": 900001, \"ref\": \"another-ref\"}}')).* FROM orders o WHERE o.id = {order}", WRONG),
    Case("a card operation twice", operation("known"), operation("new"), TWICE),
    Case("a whole card number", operation("new", token="2202201234561186"), operation("new"), WRONG),
    Case("a card operation of nothing", operation("new", amount=0), operation("new"), WRONG),
    Case("a denomination for no points", "INSERT INTO denominations (offer_id, value, price_points) SELECT offer_id, 7, 0 FROM denominations LIMIT 1",
         "INSERT INTO denominations (offer_id, value, price_points) SELECT offer_id, 7, 1 FROM denominations LIMIT 1", WRONG),
    Case("an audit record by nobody", f"SELECT set_config('vitrina.actor', 'ghost', true), audit_record('test.p09', 'x', {MOMENT})",
         f"SELECT set_config('vitrina.actor', 'system', true), audit_record('test.p09', 'x', {MOMENT})", WRONG),
]  # fmt: skip

FROZEN = ("accounts", "transfers", "entries", "lots", "audit_records", "seals", "programme_texts", "orders")


@pytest.fixture
def world(ctx: Flask, owner_url: str) -> Iterator[tuple[psycopg.Connection, dict[str, object]]]:
    """Books with something of everything in them, and the owner's connection to their database."""
    with transaction():
        programme, other = a_programme(texts=False), a_programme(texts=False)
        accounts: dict[str, object] = {
            "programme": programme.id,
            "other": other.id,
            "member": a_member_account(programme, 1007, owner_id=1),
            "member2": a_member_account(programme, 100, owner_id=2),
            "held": ledger.account(programme.id, "held", owner_id=1),
            "held2": ledger.account(programme.id, "held", owner_id=2),
            "debt": ledger.account(programme.id, "debt", owner_id=1),
            "partner": ledger.account(programme.id, "partner", owner_id=1),
            "lonely": ledger.account(programme.id, "partner", owner_id=2),
            "giver": ledger.account(programme.id, "programme"),
            "breakage": ledger.account(programme.id, "breakage"),
            "stranger": ledger.account(other.id, "programme"),
            "expired": a_member_account(programme, owner_id=3),
        }
        with_days = {"programme": programme, "account": accounts["expired"]}
        give(with_days["programme"], int(str(accounts["expired"])), [(50, programme.day(shop.NOW).replace(day=1))])
        accounts |= transfers_of(programme, accounts)
        execute(operation("known").format(**accounts))
    with transaction():
        accounts |= order_of()
    db.session.remove()
    with psycopg.connect(owner_url) as connection:
        yield connection, accounts
        connection.rollback()


def transfers_of(programme: shop.Programme, accounts: dict[str, object]) -> dict[str, object]:
    at, today = shop.NOW, programme.day(shop.NOW)
    member, second, held, partner = (int(str(accounts[name])) for name in ("member", "member2", "held2", "partner"))
    spent, gone = spend(programme, member, 7, at=at), spend(programme, second, 9, at=at)
    books.reverse(gone, ref="p09:reversed", at=at, today=today)
    facts = {"programme_id": programme.id, "at": at, "today": today}
    kept = books.hold(second, held, 10, ref="p09:kept", **facts).transfer_id  # type: ignore[arg-type]
    captured = books.hold(second, held, 10, ref="p09:hold", **facts).transfer_id  # type: ignore[arg-type]
    books.capture(captured, partner, ref="p09:captured", at=at, today=today)
    spent_ref = execute("SELECT ref FROM transfers WHERE id = %(id)s", {"id": spent}).scalar_one()
    return {"spent": spent, "spent_ref": spent_ref, "reversed": gone, "hold": kept, "captured": captured}


def order_of() -> dict[str, object]:
    shelf = shop.a_shelf(stock=3)
    member = shop.a_member(shelf.programme, points=1000)
    order, cancelled = shop.an_order(member, shelf), shop.an_order(member, shelf)
    shop.orders.cancel(cancelled, why="test", now=shop.NOW)
    sold = execute("SELECT id, code_id FROM giftcards WHERE order_id = %(order)s", {"order": order.id}).one()
    free = execute("SELECT code_id FROM free_codes ORDER BY code_id DESC LIMIT 1").scalar_one()
    # An order with no certificate of its own, so that a second one may be tried for it.
    execute("CREATE TEMP TABLE p09 ON COMMIT DROP AS SELECT * FROM orders WHERE id = %(order)s", {"order": order.id})
    execute("UPDATE p09 SET id = 900000, ref = 'p09-another'")
    with as_owner():
        execute("INSERT INTO orders SELECT * FROM p09")
    # Something else to belong to.
    shop.a_member(shelf.programme, points=1)
    shop.a_shelf(shelf.programme, stock=1)
    return {
        "order": order.id, "order2": 900000, "card": sold.id, "code": sold.code_id, "free_code": free, "denomination": shelf.denomination_id
    }  # fmt: skip


@pytest.mark.proof("P09")
@pytest.mark.spoils_the_books
@pytest.mark.parametrize(
    ("by", "cases"),
    [("NONE", BY_THE_FUNCTIONS), ("vitrina_app", BY_THE_ROLE), ("NONE", BY_THE_TABLES)],
    ids=["functions", "role", "tables"],
)
def test_illegal_statements_are_refused_and_their_controls_are_not(
    world: tuple[psycopg.Connection, dict[str, object]], by: str, cases: list[Case], proof: Proof
) -> None:
    connection, ids = world
    wrong = [f"{case.name}: {outcome}" for case in cases if (outcome := judged(connection, case, ids, by))]
    assert wrong == []
    assert len(cases) >= 10
    proof.count("illegal statements refused", len(cases))
    proof.count("of them possible once their guard is out", len(cases))


def judged(connection: psycopg.Connection, case: Case, ids: dict[str, object], by: str = "vitrina_app") -> str:
    """What is wrong with a case; nothing when the illegal statement is refused and its control is not."""
    refused = tried(connection, case.illegal.format(**ids), f"SET LOCAL ROLE {by}")
    if refused != case.state:
        return f"refused with {refused or 'nothing'} instead of {case.state}"
    before = f"SET LOCAL ROLE {by}" if case.legal else "SET LOCAL session_replication_role = replica"
    control = tried(connection, (case.legal or case.illegal).format(**ids), before)
    return f"its control is refused with {control}" if control else ""


def tried(connection: psycopg.Connection, statement: str, before: str) -> str:
    """Try a statement and roll it back; returns the state with which it was refused, or nothing."""
    try:
        connection.execute(before)
        connection.execute(statement)
    except psycopg.Error as error:
        return error.sqlstate or type(error).__name__
    finally:
        connection.rollback()
    return ""


@pytest.mark.proof("P09", control=True)
@pytest.mark.spoils_the_books
def test_control_a_right_given_to_the_role_is_noticed(
    world: tuple[psycopg.Connection, dict[str, object]], owner_url: str
) -> None:
    connection, ids = world
    case = next(case for case in BY_THE_ROLE if case.name == "an event of a certificate deleted")
    assert judged(connection, case, ids) == ""
    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute("ALTER TABLE giftcard_events DISABLE TRIGGER ALL; GRANT DELETE ON giftcard_events TO vitrina_app")
        try:
            assert judged(connection, case, ids) == f"refused with nothing instead of {case.state}"
        finally:
            owner.execute(
                "ALTER TABLE giftcard_events ENABLE TRIGGER ALL; REVOKE DELETE ON giftcard_events FROM vitrina_app"
            )


@pytest.mark.proof("P09")
@pytest.mark.spoils_the_books
def test_books_are_frozen_for_their_owner_too(world: tuple[psycopg.Connection, dict[str, object]]) -> None:
    connection, _ = world
    for table in FROZEN:
        assert tried(connection, f"DELETE FROM {table}", "SELECT") == "23000", table


# Each keeps the other rules of the table, so that only the trigger can refuse it.
FIXED = (
    "id = id + 900000",
    "public_id = repeat('0', 26)",
    "programme_id = {other}",
    "member_id = (SELECT max(id) FROM members)",
    "order_id = {order2}",
    "brand_id = (SELECT max(id) FROM brands)",
    "offer_id = (SELECT max(id) FROM offers)",
    "code_id = {free_code}",
    "value = value + 1",
    "currency = 'EUR'",
)


@pytest.mark.spoils_the_books
@pytest.mark.parametrize("step", FIXED)
def test_a_certificate_stays_what_it_is_for_the_owner_of_the_database_too(
    world: tuple[psycopg.Connection, dict[str, object]], step: str
) -> None:
    connection, ids = world
    statement = changed(step).format(**ids)
    assert tried(connection, statement, "SELECT") == WRONG
    assert (
        tried(
            connection,
            statement,
            "ALTER TABLE giftcards DISABLE TRIGGER giftcards_one_way, DISABLE TRIGGER giftcards_kept",
        )
        == ""
    )
