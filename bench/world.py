"""The data that is measured on: programmes with members, offers and codes, in sets, by statements of their own."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from bench import names
from marketplace import identity, ledger, programmes
from marketplace.core import clock, vault
from marketplace.core.db import execute, transaction
from tests.builders.identity import sign_in
from tests.builders.installation import Installation
from tests.builders.members import a_member
from tests.builders.programmes import a_programme

SQL = Path(__file__).with_name("sql")
PREFIX = 5  # bytes of a ciphertext that name its key: readiness looks at them
NO_SYNC = "SET synchronous_commit = off"  # nothing that is timed happens here


class World:
    """An installation, and ways to fill it."""

    def __init__(self, shop: Installation) -> None:
        self.shop = shop
        self.fill("limits")

    def programme(self, slug: str) -> int:
        """A programme with its texts, answering under the host of its name; returns its id."""
        with self.shop.app.app_context():
            with transaction():
                made = a_programme(slug=slug, hosts=(host_of(slug),), now=clock.now())
            programmes.forget_remembered()
        return made.id

    def members(self, programme: int, count: int, lots: int = 3) -> None:
        """So many members more, with points in so many lots, by number."""
        ((there,),) = self.rows("SELECT count(*) FROM members WHERE programme_id = %(p)s", p=programme)
        self.fill_by_halves("members", programme=programme, there=there, count=count, lots=lots)

    def offers(self, programme: int, brands: int, offers: int = 10, denominations: int = 2, first: int = 0) -> None:
        """Brands with so many offers each; `first`: how many brands there are already."""
        russian, english = names.brands(brands, first)
        self.fill(
            "offers",
            programme=programme,
            offers=offers,
            denominations=denominations,
            ru=russian,
            en=english,
            first=first,
        )

    def stock(self, programme: int, count: int) -> None:
        """So many codes for each denomination that has none."""
        prefix = self.keys().encrypt(b"", b"")[:PREFIX]
        self.fill_by_halves("stock", programme=programme, count=count, prefix=prefix)

    def history(self, programme: int, each: int) -> None:
        """So many entries more for every member, written without their indexes and indexed afterwards: the same table, sooner."""
        indexes = self.rows(
            """SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
                WHERE indrelid = 'entries'::regclass AND NOT indisprimary"""
        )
        with self.owner() as owner:
            owner.execute("ALTER TABLE entries DROP CONSTRAINT entries_pkey")
            for index, _ in indexes:
                owner.execute(f"DROP INDEX {index}")
            self.fill_by_halves("history", programme=programme, each=each)
            owner.execute("SET maintenance_work_mem = '512MB'")
            owner.execute("ALTER TABLE entries ADD PRIMARY KEY (id)")
            for _, definition in indexes:
                owner.execute(definition)

    def keys(self) -> vault.Vault:
        """The keys of this shop, which become those of this process: the last shop that was started has put in its own."""
        vault.install(self.shop.settings.keys_file)
        return vault.installed()

    def client(self, programme: int) -> str:
        """The key of an API client that may do everything, as often as it likes."""
        with self.shop.app.app_context(), transaction():
            _, key = identity.create_client(
                programme, "bench", identity.SCOPES, per_minute=1_000_000_000, now=clock.now()
            )
        return key

    def visitor(self, programme: int, points: int = 4_820) -> tuple[int, str]:
        """A new member with points who is signed in: their account, and their browser's cookie."""
        app = self.shop.app
        with app.app_context(), transaction():
            member = a_member(programmes.get(programme), points=points, now=clock.now())
            account, user_id = ledger.account(programme, "member", owner_id=member.id), member.user_id
        assert user_id is not None
        browser = app.test_client()
        sign_in(browser, user_id)
        cookie = browser.get_cookie("session")
        assert cookie is not None
        return account, f"session={cookie.value}"

    def settle(self) -> None:
        """Have the planner know the data and the disk hold it, so that neither happens while something is timed."""
        with self.owner() as connection:
            connection.execute("VACUUM ANALYZE")
            connection.execute("CHECKPOINT")

    @contextmanager
    def owner(self) -> Iterator[psycopg.Connection[Any]]:
        """The owner's connection, each statement by itself."""
        with psycopg.connect(self.shop.owner_url, autocommit=True, cursor_factory=psycopg.ClientCursor) as connection:
            yield connection

    def rows(self, sql: str, **values: Any) -> list[Any]:
        """What the database says."""
        with self.owner() as connection:
            return connection.execute(sql, values).fetchall()

    def fill(self, name: str, **values: Any) -> None:
        """Run one of the scripts in bench/sql."""
        with self.owner() as connection:
            connection.execute(NO_SYNC)
            connection.execute((SQL / f"{name}.sql").read_text(encoding="utf-8"), values or None)

    def fill_by_halves(self, name: str, **values: Any) -> None:
        """The same by two connections, each for its `half`, 0 and 1: what one of them writes keeps one processor busy."""
        with ThreadPoolExecutor(2) as both:
            list(both.map(lambda half: self.fill(name, half=half, **values), (0, 1)))


