"""Proofs: tests that show a property of PROPERTIES, small in every run and in full size under `--prove`.

    @pytest.mark.proof("P01")                  the property holds
    @pytest.mark.proof("P01", control=True)    with its guard taken out the same check fails
    @pytest.mark.proof("P24", full_only=True)  means something only in full size

A proof asks its fixture how much to do: `proof.size(small, full)`; tells what it reached: `proof.count("orders", 8)`
(summed over all tests of the property) or `proof.figure("p99 12 ms")`; and draws all chance from `proof.random`.
A test that takes `sequence` runs once for each of the seeds that `@pytest.mark.sequences(small, full)` asks for.

`make prove` runs them in full size, prints a line a property and writes proof/latest.json; `make prove P=P05 SEED=7`
runs one of them from a seed of one's choice.
"""

import json
import secrets
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.proof.properties import PROPERTIES

LATEST = Path(__file__).resolve().parent.parent.parent / "proof" / "latest.json"
TOLD = "proof"  # the name under which a test's figures travel with its report


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("proof")
    group.addoption("--prove", metavar="IDS", help="run proofs in full size: all, or a list such as P01,P05")
    group.addoption("--seed", type=int, help="where chance begins; drawn and told when not given (small form: 1)")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "proof(id, control=False, full_only=False): shows a property, or that its check can fail"
    )
    config.addinivalue_line("markers", "sequences(small, full): how many seeds `sequence` takes")
    full = bool(config.getoption("prove"))
    worker = getattr(config, "workerinput", None)
    if worker:  # workers are handed what the first process has drawn
        config.option.seed = worker["seed"]
    elif config.getoption("seed") is None:
        config.option.seed = secrets.randbits(32) if full else 1
    if full and not worker:
        config.pluginmanager.register(Table(config), "proof-table")


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Every worker begins where the first process does."""
    node.workerinput["seed"] = node.config.getoption("seed")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "sequence" in metafunc.fixturenames:
        mark = metafunc.definition.get_closest_marker("sequences")
        assert mark, "a test with `sequence` says how many: @pytest.mark.sequences(small, full)"
        small, full = mark.args
        first = metafunc.config.getoption("seed")
        metafunc.parametrize("sequence", range(first, first + (full if metafunc.config.getoption("prove") else small)))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Under --prove only the proofs that were asked for, the longest property first."""
    asked = config.getoption("prove")
    for item in items:
        for name in shown_by(item):
            assert name in PROPERTIES, f"{item.nodeid}: {name} is not in PROPERTIES"
    if asked:
        wanted = set(PROPERTIES if asked == "all" else asked.split(","))
        kept = [item for item in items if shown_by(item).keys() & wanted]
    else:
        kept = [item for item in items if not any(mark.kwargs.get("full_only") for mark in item.iter_markers("proof"))]
    gone = set(items) - set(kept)
    config.hook.pytest_deselected(items=list(gone))
    order = list(PROPERTIES)
    items[:] = sorted(kept, key=lambda item: min(map(order.index, shown_by(item)))) if asked else kept


def shown_by(item: pytest.Item) -> dict[str, bool]:
    """The properties that a test belongs to, and whether it is their control; a module may mark all its tests."""
    ids: dict[str, bool] = {}
    for mark in item.iter_markers("proof"):
        ids[mark.args[0]] = ids.get(mark.args[0], False) or bool(mark.kwargs.get("control"))
    return ids


@dataclass
class Proof:
    """What a proof asks and tells."""

    full: bool
    seed: int
    random: Random = field(init=False)
    counts: Counter[str] = field(default_factory=Counter)
    figures: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = Random(self.seed)

    def size(self, small: int, full: int) -> int:
        """How much to do."""
        return full if self.full else small

    def count(self, what: str, how_many: int = 1) -> None:
        """So many were done; sums over all tests of the property."""
        self.counts[what] += how_many

    def figure(self, text: str) -> None:
        """Something reached that is no sum."""
        self.figures.append(text)


@pytest.fixture
def proof(request: pytest.FixtureRequest) -> Any:
    """How much to do, where chance begins, and whom to tell."""
    config = request.config
    told = Proof(full=bool(config.getoption("prove")), seed=config.getoption("seed"))
    yield told
    request.node.user_properties.append((TOLD, {"counts": dict(told.counts), "figures": told.figures}))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    """Let each report say which properties it belongs to."""
    report = yield
    if report.when == "teardown" and shown_by(item):
        item.user_properties.append(("shows", shown_by(item)))
        report.user_properties = list(item.user_properties)
    return report


