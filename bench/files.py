"""Large files, beside what the database itself takes for the same rows. Figures are rows a second."""

import io
import time
from collections.abc import Callable
from dataclasses import replace

from bench import made_files
from bench.bench import ROUNDS, Bench
from bench.keys import Found
from marketplace import catalogue, codes, earning, programmes
from marketplace.core import clock, vault
from marketplace.core.db import db, execute, transaction
from marketplace.core.problems import Problems
from marketplace.integrations import card_registry
from marketplace.programmes import Programme
from marketplace.runs import Given

VALUES = [500 + 10 * n for n in range(1_000)]


def codes_load(bench: Bench) -> Found:
    """A partner's codes for a brand with a thousand values; the limit writes the same rows, in order, unencrypted."""
    programme = programme_named(bench, "stock")
    bench.world.offers(programme.id, brands=1, offers=1, denominations=1_000)
    bench.world.rows(
        "UPDATE denominations SET value = 100 * (490 + 10 * (value / 30000)) WHERE offer_id = (SELECT max(id) FROM offers) RETURNING 1"
    )
    count, found = bench.part(1_000_000), Found([], [])
    for part in range(ROUNDS):
        content = made_files.codes(part * count, count, VALUES)
        found.limit.append(count / _plain_codes(bench, programme.id, count))
        found.ours.append(count / timed(bench, lambda content=content, part=part: codes.load_file(
            programme.id, "brand-1", f"codes-{part}.csv", content, apply=True, now=clock.now(),
        )))  # fmt: skip
    return found