def host_of(slug: str) -> str:
    """The host name under which a programme answers."""
    return f"{slug}.bench"


@dataclass(frozen=True)
class Trade:
    """A programme in which members buy: 100,000 of them, 1,000 offers, a million codes; ids run without gaps."""

    programme: int
    key: str
    members: range
    numbers: list[str]
    denominations: range
    prices: dict[int, int]  # by denomination
    hot: int  # a denomination beside them, with codes for everybody
    rules: str
    offer: str

    @property
    def headers(self) -> dict[str, str]:
        """What every request of the API client carries."""
        return {"Authorization": f"Bearer {self.key}"}

    def body(self, number: str, denomination: int) -> str:
        """An order."""
        texts = f'{{"rules":"{self.rules}","offer":"{self.offer}"}}'
        price = self.prices[denomination]
        return f'{{"member":"{number}","denomination_id":{denomination},"price":{price},"accepted":{texts}}}'


def trade(world: World, *, members: int, stock: int, hot: int) -> Trade:
    """Fill a programme for orders: so many codes for each offer, and for the hot one."""
    programme = world.programme("trade")
    world.members(programme, members)
    world.offers(programme, brands=100, denominations=1)
    world.stock(programme, stock)
    sold = [row[0] for row in world.rows("SELECT d.id FROM denominations d JOIN offers o ON o.id = offer_id WHERE programme_id = %(p)s ORDER BY 1", p=programme)]  # fmt: skip
    world.offers(programme, brands=1, offers=1, denominations=1, first=100)
    world.stock(programme, hot)
    ((hottest,),) = world.rows("SELECT max(id) FROM denominations")
    prices = {row[0]: row[1] for row in world.rows("SELECT id, price_points FROM denominations")}
    joined = world.rows("SELECT id, number FROM members WHERE programme_id = %(p)s ORDER BY id", p=programme)
    with world.shop.app.app_context(), transaction():
        texts = programmes.texts_accepted(programme, "ru")
        for partner in execute("SELECT id FROM partners WHERE programme_id = %(p)s", {"p": programme}).scalars():
            execute("SELECT ledger_open(%(p)s, 'partner', %(owner)s, 'points')", {"p": programme, "owner": partner})
    world.settle()
    return Trade(
        programme, world.client(programme), range(joined[0][0], joined[-1][0] + 1), [row[1] for row in joined],
        range(sold[0], sold[-1] + 1), prices, hottest, texts["rules"].hex(), texts["offer"].hex(),
    )  # fmt: skip


@dataclass(frozen=True)
class Window:
    """A programme with a shop window: a member's cookie, an API client's key, the ids of its offers."""

    programme: int
    host: str
    cookie: str
    key: str
    offers: range


def window(world: World, slug: str, brands: int) -> Window:
    """Ten offers a brand, each with two denominations in stock."""
    programme = world.programme(slug)
    world.offers(programme, brands)
    world.stock(programme, 1)
    ((first, last),) = world.rows("SELECT min(id), max(id) FROM offers WHERE programme_id = %(p)s", p=programme)
    world.settle()
    return Window(
        programme, host_of(slug), world.visitor(programme)[1], world.client(programme), range(first, last + 1)
    )
