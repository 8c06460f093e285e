"""Files from outside, spoilt in every way that a seed can think of: taken whole or refused with a reason, and nothing else.

Each file is taken in by the operator's own command, in a child with the limits that a file has.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from marketplace import members, programmes
from marketplace.core import clock
from marketplace.core.db import db, transaction
from marketplace.programmes import City
from marketplace.settings import ROOT, Settings
from tests.builders.catalogue import RANGE, an_offer
from tests.builders.members import a_member
from tests.builders.partners import a_brand, a_partner
from tests.builders.programmes import a_programme
from tests.proof.files.bombs import BOMBS, MANY_BRANDS
from tests.proof.files.eater import Job
from tests.proof.files.feeds import BRAND, TILLS_OF
from tests.proof.files.samples import CANARIES, CARDS
from tests.proof.plugin import Proof

PATIENCE_SECONDS = 1800  # a child's; a file has its own seconds


@pytest.fixture
def shop(app: Flask) -> str:
    """A shop with a brand, codes and members with bound cards; returns the programme's short name."""
    with app.app_context():
        with transaction():
            programmes.put_cities([City("moscow", "Москва", "Moscow", 1), City("omsk", "Омск", "Omsk", 2)])
            programme = a_programme()
            brand = a_brand(programme, slug=BRAND)
            an_offer(brand, stock=2)
            a_partner(programme, slug=TILLS_OF)
            an_offer(a_brand(programme, slug="magnet"), **RANGE)
            for slug in MANY_BRANDS:
                a_brand(programme, slug=slug)
            for card in CARDS[:6]:
                members.bind_card(a_member(programme, points=500), card, now=programme_start())
        db.session.remove()
        return programme.slug


def programme_start() -> Any:
    """Long before any operation of the samples."""
    return clock.now().replace(year=2026, month=1, day=1)


@dataclass
class Eaten:
    """What came of many files."""

    reports: list[dict[str, Any]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def taken(self) -> int:
        return sum(report["taken"] for report in self.reports)

    def worst(self, name: str) -> Any:
        """The largest of a figure."""
        return max((report[name] for report in self.reports), default=0)


@pytest.fixture
def eat(app: Flask, shop: str, tmp_path: Path, proof: Proof) -> Callable[..., Eaten]:
    """Lets a child take in the files of these numbers; where it dies, the next one goes on after the file that did it."""
    settings: Settings = app.config["SETTINGS"]
    names = ("database_url", "keys_file", "seal_file", "public_url")
    plain = {name: str(getattr(settings, name)) for name in names} | {
        "secret_key": settings.secret_key.get_secret_value()
    }

    def eat(numbers: list[int], **over: Any) -> Eaten:
        eaten, left = Eaten(), list(numbers)
        while left:
            job = Job(proof.seed, left, shop, str(tmp_path), plain, **over)
            with app.app_context():
                begun = _run(job, eaten)
            left = [number for number in left if number > begun]
        return eaten

    return eat


def _run(job: Job, eaten: Eaten) -> int:
    """Run a child to its end; returns the number of the last file that it began."""
    command = [sys.executable, "-m", "tests.proof.files.eater"]
    child = subprocess.run(
        command,
        input=json.dumps(asdict(job)),
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    _wait_until_quiet()
    begun = -1
    for line in child.stdout.splitlines():
        report = json.loads(line)
        begun = report["file"]
        if "feed" in report:
            eaten.reports.append(report)
            eaten.wrong += [f"{_called(job, begun)}: {wrong}" for wrong in report["wrong"]]
    assert begun >= 0, f"the child did not begin: {child.stderr[-2000:]}"
    if not child.stdout or "feed" not in json.loads(child.stdout.splitlines()[-1]):
        eaten.wrong.append(f"{_called(job, begun)}: the process died, {child.returncode}: {child.stderr[-500:]}")
    told = [line for line in child.stderr.splitlines() if any(canary in line.lower() for canary in CANARIES)]
    eaten.wrong += [f"a log tells what stands in a cell: {line[:200]}" for line in told[:3]]
    return begun


def _wait_until_quiet() -> None:
    """What a dead child has begun in the database ends before anything else is tried there."""
    busy = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state <> 'idle' AND pid <> pg_backend_pid()"
    deadline = time.monotonic() + 60
    while db.session.execute(text(busy)).scalar_one():
        assert time.monotonic() < deadline, "the database is still busy with a file"
        time.sleep(0.05)
        db.session.rollback()
    db.session.rollback()


def _called(job: Job, number: int) -> str:
    feed, how, _ = (BOMBS[number].feed, BOMBS[number].name, b"") if job.bombs else job.file(number)
    return f"{'bomb' if job.bombs else f'seed {job.seed},'} file {number} ({feed.name}, {how})"


@pytest.mark.proof("P18")
@pytest.mark.sequences(1, 4)
def test_a_spoilt_file_is_taken_or_refused_with_its_place_and_nothing_half_visible(
    sequence: int, eat: Callable[..., Eaten], proof: Proof
) -> None:
    share = proof.size(48, 2_500)
    begin = (sequence - proof.seed) * share
    eaten = eat(list(range(begin, begin + share)))
    assert eaten.wrong == []
    assert eaten.taken > share // 20, "some of them can be read"
    assert eaten.taken < share * 3 // 4, "most of them are spoilt"
    _tell(eaten, proof, "mutated files")


@pytest.mark.proof("P18")
def test_bombs_and_the_largest_files_stay_within_memory_and_time(eat: Callable[..., Eaten], proof: Proof) -> None:
    numbers = [number for number, bomb in enumerate(BOMBS) if bomb.quick or proof.full]
    eaten = eat(numbers if proof.full else numbers[:: len(numbers) // 5], bombs=True)
    assert eaten.wrong == []
    _tell(eaten, proof, "bombs and largest files")


@pytest.mark.proof("P18")
@pytest.mark.parametrize(("numbers", "most"), [([0, 2], 1_000_000), ([1, 5], 200_000)], ids=["csv", "xlsx"])
def test_as_many_codes_as_are_promised_are_taken_within_the_memory_of_one_file(
    numbers: list[int], most: int, eat: Callable[..., Eaten], proof: Proof
) -> None:
    count = proof.size(5_000, most)
    eaten = eat(numbers, codes=count, cpu=600)  # looked at, and applied: that takes its time, and can be stopped
    assert eaten.wrong == []
    assert eaten.taken == 2
    _tell(eaten, proof, f"files of {count} codes")


def _tell(eaten: Eaten, proof: Proof, what: str) -> None:
    proof.count(what, len(eaten.reports))
    proof.count("taken", eaten.taken)
    memory, cpu = eaten.worst("memory") / 2**20, eaten.worst("cpu")
    proof.figure(f"{what}: at most {memory:.0f} MB, {cpu:.1f} s CPU, {eaten.worst('seconds'):.1f} s in all")


@pytest.mark.proof("P18", control=True)
def test_control_without_the_bound_on_depth_a_small_file_ends_the_process(
    eat: Callable[..., Eaten], proof: Proof
) -> None:
    deep = [number for number, bomb in enumerate(BOMBS) if bomb.name == "a deep tree"]
    assert eat(deep, bombs=True).wrong == []
    wrong = eat(deep, bombs=True, without="depth").wrong
    assert wrong != []
    proof.figure("without the bound on depth, a file of 1.6 MB takes all the memory that it may have")
