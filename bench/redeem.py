"""Orders and reveals through the API, beside pgbench with a function that writes the same rows."""

from random import choice

from bench.bench import Bench, in_turns
from bench.keys import Found
from bench.load import Load, told
from bench.world import Trade
from marketplace.codes import sealing

CARDS = 8_000  # each may be shown 20 times an hour
BODIES = 5_000  # orders that a crowd may draw, again for each crowd; it places fewer


def http_8(bench: Bench) -> Found:
    """Eight clients, any member, any offer."""
    return _orders(bench, 8)


def http_32(bench: Bench) -> Found:
    """Thirty-two of them."""
    return _orders(bench, 32)


def hot_offer(bench: Bench) -> Found:
    """Everybody wants the same."""
    seen: list[Load] = []
    found = in_turns(lambda: _place(bench, seen, hot=True), lambda: _place(bench, []))
    return _told(found, seen)


def hot_member(bench: Bench) -> Found:
    """One member on eight devices; the limit is pgbench's hot member, who owns as much."""
    trade, seen = bench.trade, list[Load]()
    bench.world.rows(
        """UPDATE open_lots SET remaining = 1000000000 FROM accounts a WHERE a.id = account_id AND a.kind = 'member'
            AND owner_id = ANY (%(members)s) RETURNING lot_id""",
        members=[trade.members[0], trade.members[1]],
    )
    bench.world.rows(
        """UPDATE balances b SET balance = (SELECT sum(remaining) FROM open_lots o WHERE o.account_id = b.account_id)
             FROM accounts a WHERE a.id = b.account_id AND a.kind = 'member' AND owner_id = ANY (%(members)s) RETURNING 1""",
        members=[trade.members[0], trade.members[1]],
    )
    script = _script(trade, member=str(trade.members[1]))
    return _told(in_turns(lambda: _place(bench, seen, member=trade.numbers[0]), lambda: bench.pgbench(script)), seen)


def reveal(bench: Bench) -> Found:
    """Show the codes of cards that have been bought, each time with its record."""
    trade, seen = bench.trade, list[Load]()
    cards = opened_cards(bench, trade)
    first, last = cards[0][0], cards[-1][0]
    script = f"\\set card random({first}, {last})\nSELECT bench_reveal(:card);"
    paths = [f"/api/v1/cards/{public_id}/reveals" for _, public_id in cards]

    def ours() -> float:
        seen.append(bench.load(clients=8, method="POST", status=201, paths=paths, bodies=["{}"], headers=trade.headers))
        return seen[-1].rate

    return _told(in_turns(ours, lambda: bench.pgbench(script)), seen)


def order_load(bench: Bench, clients: int, *, hot: bool = False, member: str = "", **spec: object) -> Load:
    """Let a crowd place orders for a few seconds."""
    trade = bench.trade
    numbers, wanted = [member] if member else trade.numbers[2:], [trade.hot] if hot else trade.denominations
    bodies = [trade.body(choice(numbers), choice(wanted)) for _ in range(BODIES)]
    paths = ["/api/v1/orders"]
    return bench.load(
        clients=clients, method="POST", status=201, paths=paths, bodies=bodies, headers=trade.headers, **spec
    )


def _orders(bench: Bench, clients: int) -> Found:
    trade, seen = bench.trade, list[Load]()
    script = _script(trade)
    return _told(in_turns(lambda: _place(bench, seen, clients), lambda: bench.pgbench(script)), seen)


def _place(bench: Bench, seen: list[Load], clients: int = 8, *, hot: bool = False, member: str = "") -> float:
    seen.append(order_load(bench, clients, hot=hot, member=member))
    return seen[-1].rate


def _script(trade: Trade, member: str = "") -> str:
    """What pgbench does: a member, an offer, one call."""
    draw = "" if member else f"\\set member random({trade.members[2]}, {trade.members[-1]})\n"
    call = (
        f"SELECT bench_order({trade.programme}, {member or ':member'}, :offer, '\\x{trade.rules}', '\\x{trade.offer}');"
    )
    return f"{draw}\\set offer random({trade.denominations[0]}, {trade.denominations[-1]})\n{call}"


def _told(found: Found, seen: list[Load]) -> Found:
    found.more |= told(seen)
    return found


def opened_cards(bench: Bench, trade: Trade) -> list[tuple[int, str]]:
    """Cards whose codes can be read: their rows get real ciphertexts, as the loader would have written them."""
    order_load(bench, 8, requests=CARDS, warm=0.0)
    bench.world.keys()
    with bench.world.owner() as owner, owner.transaction():
        newest = "SELECT id, public_id, code_id FROM giftcards ORDER BY id DESC LIMIT %(most)s"
        cards = owner.execute(newest, {"most": CARDS}).fetchall()
        for _, _, code in cards:
            sealed = sealing.seal(code, f"MOCK{code:012d}", "0417")
            owner.execute("UPDATE codes SET ciphertext = %(sealed)s WHERE id = %(id)s", {"sealed": sealed, "id": code})
    assert cards[0][0] - cards[-1][0] == CARDS - 1, "pgbench draws cards by their ids, which must have no gap"
    return sorted((card, public_id) for card, public_id, _ in cards)
