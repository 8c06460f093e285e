"""The application's role cannot make points, move them or give them back without their cause: whatever it may call, it calls in vain.

What it may call with more than its own rights stands here by name, so that a new one fails until somebody has thought about it. Each
attempt is shown to be one: by the owner, or with its guard taken out, it succeeds.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta

import psycopg
import pytest
from flask import Flask

from marketplace import earning, giftcards, ledger, members, orders
from marketplace.core.db import db, execute, transaction
from marketplace.earning import Operation
from tests.builders import orders as shop
from tests.builders.functions import function_changed
from tests.proof.plugin import Proof

pytestmark = pytest.mark.spoils_the_books

# Functions that the role may call and that have the owner's rights, with what each of them does with value.
WITH_RIGHTS = {
    "authorisations_lapse": "none: gives back to cards what tills had set aside",
    "giftcard_extend": "none: puts off a card's last day, with the fact",
    "giftcard_give": "none: a card that was set aside becomes another member's, with all that was left of it",
    "giftcards_follow": "none: cards follow a membership that goes on as another of the same person",
    "giftcard_put_back": "none: value to a card, with its movement, and days of grace where its last day has passed",
    "giftcard_rebind": "none: a card that was bound to the wrong member goes on as another's, with all that was left of it",
    "giftcard_recast": "none: cards go on in other pieces or as another brand's, with no more than was left of them",
    "giftcard_reissue": "none: a card goes on under another code, with all that was left of it",
    "giftcard_take": "none: value of a card, with its movement",
    "giftcard_void": "none: takes a card away, with all that was left of it",
    "settlement_undrawn": "none: counts what no statement has yet",
    "terminal_authorise": "none: sets value of a card aside",
    "terminal_capture": "none: takes what was set aside",
    "terminal_find": "none: looks a code up and counts tries",
    "terminal_pin": "none: counts tries of a PIN",
    "terminal_redeem": "none: takes value of a card",
    "terminal_reverse": "none: gives back to a card what was taken by the same ref",
    "terminal_sync": "none: takes value of a card that a till took while it was offline, once for each ref",
    "terminal_void": "none: gives back to a card what was set aside",
    "audit_record": "none: adds a record by whoever acts",
    "erasure_close": "sends a member's points to breakage, for an erasure whose term is over",
    "erasure_forget": "none: words of a member go, for an erasure that has begun",
    "card_operations_post": "posts operations that its own transaction has taken in and noted, once",
    "case_append": "none: what happened to a case",
    "card_operations_wait": "none: keeps operations of the future, with a record of it",
    "operation_intake_note": "none: notes what its own transaction has taken in, with a seal that the role cannot make",
    "refund_parts_post": "posts what its own transaction has noted of refunds, once, as far as it agrees with their purchases",
    "brand_pictures_forget": "none: pictures that nothing shows",
    "codes_reencrypt": "none: a ciphertext made anew",
    "idempotency_reencrypt": "none: a kept answer made anew",
    "ledger_expire": "sends what is past its last day to breakage",
    "ledger_keep_days": "none: repeats what entries say",
    "ledger_open": "none: an account with nothing in it",
    "ledger_open_all": "none: accounts with nothing in them",
    "order_dispute": "takes value of a card back for withdrawn funds, and gives back exactly that with them",
    "order_cancel": "gives back the points of an order for which there is nothing",
    "order_issue": "hands over the points held for an order, with its card",
    "order_place": "takes an order's points, with the order",
    "order_refund": "gives back what was paid for what was left of a card that it takes away",
    "payment_close": "none: asks for a payment to end",
    "payment_complete": "money that came, with its fact",
    "payment_deal_with": "none: says what was done about a payment that needed a person",
    "payment_dispute_note": "none: what a bank wants",
    "payment_expire": "none: a payment that nobody can make any more",
    "payment_refund": "none: money that is to go back, never more than came",
    "payment_refund_end": "money that went back, with its fact",
    "payment_refund_receive": "none: which refund of the provider's it is",
    "member_merge": "moves all points and debts of a membership to the one that a proposal names which is applied just now",
    "points_correct": "gives a member points or takes some, with the correction, within the limits of a day, by whoever acts or what was approved just now",
    "payment_write_off": "what is owed, given up as a proposal says",
    "promise": "none: adds a promise",
    "netting_draft": "none: sets companies' claims and debts off, as each programme has to approve; money of partners, no points",
    "payout_draft": "none: payments that another person has to approve; money of partners, no points",
    "payout_drop": "none: gives up payments that were not sent",
    "payout_happened": "none: says what became of a payment",
    "statement_draw": "none: counts what happened",
    "settlement_balance": "none: reads what happened",
    "statement_kept": "none: reads a statement",
    "statement_redrawn": "none: counts what happened once more",
    "proposal_hold": "none: locks a proposal",
    "topup_dispute": "takes bought points back for withdrawn funds, and gives back exactly those with them",
    "topup_place": "none: asks for points to be bought; they come with their money",
}
# What moves points, or makes what they are paid for, by itself: the owner's functions call these.
WITHOUT_CAUSE = {
    "giftcard_follow", "giftcard_grace", "giftcard_issue", "giftcard_succeed", "giftcard_withhold", "payment_dispute_cut", "payment_dispute_return", "payment_dispute_take", "payment_give_back", "payment_give_back_part", "payment_net", "payment_open", "payment_post",
    "payment_sell", "ledger_adjust", "ledger_begin", "ledger_bring", "ledger_join", "ledger_pass", "ledger_pass_on", "ledger_claw_back", "ledger_end", "ledger_earn", "ledger_give_back",
    "ledger_post", "ledger_return_part", "ledger_reverse", "ledger_settle", "ledger_top_up", "ledger_top_up_return", "ledger_top_up_take", "ledger_write",
    "topup_credit", "topup_give_back", "topup_take",
}  # fmt: skip
BOOKS = (
    "payments", "payment_completions", "payment_expiries", "payment_refunds", "payment_disputes", "accounts", "balances", "transfers", "entries", "lots", "open_lots", "account_days", "orders", "order_cancellations", "order_refunds", "transfer_returns", "giftcard_voidings", "giftcards", "point_corrections", "correction_days", "member_merges",
    "topups", "topup_takings", "topup_returns",
)  # fmt: skip

AT = "'2026-11-21 09:00Z', '2026-11-21'"
MINT = "ARRAY[{pot}, {purse}]::bigint[], ARRAY[-1000, 1000]::bigint[], NULL, NULL"

# What the role has no right to at all; the owner does it.
FORBIDDEN = {
    "points posted as earned": f"SELECT ledger_post({{programme}}, 'accrual', 'card-operations:0-0:earned', {AT}, {MINT})",
    "points posted as an order": f"SELECT ledger_post({{programme}}, 'order', 'order:0', {AT}, {MINT})",
    "points posted as an adjustment": f"SELECT ledger_post({{programme}}, 'adjustment', 'mine', {AT}, {MINT})",
    "an adjustment with a good reason": f"SELECT ledger_adjust({{programme}}, 'mine', {AT}, {MINT}, 'because')",
    "points earned for nothing": f"SELECT ledger_earn({{programme}}, 'mine', {AT}, {{pot}}, ARRAY[{{purse}}], ARRAY[9]::bigint[], NULL, ARRAY[NULL]::jsonb[], NULL)",
    "a member's points taken back": f"SELECT ledger_claw_back({{programme}}, 'mine', {AT}, {{pot}}, ARRAY[{{purse}}], ARRAY[9]::bigint[], ARRAY[NULL]::jsonb[], NULL, NULL, NULL)",
    "an order undone by the ledger": f"SELECT ledger_reverse({{taken}}, 'mine', {AT}, '{{{{}}}}')",
    "a hold released by the ledger": f"SELECT ledger_settle({{hold}}, 'release', NULL, 'mine', {AT}, NULL)",
    "a hold captured by the ledger": f"SELECT ledger_settle({{hold}}, 'capture', {{partner}}, 'mine', {AT}, NULL)",
    "a lot raised": "UPDATE open_lots SET remaining = remaining + 1000 WHERE account_id = {purse}",
    "a lot prolonged": "UPDATE open_lots SET expires_on = NULL WHERE account_id = {purse}",
    "a lot by hand": "INSERT INTO open_lots VALUES (0, {purse}, NULL, 1000)",
    "a balance raised": "UPDATE balances SET balance = balance + 1000 WHERE account_id = {purse}",
    "a transfer by hand": "INSERT INTO transfers (programme_id, kind, ref, at) VALUES ({programme}, 'accrual', 'mine', now())",
    "an entry by hand": "INSERT INTO entries (transfer_id, account_id, amount, at) VALUES ({taken}, {purse}, 1000, now())",
    "an order by hand": "INSERT INTO orders SELECT (json_populate_record(o, '{{\"id\": 0, \"ref\": \"forged-ref\"}}')).* FROM orders o WHERE id = {seen}",
    "a cancellation by hand": "INSERT INTO order_cancellations (order_id, at, by) VALUES ({seen}, now(), 'system')",
    "an operation of the future by hand":
        "INSERT INTO waiting_operations (programme_id, source, operation_id, token, happened_at, kind, amount, currency, mcc, merchant, rrn, "
        "original_amount, original_currency, rate, kept_at) VALUES ({programme}, 's', 'forged', '220220******1186', now(), 'purchase', 1000, 'RUB', "
        "'5411', 'SHOP', '', 0, '', 1, now() - interval '2 days')",
    "a card used in part by hand": "UPDATE giftcards SET remaining = value WHERE order_id = {unseen}",
    "a payment by hand": "INSERT INTO payments (public_id, programme_id, member_id, purpose, purpose_id, amount, currency, placed_at, pay_until) "
                         "VALUES (repeat('P', 26), {programme}, {member}, 'order', {waiting}, 1, 'RUB', now(), now() + interval '1 minute')",
    "a payment for nothing": "SELECT payment_open({programme}, {member}, 'order', 0, repeat('P', 26), 1, 'RUB', now(), now() + interval '1 minute')",
    "a card by hand": "SELECT giftcard_issue({waiting}, {programme}, {member}, brand_id, offer_id, 1, 'RUB', (SELECT code_id FROM free_codes LIMIT 1), "
                      "'1234', card_until, repeat('C', 26), now()) FROM orders WHERE id = {waiting}",
}  # fmt: skip

CANCEL = f"SELECT order_cancel({{%s}}, '', NULL, {AT}, NULL)"
OPERATION = (
    "INSERT INTO card_operations (programme_id, source, operation_id, member_id, token, happened_at, kind, amount, currency, mcc, merchant, "
    "original_amount, original_currency, rate, points, reason, imported_at) VALUES ({programme}, 's', 'forged', {member}, '220220******1186', now(), 'purchase', %s, 'RUB', '5411', "
    "'SHOP', 1, 'RUB', 1, %s, '%s', now())"
)
POST = f"SELECT card_operations_post({{programme}}, 'earned', %s, %s, NULL, '{{{{}}}}', {AT})"
NEWEST = "(SELECT max(id) FROM card_operations)"
RECORD = "SELECT audit_record('earning.take_in', 'programme:{programme}', now(), '', NULL, '{{\"new\": 1}}')"
# A seal that is none: the database lets it pass, `vitrina verify` does not.
INTAKE = (
    f"SELECT operation_intake_note({{programme}}, 's', %s, {NEWEST}, {NEWEST}, 1, 0, %s, %s, 0, sha256('mine'), now())"
)
PART = (
    f"{OPERATION % (1000, 0, 'cash')}; "
    "INSERT INTO refund_parts (refund_id, purchase_id, amount, points, late) VALUES ({operation}, {operation}, %s, %s, true); "
    f"{INTAKE % ('NULL', 1, 0)}; "
    "SELECT refund_parts_post({programme}, (SELECT max(id) FROM refund_parts), (SELECT max(id) FROM refund_parts), NULL, '{{}}', "
    + AT
    + ")"
)
PLACE = (
    "SELECT order_place(p_programme => {programme}, p_member => member_id, p_ref => 'forged-ref', p_offer => offer_id, p_brand => %s, "
    "p_denomination => denomination_id, p_value => value, p_currency => currency, p_price => %s, p_fulfilment => fulfilment, "
    "p_card_until => card_until, p_member_limit => NULL, p_offer_limit => NULL, p_cancellations_limit => NULL, p_rules => rules_digest, p_offer_text => offer_digest, "
    "p_memo => '{{}}', p_card => repeat('B', 26), p_now => placed_at, p_today => placed_at::date) FROM orders WHERE id = {seen}"
)
# What the role may call, with a cause that is not one; and the constraint or rule that says so.
IN_VAIN = {
    "points of an operation posted again": (POST % ("{operation} - 1", "{operation}"), "earning_once"),
    "points of an operation posted twice by its own transaction": (
        ";".join((OPERATION % (1000, 5, "earned"), INTAKE % ("NULL", 0, 5), POST % (NEWEST, NEWEST), POST % (NEWEST + " - 1", NEWEST))), "earning_once"),
    "points of an operation that nobody noted": (
        ";".join((OPERATION % (1000, 5, "earned"), RECORD, POST % (NEWEST, NEWEST))), "earning_intake"),
    "an intake with other points than its operations": (";".join((OPERATION % (1000, 5, "earned"), INTAKE % ("NULL", 0, 500))), "intake_figures"),
    "an intake of a file that no run holds": (";".join((OPERATION % (1000, 5, "earned"), INTAKE % ("sha256('mine')", 0, 5))), "intake_run"),
    "points given back that no refund had taken": (PART % (-1000, -5), "refund_totals"),
    "points given back by a part that gives nothing back": (PART % (1000, -5), "refund_totals"),
    "an operation that earns more than was paid": (OPERATION % (10, 1000, "earned"), "operation_worth"),
    "an operation that earns and says that it does not": (OPERATION % (1000, 5, "cash"), "operation_reason"),
    "a refund that gives": (OPERATION % (1000, 5, "taken_back"), "operation_reason"),
    "the order of a live card cancelled": (CANCEL % "unseen", "order_step"),
    "the order of a card that was seen cancelled": (CANCEL % "seen", "order_step"),
    "a card that was seen voided, and its order cancelled": (
        f"UPDATE giftcards SET state = 'void' WHERE order_id = {{seen}}; {CANCEL % 'seen'}", "order_step"),
    "an order cancelled while nobody knows whether its code was bought": (
        f"INSERT INTO order_unknown_outcomes VALUES ({{waiting}}, now(), 'no answer'); {CANCEL % 'waiting'}", "order_step"),
    "an order cancelled twice": (CANCEL % "cancelled", "order_cancellations_pkey"),
    "a card for an order that has no code": (f"SELECT order_issue({{waiting}}, NULL, repeat('A', 26), {AT})", "order_step"),
    "points expired to a partner": (f"SELECT ledger_expire({{programme}}, {AT}, {{partner}}, NULL)", "transfer_form"),
    "an order for nothing": (PLACE % ("brand_id", 0), "orders_points_part_check"),
    "an order for less than nothing": (PLACE % ("brand_id", -1000), "orders_points_part_check"),
    "an order whose points go to another programme": (PLACE % ("{brand}", 1), "order_brand"),
}  # fmt: skip
# The same with a guard out of its function: function, what it says, and how many attempts then succeed.
SAYS_NO = (
    ("card_operations_post", "the points of these operations are not to be posted'", "'earning_once'"),
    ("card_operations_post", "nobody noted that these operations came in'", "'earning_intake'"),
    ("operation_intake_note", "the figures are not those of what was taken in'", "'intake_figures'"),
    ("refund_parts_post", "refunds do not agree with their purchase'", "'refund_totals'"),
    ("order_cancel", "order %: there is something for its points', p_order", "'order_step'"),
)
LEGAL = (
    ";".join((OPERATION % (1000, 5, "earned"), RECORD, INTAKE % ("NULL", 0, 5), POST % (NEWEST, NEWEST))),
    PLACE % ("brand_id", 1),
    f"SELECT ledger_expire({{programme}}, {AT}, {{breakage}}, NULL)",
)
World = tuple[psycopg.Connection, dict[str, int]]


@pytest.fixture
def world(ctx: Flask, owner_url: str) -> Iterator[World]:
    """A shop with orders in every state and points that a card operation has earned; and a connection of the owner."""
    with transaction():
        shelf, own = shop.a_shelf(stock=5), None
        own = shop.a_range_shelf(shelf.programme)
        elsewhere = shop.a_shelf()
        anna = shop.a_member(shelf.programme, points=10_000)
        members.bind_card(anna, "411111******1111", shop.NOW - timedelta(1))
        seen, unseen, cancelled = (shop.an_order(anna, shelf) for _ in range(3))
        waiting = shop.an_order(anna, own)
        orders.cancel(cancelled, why="test", now=shop.NOW)
        card = giftcards.of_orders([seen.id])[seen.id]
        giftcards.reveal(
            card.public_id, programme_id=anna.programme_id, member_id=anna.id, now=shop.NOW, fresh_factor=True
        )
        bought = Operation(1, "op", "411111******1111", shop.NOW, "purchase", 10_000_000, "RUB", "5999", "SHOP", "")
        earning.take_in(shelf.programme, [bought], source="test", file="ops.csv", now=shop.NOW)
        accounts = {kind: ledger.account(anna.programme_id, kind) for kind in ("programme", "breakage")}
        ids = {
            "programme": anna.programme_id, "member": anna.id, "seen": seen.id, "unseen": unseen.id, "waiting": waiting.id,
            "cancelled": cancelled.id, "brand": elsewhere.brand.id, "pot": accounts["programme"], "breakage": accounts["breakage"],
            "purse": ledger.account(anna.programme_id, "member", owner_id=anna.id),
            "partner": ledger.account(anna.programme_id, "partner", owner_id=shelf.brand.partner_id),
            "taken": execute("SELECT id FROM transfers WHERE ref = %(ref)s", {"ref": f"order:{seen.id}"}).scalar_one(),
            "hold": execute("SELECT id FROM transfers WHERE ref = %(ref)s", {"ref": f"order:{waiting.id}"}).scalar_one(),
            "operation": execute("SELECT max(id) FROM card_operations").scalar_one(),
        }  # fmt: skip
    db.session.remove()
    with psycopg.connect(owner_url) as connection:
        yield connection, ids
        connection.rollback()


def refusal(world: World, statement: str, *, by: str = "vitrina_app") -> str:
    """What refuses a statement that is rolled back, by its rule or state; nothing where it succeeds."""
    connection, ids = world
    try:
        connection.execute(f"SET LOCAL ROLE {by}".encode())
        connection.execute(statement.format(**ids).encode())
    except psycopg.Error as error:
        return error.diag.constraint_name or error.sqlstate or type(error).__name__
    finally:
        connection.rollback()
    return ""


@pytest.mark.proof("P09")
def test_the_role_has_no_right_to_what_moves_points_without_a_cause(world: World, proof: Proof) -> None:
    assert {name: refusal(world, sql) for name, sql in FORBIDDEN.items()} == dict.fromkeys(FORBIDDEN, "42501")
    assert {name: refusal(world, sql, by="NONE") for name, sql in FORBIDDEN.items()} == dict.fromkeys(FORBIDDEN, "")
    proof.count("attempts at points by the application's role", len(FORBIDDEN))


@pytest.mark.proof("P09")
def test_what_the_role_may_call_makes_no_points_without_a_cause(world: World, proof: Proof) -> None:
    found = {name: refusal(world, sql) for name, (sql, _) in IN_VAIN.items()}
    assert found == {name: rule for name, (_, rule) in IN_VAIN.items()}
    assert [refusal(world, sql) for sql in LEGAL] == [""] * len(LEGAL), "with a cause they do what they are for"
    proof.count("attempts at points by the application's role", len(IN_VAIN))


@pytest.mark.proof("P09", control=True)
def test_control_with_the_guards_out_the_same_attempts_succeed(world: World, owner_url: str) -> None:
    with ExitStack() as out:
        for function, words, rule in SAYS_NO:
            guard = f"RAISE EXCEPTION '{words} USING ERRCODE = 'check_violation', CONSTRAINT = {rule}"
            out.enter_context(function_changed(owner_url, function, guard, "NULL"))
        rules = [rule.strip("'") for *_, rule in SAYS_NO]
        held = {name: sql for name, (sql, rule) in IN_VAIN.items() if rule in rules and "order_issue" not in sql}
        assert len(held) >= 6
        assert {name: refusal(world, sql) for name, sql in held.items()} == dict.fromkeys(held, "")


def test_functions_with_more_rights_than_the_role_are_known_by_name(world: World) -> None:
    connection, _ = world
    mine = "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND has_function_privilege('vitrina_app', oid, 'EXECUTE')"
    assert {
        name for (name,) in connection.execute(f"{mine} AND prosecdef AND prorettype <> 'trigger'::regtype".encode())
    } == set(WITH_RIGHTS)
    assert {name for (name,) in connection.execute(mine.encode())} & WITHOUT_CAUSE == set()


def test_the_role_writes_no_book_by_hand(world: World) -> None:
    connection, _ = world
    rights = "SELECT has_table_privilege('vitrina_app', %s, 'INSERT, DELETE, TRUNCATE, TRIGGER')"
    assert [book for book in BOOKS if connection.execute(rights, (book,)).fetchone() != (False,)] == []
