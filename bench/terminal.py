"""Parts of cards taken at terminals through the API, beside pgbench with a function that writes the same rows."""

import json

from bench.bench import Bench, in_turns
from bench.keys import Found
from bench.load import Load, told
from bench.redeem import opened_cards
from bench.world import Trade
from marketplace import tills
from marketplace.core import clock
from marketplace.core.db import execute, transaction

TERMINALS = 400  # each may be asked 600 times a minute
SUM = 1


def redeem_8(bench: Bench) -> Found:
    """Eight clients, any terminal of the partner, any card of theirs."""
    trade, seen = bench.trade, list[Load]()
    partner, codes, cards = _cards(bench, trade)
    with bench.shop.app.app_context(), transaction():
        now = clock.now()
        terminals = [tills.open_terminal(partner, f"Till {number}", now=now) for number in range(TERMINALS)]
        keys = [tills.add_key(one, now=now) for one in terminals]
    body = {"ref": "{key}", "pin": "0417", "amount": SUM, "currency": "RUB"}
    bodies = [json.dumps(body | {"code": code}) for code in codes]
    first, last = terminals[0].id, terminals[-1].id
    script = (
        f"\\set card random({cards[0]}, {cards[-1]})\n\\set terminal random({first}, {last})\n"
        f"SELECT bench_redeem(:card, :terminal, {partner});"
    )

    def ours() -> float:
        paths = ["/api/v1/terminal/redemptions"]
        seen.append(bench.load(clients=8, method="POST", status=201, paths=paths, bodies=bodies, bearers=keys))
        return seen[-1].rate

    found = in_turns(ours, lambda: bench.pgbench(script))
    found.more |= told(seen)
    return found


def _cards(bench: Bench, trade: Trade) -> tuple[int, list[str], list[int]]:
    """One partner, and cards of theirs with codes that a till finds: all brands become theirs."""
    cards = [card for card, _ in opened_cards(bench, trade)]
    keys = bench.world.keys()
    with bench.shop.app.app_context():
        partner = int(
            execute(
                "SELECT min(partner_id) AS id FROM brands WHERE programme_id = %(p)s", {"p": trade.programme}
            ).scalar_one()
        )
    with bench.world.owner() as owner, owner.transaction():
        owner.execute(
            "UPDATE brands SET partner_id = %(partner)s WHERE programme_id = %(p)s",
            {"partner": partner, "p": trade.programme},
        )
        codes = []
        for (code_id,) in owner.execute(
            "SELECT code_id FROM giftcards WHERE id = ANY (%(ids)s) ORDER BY id", {"ids": cards}
        ).fetchall():
            codes.append(f"MOCK{code_id:012d}")
            owner.execute(
                "UPDATE codes SET blind = %(blind)s WHERE id = %(id)s", {"blind": keys.blind(codes[-1]), "id": code_id}
            )
    return partner, codes, cards
