"""What each process loads for the tests: who runs some of them, everything, and who only hands them out, nothing of the product."""

import gc

# Nearly all that is loaded and collected at first stays to the end: nobody looks for rubbish in it (see below).
gc.disable()

import pytest

pytest_plugins = ["tests.proof.plugin", "tests.budget"]

FOR_WHO_RUNS_TESTS = ("tests.fixtures", "tests.browser.fixtures", "tests.builders.wheel")


def pytest_configure(config: pytest.Config) -> None:
    """The process that starts workers waits for them, and they for it: so it has to be quick."""
    if config.getoption("numprocesses", None) and not hasattr(config, "workerinput"):
        return
    for name in FOR_WHO_RUNS_TESTS:
        config.pluginmanager.import_plugin(name)


def pytest_collection_finish() -> None:
    """All tests are loaded: from here on what they throw away is looked for, and never in what was there before."""
    gc.freeze()
    gc.enable()
