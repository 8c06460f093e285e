"""Every test has an area with a budget, so that none can grow unseen."""

from tests.budget import ROOT, area_of, budgets


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