def pytest_report_teststatus(report: pytest.TestReport, config: pytest.Config) -> tuple[str, str, str] | None:
    """Under --prove the lines of the properties speak, not a dot a test."""
    if config.getoption("prove") and report.passed:
        return ("passed" if report.when == "call" else "", "", "")
    return None


@dataclass
class Side:
    """What the tests of a property, or its controls, came to."""

    tests: int = 0
    failed: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    figures: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def text(self) -> str:
        sums = [f"{number:,} {what}" for what, number in self.counts.items()]
        cases = [] if sums or self.figures else [f"{self.tests - len(self.failed)} of {self.tests} cases"]
        return "; ".join([*sums, *self.figures, *cases])


class Table:
    """Gathers what the workers tell; at the end a line a property, and the file for machines."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.sides: dict[tuple[str, bool], Side] = {}
        self.running: dict[str, tuple[float, bool]] = {}  # seconds so far and whether all went well, by test

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        seconds, well = self.running.get(report.nodeid, (0.0, True))
        self.running[report.nodeid] = (seconds + report.duration, well and not report.failed and not report.skipped)
        if report.failed:  # pytest itself tells it at the end, which may be most of an hour away
            self._say(report.longreprtext)
        if report.when == "teardown":
            self._ended(report.nodeid, dict(report.user_properties), *self.running.pop(report.nodeid))

    def _ended(self, test: str, told: dict[str, Any], seconds: float, well: bool) -> None:
        for name, control in told.get("shows", {}).items():
            side = self.sides.setdefault((name, control), Side())
            side.tests += 1
            side.seconds += seconds
            side.failed += [] if well else [test]
            side.counts.update(told.get(TOLD, {}).get("counts", {}))
            side.figures += told.get(TOLD, {}).get("figures", [])
            if not well or seconds > 5:
                what = "; ".join(told.get(TOLD, {}).get("figures", []))
                kind = "control" if control else "proof"
                self._say(
                    f"  {name} {'ok  ' if well else 'FAIL'} {seconds:6.1f} s  {kind} {test.rpartition('::')[2]}  {what}"
                )

    def pytest_terminal_summary(self) -> None:
        rows = [self._row(name) for name in PROPERTIES if (name, False) in self.sides or (name, True) in self.sides]
        rows.sort(key=lambda row: str(row["id"]))
        for row in rows:
            self._say("")
            self._say(
                f"{row['id']} {'holds' if row['passed'] else 'FAILS'}  {row['property']}  ({row['seconds']} s, seed {row['seed']})"
            )
            self._say(f"    reached  {row['figure']}")
            self._say(f"    goal     {row['goal']}")
            self._say(f"    control  {row['control']}")
        self._write(rows)

    def _row(self, name: str) -> dict[str, object]:
        proofs, controls = self.sides.get((name, False), Side()), self.sides.get((name, True), Side())
        failed = proofs.failed + controls.failed
        return {
            "id": name,
            "property": PROPERTIES[name].title,
            "passed": bool(proofs.tests and controls.tests and not failed),
            "figure": proofs.text() + "".join(f"; failed: {test}" for test in failed[:5]),
            "goal": PROPERTIES[name].goal,
            "control": controls.text() if controls.tests else "none ran",
            "seed": self.config.getoption("seed"),
            "seconds": round(proofs.seconds + controls.seconds, 1),
        }

    def _write(self, rows: list[dict[str, object]]) -> None:
        """Keep what was shown; a run of some properties leaves the others' lines as they are."""
        if not rows:
            return
        LATEST.parent.mkdir(exist_ok=True)
        known = {row["id"]: row for row in json.loads(LATEST.read_text())} if LATEST.exists() else {}
        known |= {row["id"]: row for row in rows}
        lines = [json.dumps(known[name], ensure_ascii=False) for name in sorted(known)]
        LATEST.write_text("[\n" + ",\n".join(lines) + "\n]\n")

    def _say(self, line: str) -> None:
        reporter = self.config.pluginmanager.get_plugin("terminalreporter")
        assert reporter
        reporter.ensure_newline()
        reporter.write_line(line)