def catalogue_publish(bench: Bench) -> Found:
    """A catalogue for an empty shop: compared with it, what it means for members found out, then published, as a run does it."""
    count, found = bench.many(100_000), Found([], [])
    brands = max(1, count // 100)
    content = made_files.offers(count, brands)
    for part in range(ROUNDS):
        programme = programme_named(bench, f"catalogue-{part}")
        bench.world.offers(programme.id, brands=brands, offers=0)
        found.limit.append(count / _copied(bench, content, "utf8", ","))
        found.ours.append(count / timed(bench, _compared_and_published(programme, content)))
    return found


def _compared_and_published(programme: Programme, content: bytes) -> Callable[[], object]:
    given = Given(programme.id, None, "offers.csv", content, vault.digest(content), {})

    def publish() -> object:
        problems = Problems(given.name)
        checked = catalogue.RUN.check(given, problems, clock.now())
        problems.refuse()
        assert checked is not None
        seen = replace(given, preview=checked.preview)
        return [part.apply(clock.now()) for part in catalogue.RUN.parts(seen, 0, checked.total)]

    return publish


def accrual_load(bench: Bench) -> Found:
    """An issuer's registry for a hundred thousand members."""
    programme, count = _cardholders(bench), bench.part(1_000_000)
    found = Found([], [])
    for part in range(ROUNDS):
        content = made_files.operations(part * count, count, bench.many(100_000))
        found.limit.append(count / _copied(bench, content, "win1251", ";"))
        found.ours.append(count / timed(bench, _taken_in(programme, content)))
    return found


def accrual_again(bench: Bench) -> Found:
    """A file that has come before."""
    programme, count = _cardholders(bench), bench.part(1_000_000)
    content = made_files.operations(0, count, bench.many(100_000))
    timed(bench, _taken_in(programme, content))
    found = Found([], [])
    for _ in range(ROUNDS):
        found.limit.append(count / _copied(bench, content, "win1251", ";"))
        found.ours.append(count / timed(bench, _taken_in(programme, content)))
    return found


def _taken_in(programme: Programme, content: bytes) -> Callable[[], object]:
    def take_in() -> object:
        operations = card_registry.operations("registry.csv", io.BytesIO(content))
        return earning.take_in(programme, operations, source=card_registry.SOURCE, file="registry.csv", now=clock.now())

    return take_in


def programme_named(bench: Bench, slug: str) -> Programme:
    made = bench.world.programme(slug)
    with bench.shop.app.app_context():
        return programmes.get(made)


def _cardholders(bench: Bench) -> Programme:
    """A programme whose members have each bound one card; the same for both keys."""
    if bench.cardholders is None:
        programme = programme_named(bench, "cardholders")
        bench.world.members(programme.id, bench.many(100_000))
        bench.world.rows(
            """INSERT INTO member_cards (programme_id, member_id, token, bound_at)
               SELECT programme_id, id, to_char(220000 + n / 10000, 'FM000000') || '******' || to_char(n %% 10000, 'FM0000'), now() - interval '1 year'
                 FROM (SELECT *, row_number() OVER (ORDER BY id) - 1 AS n FROM members WHERE programme_id = %(programme)s) m RETURNING 1""",
            programme=programme.id,
        )
        bench.world.settle()
        bench.cardholders = programme
    return bench.cardholders


def timed(bench: Bench, work: Callable[[], object]) -> float:
    """Seconds of a piece of work in a transaction of its own, its commit included."""
    with bench.shop.app.app_context():
        began = time.perf_counter()
        with transaction():
            execute("SET LOCAL statement_timeout = 0")
            work()
        took = time.perf_counter() - began
        db.session.remove()
    return took


def _copied(bench: Bench, content: bytes, encoding: str, delimiter: str) -> float:
    """Seconds for the file as it is into a table of texts, committed."""
    columns = content[: content.index(b"\n")].count(delimiter.encode()) + 1
    with bench.world.owner() as owner:
        owner.execute("DROP TABLE IF EXISTS bench_raw")
        owner.execute(f"CREATE TABLE bench_raw ({', '.join(f'c{n} text' for n in range(columns))})")
        began = time.perf_counter()
        with (
            owner.cursor() as cursor,
            cursor.copy(
                f"COPY bench_raw FROM STDIN (FORMAT csv, HEADER, DELIMITER '{delimiter}', ENCODING '{encoding}')"
            ) as copy,
        ):
            for start in range(0, len(content), 1 << 20):
                copy.write(content[start : start + (1 << 20)])
        return time.perf_counter() - began


def _plain_codes(bench: Bench, programme: int, count: int) -> float:
    """Seconds for the same rows from a table beside it: codes in the order of their index, then the free list."""
    with bench.world.owner() as owner:
        owner.execute("DROP TABLE IF EXISTS bench_codes")
        owner.execute(
            """INSERT INTO batches (programme_id, brand_id, partner_id, denomination_id, name, file_digest, code_count, without_pin, expected_hits_milli, loaded_at)
               SELECT %(programme)s, brand_id, (SELECT partner_id FROM brands b WHERE b.id = brand_id), id, 'codes.csv', sha256(clock_timestamp()::text::bytea), %(count)s / 1000, 0, 0, now() FROM denominations
                WHERE offer_id = (SELECT max(id) FROM offers WHERE programme_id = %(programme)s)""",
            {"programme": programme, "count": count},
        )
        owner.execute(
            """CREATE TABLE bench_codes AS
               SELECT nextval('codes_id_seq') AS id, d.id AS denomination_id, d.brand_id, d.partner_id, d.batch_id, sha256(random()::text::bytea) || sha256(random()::text::bytea) AS cipher,
                      substr(sha256(random()::text::bytea), 1, 16) AS blind
                 FROM (SELECT d.*, row_number() OVER (ORDER BY d.id) - 1 AS place, max(b.id) AS batch_id, max(b.partner_id) AS partner_id
                         FROM denominations d JOIN batches b ON b.denomination_id = d.id
                        WHERE d.offer_id = (SELECT max(id) FROM offers WHERE programme_id = %(programme)s) GROUP BY d.id) d
                 JOIN generate_series(0, %(count)s - 1) n ON n %% 1000 = d.place""",
            {"programme": programme, "count": count},
        )
        owner.execute("ANALYZE bench_codes")
        began = time.perf_counter()
        with owner.transaction():
            owner.execute(
                """INSERT INTO codes (id, batch_id, brand_id, partner_id, denomination_id, ciphertext, blind, last4, expires_on)
                   SELECT id, batch_id, brand_id, partner_id, denomination_id, cipher, blind, '0000', '2099-12-31' FROM bench_codes ORDER BY blind"""
            )
            owner.execute(
                """INSERT INTO free_codes (denomination_id, expires_on, code_id, batch_id)
                   SELECT denomination_id, '2099-12-31', id, batch_id FROM bench_codes ORDER BY denomination_id, id"""
            )
        return time.perf_counter() - began
