"""Banks' files and matching: a day of a hundred thousand entries, beside the XML parser alone and a plain join. Figures are entries a second."""

import time
from io import BytesIO

from lxml import etree

from bench.bench import ROUNDS, Bench
from bench.files import programme_named, timed
from bench.keys import Found
from marketplace.core import clock
from marketplace.core.problems import Problems
from marketplace.integrations import banks
from marketplace.programmes import Programme
from marketplace.reconciliation import bank_files, matching
from marketplace.runs import Given

_ENTRY = (
    '<Ntry><Amt Ccy="EUR">{amount}.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-11-03</Dt></BookgDt><AcctSvcrRef>B{n}</AcctSvcrRef>'
    "<NtryDtls><TxDtls><Refs><EndToEndId>PAY-{n:09d}</EndToEndId></Refs><RltdPties><Cdtr><Pty><Nm>Payee {n}</Nm></Pty></Cdtr></RltdPties></TxDtls></NtryDtls></Ntry>\n"
)
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>M</MsgId></GrpHdr><Stmt><Id>S</Id>
<Acct><Id><IBAN>DE{part:020d}</IBAN></Id><Ccy>EUR</Ccy></Acct>
"""
# As many payments expected as the bank tells of, each under a name of its own; one in fifty is another sum.
_ENTRIES = """WITH account AS (INSERT INTO bank_accounts (programme_id, number, currency, seen_at) VALUES (%(programme)s, 'A' || %(part)s, 'RUB', now()) RETURNING id),
    statement AS (INSERT INTO bank_statements (account_id, file_digest, position, file_name, form, number, entries, moved, unread, taken_at)
                  SELECT id, '\\x00', 0, 'bench', 'mt940', '1', 0, 0, 0, now() FROM account RETURNING id, account_id)
    INSERT INTO bank_entries (statement_id, account_id, line, amount, fee, booked, reference, keys, party, party_account, note, returned)
    SELECT s.id, s.account_id, n, -100 - (n %% 5000), 0, '2026-11-05', '', ARRAY['PAY' || %(part)s || 'N' || n], '', '', '', false
      FROM statement s, generate_series(1, %(count)s) n RETURNING 1"""
_EXPECTED = """INSERT INTO expectations (programme_id, kind, subject_id, label, amount, currency, since, due, keys, group_keys)
    SELECT %(programme)s, 'payout', -(%(part)s + 1) * 10000000 - n, n::text, -100 - (n %% 5000) - CASE WHEN n %% 50 = 0 THEN 1 ELSE 0 END, 'RUB', '2026-11-01', '2026-11-09',
           ARRAY['PAY' || %(part)s || 'N' || n], '{}' FROM generate_series(1, %(count)s) n RETURNING 1"""
_JOIN = """CREATE TABLE bench_joined AS SELECT e.id AS entry_id, x.id AS expectation_id FROM bank_entries e JOIN expectations x ON x.keys = e.keys AND x.amount = e.amount
    WHERE x.programme_id = %(programme)s"""


def camt_file(bench: Bench) -> Found:
    """A statement with a hundred thousand entries, looked at and taken in; the limit is the parser over the same file."""
    count, found = bench.many(100_000), Found([], [])
    kind, programme = bank_files(banks.read), programme_named(bench, "statements")
    for part in range(ROUNDS):
        entries = "".join(_ENTRY.format(amount=1 + n % 9_000, n=part * count + n) for n in range(count))
        content = f"{_HEAD.format(part=part)}{entries}</Stmt></BkToCstmrStmt></Document>".encode()
        began = time.perf_counter()
        for _event, element in etree.iterparse(BytesIO(content), events=("end",)):
            element.clear()
        found.limit.append(count / (time.perf_counter() - began))
        given = Given(programme.id, None, f"camt-{part}.xml", content, bytes([part]) * 32, {})

        def take(given: Given = given) -> None:
            problems, now = Problems(given.name), clock.now()
            for one in kind.parts(given, 0, 0):
                one.apply(now)
            problems.refuse()

        found.ours.append(count / timed(bench, take))
    return found


def match_banks(bench: Bench) -> Found:
    """As many entries as expectations, by name, currency and sum, one in fifty with another sum; the limit is a plain join of the two."""
    count, found = bench.many(100_000), Found([], [])
    for part in range(ROUNDS):
        programme = programme_named(bench, f"matching-{part}")
        facts = {"programme": programme.id, "part": part, "count": count}
        bench.world.rows(_ENTRIES, **facts)
        bench.world.rows(_EXPECTED, **facts)
        bench.world.settle()
        found.limit.append(count / _joined(bench, programme))
        found.ours.append(
            count / timed(bench, lambda programme=programme: matching.pair(programme.id, now=clock.now()))
        )
    return found


def _joined(bench: Bench, programme: Programme) -> float:
    with bench.world.owner() as owner:
        owner.execute("DROP TABLE IF EXISTS bench_joined")
        began = time.perf_counter()
        owner.execute(_JOIN, {"programme": programme.id})
        took = time.perf_counter() - began
        owner.execute("DROP TABLE bench_joined")
    return took
