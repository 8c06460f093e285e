"""What must be shown, and the figure that shows it. A property joins by one line here and a test with its mark."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Property:
    """Something that must hold, and how much of it a full run tries."""

    title: str
    goal: str


# The first begin together: they wait more than they work, or must not be held up. Then the longest, so that all workers end
# at about the same time; and what looks at milliseconds when no browser is at work any more.
PROPERTIES = {
    "P05": Property("crash", "200 kill -9 of web, worker and PostgreSQL: 0 acknowledged orders lost, 0 codes twice"),
    "P08": Property(
        "supplier in the dark",
        "8 faults × 200 orders: 0 issued twice, 0 given back while unknown, closed or shown ≤ 15 min",
    ),
    "P07": Property(
        "what the payment provider says",
        "500 histories, ≥ 5,000 deliveries permuted, 1–5 times, ≤ 72 h late, 5 % forged: 500 right, 0 forged accepted",
    ),
    "P27": Property("leakage", "1,000 canary codes through a workload full of errors: 0 found"),
    "P30": Property(
        "outages",
        "database away, disk full, mail server down: quick refusals, nothing lost or twice, back by itself; beside 600 letters a gift is ≤ 1 minute late",
    ),
    "P32": Property(
        "privacy",
        "export ≤ 60 s; after erasure none of 40 values is in database, files or log; sums as before, but for ended points",
    ),
    "P10": Property(
        "tamper evidence", "1,000 of 1,000 changes and 40 named tamperings found; 1 M rows verified ≤ 60 s"
    ),
    "P31": Property(
        "slow connections",
        "200 of each kind that send or read slowly or not at all: p95 ≤ 2 × quiet at every entry point",
    ),
    "P03": Property(
        "interleavings",
        "every pair of 12 acts on a card, the second begun after the first has read and before it is committed: all end as after one of the two orders",
    ),
    "P04": Property("model check", "512 sequences × 512 operations, 0 violations"),
    "P18": Property("files", "10,000 mutated files: 0 faults, ≤ 512 MB, ≤ 30 s CPU, nothing half visible"),
    "P19": Property("hostile text", "500 payloads × every field × every page and letter: 0 executions"),
    "P11": Property(
        "restore",
        "backup, 500 more orders, restored into the same and into a new cluster: 0 of 500 codes sold again, before and after reconciling",
    ),
    "P28": Property("theft of the database", "0 codes from a dump; 1 M codes rotated ≤ 30 min, 0 failed reveals"),
    "P01": Property(
        "last codes", "200 rounds × 64 members × 8 codes: 8 orders each, 8 codes, 56 clean refusals, no 5xx"
    ),
    "P20": Property("hostile addresses", "60 forms of address: 0 connections to what is not public"),
    "P02": Property(
        "one card, many tills", "500 rounds: 20 × 80.00 at once on 100.00 → 1 accepted; one ref × 50 → 1 movement"
    ),
    "P22": Property("guessing", "100,000 guesses: ≤ 10 a minute and 100 an hour looked up, an alarm, owners unharmed"),
    "P23": Property("PIN", "locked after 5 tries for 30 minutes; 50 at once look at ≤ 5"),
    "P12": Property(
        "migrations",
        "100,000 codes and entries down and up again: to the last unit, statements to the same bytes, every card redeemed",
    ),
    "P16": Property("API fuzz", "all operations, every role: 0 faults, 0 breaks of the schema"),
    "P06": Property(
        "idempotency", "every mutating route: replay, other body, other route, 50 at once, other caller, long keys"
    ),
    "P13": Property("time", "14 zones × 5 calendars × 3 offsets right; a job run twice acts once"),
    "P17": Property("authorisation", "every route × every identity = the written table; foreign = 404"),
    "P14": Property("rounding", "1 M random splits: parts = total; no float column"),
    "P15": Property(
        "settlement",
        "random histories × random cuts: additive to the last unit, a second implementation agrees, replays to the same bytes",
    ),
    "P29": Property(
        "two people",
        "24 random histories × 300 acts: nobody's own, nothing after a change or its time, nothing beyond a limit by one",
    ),
    "P26": Property("reveal", "1,000 reveals = 1,000 audit records; staff capped at 20 a day"),
    "P24": Property("uniform refusal", "every reason: one status, one body, one timing"),
    "P25": Property("sign-in", "known and unknown cannot be told apart; sessions rotate; weak keys refused"),
    "P21": Property("our own codes", "≥ 75 random bits; every single error and neighbour swap caught"),
    "P09": Property("illegal states", "≥ 30 illegal statements by the application's role: all refused"),
}
