"""How long each part of the suite takes, beside what it may take: told at the end of every run of all of it.

The budgets stand in docs/tests.md, a line an area; an area is the longest folder of the table that a test lies in.
"""

import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "docs" / "tests.md"
SHARED = {"browser", "demo_world"}
STARTERS = {"installed", "processes"}  # what a module has at hand that starts a shop, or one of its processes
LINE = re.compile(r"^\| `(?P<area>[\w/.]+)` \| (?P<seconds>\d+) \|", re.MULTILINE)


def budgets() -> dict[str, int]:
    """Seconds by area, as the table has them; the seconds of all workers together, on an idle machine."""
    return {line["area"]: int(line["seconds"]) for line in LINE.finditer(TABLE.read_text(encoding="utf-8"))}


def area_of(test: str, areas: list[str]) -> str:
    """The area that a test belongs to, "" when none has a line for it."""
    mine = [area for area in areas if test.startswith((f"tests/{area}/", f"tests/{area}::"))]
    return max(mine, key=len, default="")


class Budget:
    """Adds up what the workers tell."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.spent: Counter[str] = Counter()
        self.areas = budgets()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Setting up, running and taking down all count."""
        self.spent[area_of(report.nodeid, list(self.areas))] += report.duration

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """A line an area, the dearest first."""
        terminalreporter.section("seconds of work by area, beside the budget")
        for area, seconds in self.spent.most_common():
            most = self.areas.get(area, 0)
            over = "  OVER" if seconds > most else ""
            terminalreporter.write_line(f"{seconds:8.1f} of {most:4d}  {area or 'no area'}{over}")
        total, most = sum(self.spent.values()), sum(self.areas.values())
        terminalreporter.write_line(f"{total:8.1f} of {most:4d}  in all")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Modules with slow tests come first, so that no worker ends the run alone with one; proofs in full have their own order.

    Slow are those that say so, and all that start processes of their own. A module stays together: what its tests share is made once. So do all that need a browser, or the demo's world: the first
    worker makes both, and the others never do.
    """
    if not config.getoption("prove"):
        slow = {item.path for item in items if item.get_closest_marker("slow") or STARTERS & vars(item.module).keys()}
        shared = {item.path for item in items if SHARED.intersection(getattr(item, "fixturenames", ()))}
        items.sort(key=lambda item: (item.path not in shared, item.path not in slow))


def pytest_configure(config: pytest.Config) -> None:
    """Only where all of it runs, and only once: workers tell the process that started them."""
    whole = not config.option.file_or_dir and not config.getoption("prove")
    if whole and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Budget(config), "budget")
