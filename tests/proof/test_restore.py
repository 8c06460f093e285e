"""P11: a database that is restored to an earlier day sells no code again that it has sold since, in its own cluster or in a new one."""

import json
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.request import urlopen

import psycopg
import pytest
from click.testing import Result

from marketplace import codes
from marketplace.cli.at_hand import DATABASE
from marketplace.cli.stock import stock
from marketplace.core import anchors, clock, handed_out, memory, postgres, unprivileged, vault
from marketplace.core.db import db, execute, snapshot, transaction
from marketplace.jobs.sealing import BOOKS, seal_all
from marketplace.members import Member
from tests.builders.installation import Installation, installed
from tests.builders.members import a_member
from tests.builders.orders import Shelf, a_shelf, an_order
from tests.builders.programmes import a_programme
from tests.proof.plugin import Proof

EARLIER = 5
BLINDS = "SELECT c.blind FROM giftcards g JOIN codes c ON c.id = g.code_id"


class Drill:
    """A shop with codes in stock, a backup of its database, and what was sold."""

    def __init__(self, shop: Installation, number: int) -> None:
        self.shop, self.number = shop, number
        handed_out.install(shop.settings.handout_journal)
        vault.install(shop.settings.keys_file)
        with shop.app.app_context(), transaction():
            self.shelf: Shelf = a_shelf(a_programme(hosts=("127.0.0.1",)), stock=2 * number + EARLIER)
            price = self.shelf.price * (2 * number + EARLIER)
            self.member: Member = a_member(self.shelf.programme, points=price, expires_on=None, now=clock.now())

    def sell(self, number: int) -> set[bytes]:
        """So many orders, each in a transaction of its own; returns the codes, by their blind index."""
        with self.shop.app.app_context():
            before = self._sold()
            for _ in range(number):
                with transaction():
                    an_order(self.member, self.shelf, now=clock.now())
            return self._sold() - before

    def refused(self, number: int) -> int:
        """How many of so many orders are refused for the quarantine."""
        no = 0
        with self.shop.app.app_context():
            for _ in range(number):
                try:
                    with transaction():
                        an_order(self.member, self.shelf, now=clock.now())
                except codes.StockQuarantined:
                    no += 1
        return no

    def back_up(self) -> None:
        """A copy of the database as it is now."""
        self._as_owner(f"CREATE DATABASE backup TEMPLATE {DATABASE}")

    def restore(self) -> None:
        """The copy takes the place of the database."""
        self._as_owner(f"DROP DATABASE {DATABASE} WITH (FORCE)", f"ALTER DATABASE backup RENAME TO {DATABASE}")

    def dump(self) -> Path:
        """A backup that any cluster can load, on another disk than the database."""
        file = self.shop.folder / "backup.dump"
        _postgres("pg_dump", "--format=custom", f"--file={file}", self.shop.server.url(DATABASE))
        return file

    def lose_the_cluster(self) -> None:
        """The database's machine is gone; a new one stands in its place, with an empty cluster."""
        self._forget()
        self.shop.server.stop("immediate")
        data = self.shop.server.data_dir
        data.rename(data.with_name("lost"))
        self.shop.server = self.shop.start_postgres()

    def load(self, file: Path) -> None:
        """The backup becomes the database of the new cluster, which has its roles already."""
        self._as_owner("CREATE ROLE vitrina_app LOGIN")
        server = self.shop.server.url("postgres")
        _postgres("pg_restore", "--create", "--exit-on-error", f"--dbname={server}", str(file))

    def epoch_beyond_the_seals(self) -> int:
        """As docs/operate.md says, from the end of the file that is kept outside the database."""
        last = self.shop.settings.seal_file.read_text().splitlines()[-1]
        return int(json.loads(last)["upto"] >> 32) + 1

    def count_from(self, epoch: int) -> None:
        """Move the counter of transactions to this epoch, for which the server has to stand still."""
        self._forget()
        data = self.shop.server.data_dir
        self.shop.server.stop()
        command = [postgres.binary("pg_resetwal"), f"--epoch={epoch}", str(data)]
        done = unprivileged.run(command, data=data, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        assert done.returncode == 0, done.stdout
        self.shop.server = self.shop.start_postgres()

    def seal(self) -> None:
        """What the timetable does every minute."""
        with self.shop.app.app_context():
            seal_all(clock.now() + timedelta(minutes=1), self.shop.settings.seal_file)
            db.session.remove()

    def seals_lie_ahead(self) -> bool:
        """Whether the database holds seals over transactions that have not begun. Asked by its owner: ours would write to it at once."""
        with psycopg.connect(self.shop.server.url(DATABASE)) as owner:
            row = owner.execute("SELECT max(upto) > pg_snapshot_xmax(pg_current_snapshot()) FROM seals").fetchone()
        return row == (True,)

    def broken_seals(self) -> set[str]:
        """Which rules of the seals `vitrina verify` finds broken."""
        with self.shop.app.app_context(), snapshot(0):
            return {one.rule for one in anchors.verify(BOOKS, self.shop.settings.seal_file)}

    def cli(self, *command: str) -> Result:
        """What an operator calls, and what it says."""
        with self.shop.app.app_context():
            db.session.remove()
        return self.shop.app.test_cli_runner().invoke(stock, list(command))

    def ready(self) -> dict[str, bool]:
        """What /readyz says."""
        answer: dict[str, bool] = self.shop.app.test_client().get("/readyz").get_json()
        return answer

    def _sold(self) -> set[bytes]:
        found = {bytes(row.blind) for row in execute(BLINDS)}
        db.session.rollback()
        return found

    def _as_owner(self, *statements: str) -> None:
        self._forget()
        with psycopg.connect(self.shop.server.url("postgres"), autocommit=True) as owner:
            for statement in statements:
                owner.execute(statement.encode())

    def _forget(self) -> None:
        with self.shop.app.app_context():
            db.engine.dispose()
        memory.forget_everything()


def _postgres(name: str, *arguments: str) -> None:
    """A program of PostgreSQL's, as an operator calls it."""
    done = subprocess.run([postgres.binary(name), *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.fixture
def drill(proof: Proof) -> Iterator[Drill]:
    with installed() as shop:
        yield Drill(shop, proof.size(8, 500))


def lost_with_its_cluster_and_loaded_into_a_new_one(drill: Drill) -> set[bytes]:
    drill.count_from(1)  # as one that has had four billion transactions
    drill.sell(EARLIER)
    drill.seal()
    file = drill.dump()
    since = drill.sell(drill.number)
    assert len(since) == drill.number
    drill.lose_the_cluster()
    drill.load(file)
    assert drill.seals_lie_ahead(), "control: a new cluster counts its transactions from the beginning"
    drill.count_from(drill.epoch_beyond_the_seals())
    assert not drill.seals_lie_ahead()
    return since


def backed_up_sold_and_restored(drill: Drill) -> set[bytes]:
    drill.sell(EARLIER)
    drill.back_up()
    since = drill.sell(drill.number)
    assert len(since) == drill.number
    drill.restore()
    return since


@pytest.mark.proof("P11")
def test_backup_in_a_new_cluster_sells_nothing_until_it_is_reconciled_and_then_no_code_again(
    drill: Drill, proof: Proof
) -> None:
    since = lost_with_its_cluster_and_loaded_into_a_new_one(drill)

    assert drill.ready() | {"broker": True} == {
        "ready": True, "database": True, "schema": True, "keys": True, "broker": True, "stock": False,
    }  # fmt: skip
    assert drill.refused(drill.number) == drill.number
    assert drill.cli("state").exit_code == 1
    said = drill.cli("reconcile")
    assert f"{drill.number} codes for sale have already been handed out" in said.output
    assert drill.refused(1) == 1, "to look is not to reconcile"
    assert drill.cli("reconcile", "--apply").exit_code == 2, "without a reason"
    done = drill.cli("reconcile", "--apply", "--why", "restored the backup of this morning")
    assert done.exit_code == 0, done.output

    assert drill.ready()["stock"] is True
    again = drill.sell(drill.number)
    assert len(again) == drill.number
    assert again & since == set()
    with pytest.raises(codes.OutOfStock):
        drill.sell(1)
    with drill.shop.app.app_context():
        assert codes.waiting(drill.shelf.programme.id) == drill.number
        db.session.rollback()
    drill.seal()
    assert drill.shop.wrong_in_the_books() == []
    assert drill.broken_seals() == set(), "the chain goes on where the dump ended"
    assert drill.cli("state").exit_code == 0
    proof.count("orders since the backup", drill.number)
    proof.count("sold again", len(again & since))


@pytest.mark.proof("P11")
def test_seals_alone_show_that_a_database_is_behind(drill: Drill, monkeypatch: pytest.MonkeyPatch) -> None:
    drill.back_up()
    monkeypatch.setattr(handed_out, "note", lambda *_, **__: None)
    drill.sell(1)
    drill.seal()
    drill.restore()

    assert drill.refused(1) == 1
    done = drill.cli("reconcile", "--apply", "--why", "no journal was kept")
    assert "NO JOURNAL WAS FOUND" in done.stderr
    assert not drill.shop.settings.seal_file.exists(), "put aside"
    assert drill.refused(1) == 0


@pytest.mark.proof("P11", full_only=True)
def test_web_server_that_starts_on_a_restored_database_says_so(drill: Drill, proof: Proof) -> None:
    backed_up_sold_and_restored(drill)
    drill.shop.start("web")
    with urlopen(f"{drill.shop.url}/readyz") as answer:
        assert json.load(answer)["stock"] is False
    assert "stock_in_quarantine" in drill.shop.said("web")
    proof.count("restored servers started", 1)


@pytest.mark.proof("P11", control=True)
def test_control_without_a_journal_codes_are_sold_again(drill: Drill, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handed_out, "note", lambda *_, **__: None)
    since = backed_up_sold_and_restored(drill)
    assert drill.sell(drill.number) & since
