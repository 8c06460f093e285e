"""What is measured: each key of bench/latest.json, what it means, and which ratio it is to reach."""

from dataclasses import dataclass, field
from statistics import median
from typing import Any


@dataclass(frozen=True)
class Key:
    """One line of the table. `goal` and `moonshot` are ratios ours : limit; with `lower` they are not to be passed.

    p95_ms, most_s: what an answer, or all of it, may take at most.
    """

    what: str
    limit: str
    unit: str
    goal: float
    moonshot: float
    lower: bool = False
    p95_ms: float | None = None
    most_s: float | None = None


PGBENCH, PING = "pgbench, one function of plain SQL", "ping of the same server"
KEYS = {
    "redeem_http_8": Key("place an order through the API, 8 clients", PGBENCH, "orders/s", 0.30, 0.45),
    "redeem_http_32": Key("the same, 32 clients", PGBENCH, "orders/s", 0.40, 0.80),
    "redeem_hot_offer": Key("all buy one offer", "buying all offers alike", "orders/s", 0.80, 0.95),
    "redeem_hot_member": Key("8 clients, one member", "pgbench, one member", "orders/s", 0.30, 0.45),
    "reveal_http_8": Key("reveal a card", "pgbench, the same writes", "reveals/s", 0.25, 0.40),
    "terminal_redeem_8": Key("redeem a part of a card at a terminal, 8 clients", "pgbench, the same writes", "redemptions/s", 0.30, 0.45),
    "shop_html_8": Key("front page, 24 tiles, signed in, 10,000 offers", PING, "pages/s", 0.12, 0.40),
    "shop_search_8": Key("search with a typing error, 100,000 offers", "a row by primary key, same server", "answers/s", 0.25, 0.50, p95_ms=50.0),
    "offers_json_8": Key("24 offers as JSON, 10,000 offers", PING, "answers/s", 0.40, 0.85),
    "codes_load": Key("1,000,000 codes from CSV to the shelf", "sorted insert of the same rows", "codes/s", 0.60, 0.90),
    "catalogue_publish": Key("100,000 offers from CSV to the shop", "raw COPY of the file", "offers/s", 0.08, 0.12),
    "accrual_load": Key("1,000,000 card operations to points", "raw COPY of the file", "operations/s", 0.07, 0.10),
    "accrual_again": Key("the same file again", "raw COPY of the file", "operations/s", 0.40, 0.50),
    "camt_file": Key("a camt.053 of 100,000 entries, taken in", "the XML parser alone", "entries/s", 0.05, 0.15),
    "match_banks": Key("100,000 entries matched with 100,000 expectations", "a plain join of the two", "entries/s", 0.05, 0.15),
    "statement_partner": Key("a statement of 200,000 redemptions", "its lines alone, by one INSERT", "redemptions/s", 0.0, 0.0, most_s=10.0),
    "month_close": Key("a month: 50 partners, 1,000,000 redemptions", "the lines alone, by one INSERT", "redemptions/s", 0.0, 0.0, most_s=60.0),
    "expiry": Key("1,000,000 lots expire", "one UPDATE over them", "lots/s", 1.0, 3.0),
    "workers_2_to_1": Key("redeem_http_32 with two web processes", "with one", "orders/s", 1.5, 1.8),
    "memory_web": Key("a web process after 100,000 requests", "at start", "MiB", 1.10, 1.05, lower=True),
    "growth_order": Key("an order, 10 k to 1 M members, 100 k to 10 M entries", "growth of the logarithm", "×", 1.0, 0.8, lower=True),
    "growth_search": Key("search, 1 k to 100 k offers", "growth of the logarithm", "×", 1.0, 0.8, lower=True),
    "growth_history": Key("history page, 100 to 10,000 entries", "growth of the logarithm", "×", 1.0, 0.8, lower=True),
    "broker_pgmq": Key("messages through the queue in PostgreSQL", "through Redis", "messages/s", 0.0, 0.0),
}  # fmt: skip


@dataclass
class Found:
    """What a key came to. Lists hold one figure a round; `more` goes to the table's last column and to the file."""

    ours: list[float]
    limit: list[float]
    more: dict[str, Any] = field(default_factory=dict)

    def line(self, name: str) -> dict[str, Any]:
        """The entry of bench/latest.json."""
        key = KEYS[name]
        ours, limit = median(self.ours), median(self.limit)
        ratio = ours / limit
        reached = ratio <= key.goal if key.lower else ratio >= key.goal
        quick = key.p95_ms is None or self.more["p95_ms"] <= key.p95_ms
        soon = key.most_s is None or self.more["seconds"] <= key.most_s
        return {
            "ours": _short(ours), "limit": _short(limit), "ratio": round(ratio, 4), "unit": key.unit, "goal": key.goal,
            "moonshot": key.moonshot, "met": bool(reached and quick and soon),
        } | self.more  # fmt: skip


def _short(figure: float) -> float:
    return round(figure, 0 if figure >= 1000 else 1 if figure >= 10 else 3)
