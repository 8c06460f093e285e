"""Every test has an area with a budget, so that none can grow unseen; and those that take long come first."""

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.budget import ROOT, area_of, budgets, pytest_collection_modifyitems

# What every process of a run loads, also the one that hands tests out.
LOADS = """import sys
from importlib import import_module
for name in ("tests.conftest", *import_module("tests.conftest").pytest_plugins):
    import_module(name)
print(*sorted({"flask", "marketplace", "playwright", "sqlalchemy"} & sys.modules.keys()))"""


def test_every_folder_of_tests_has_a_budget() -> None:
    areas = list(budgets())
    files = [file.relative_to(ROOT).as_posix() for file in (ROOT / "tests").rglob("test_*.py")]
    assert files
    assert {file.rpartition("/")[0] for file in files if not area_of(f"{file}::test", areas)} == set()
    assert [area for area in areas if not (ROOT / "tests" / area).exists()] == []


def test_a_test_belongs_to_the_narrowest_area_and_a_stranger_to_none() -> None:
    areas = ["web", "web/api", "test_house.py"]
    assert area_of("tests/web/api/test_orders.py::test_x", areas) == "web/api"
    assert area_of("tests/web/test_health.py::test_x", areas) == "web"
    assert area_of("tests/test_house.py::test_x", areas) == "test_house.py"
    assert area_of("tests/elsewhere/test_x.py::test_x", areas) == ""


def a_test(module: str, *fixtures: str, marked: str = "", **held: object) -> Any:
    """A test as the collection has it; `held` is what its module has at hand."""
    of = SimpleNamespace(**held)
    return SimpleNamespace(path=Path(module), fixturenames=fixtures, module=of, get_closest_marker=[marked].count)


def test_who_shares_comes_first_then_who_takes_long_each_module_whole(pytestconfig: pytest.Config) -> None:
    starts = {"installed": object()}
    tests = [
        a_test("quick"),
        a_test("slow"),
        a_test("starts", **starts),
        a_test("shares"),
        a_test("slow", marked="slow"),
    ]
    tests += [a_test("starts", **starts), a_test("quick"), a_test("shares", "browser")]
    pytest_collection_modifyitems(pytestconfig, tests)
    assert [str(one.path) for one in tests] == 2 * ["shares"] + ["slow", "starts", "slow", "starts"] + 2 * ["quick"]


def test_who_only_hands_tests_out_loads_nothing_of_the_product() -> None:
    told = subprocess.run([sys.executable, "-c", LOADS], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert told.split() == []
