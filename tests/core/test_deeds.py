"""What a record of the audit tells: each action has its line, and a record that tells too little is seen."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from marketplace.core import audit, clock, deeds
from marketplace.core.db import execute
from tests.conftest import _records_that_tell_too_little

ROOT = Path(__file__).resolve().parent.parent.parent
KNOWN = deeds.MAKES | deeds.CHANGES | deeds.PUTS | deeds.LEAVES


def spoken() -> Iterator[str]:
    """The actions that the product's Python names outright in a record."""
    for file in [*ROOT.glob("marketplace/**/*.py"), *ROOT.glob("partner_portal/**/*.py")]:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "audit.record" and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    yield str(first.value)


def test_every_action_that_is_named_says_what_it_does_to_its_thing() -> None:
    found = set(spoken())
    assert len(found) > 20
    assert found - KNOWN == set()
    kinds = (deeds.MAKES, deeds.CHANGES, deeds.PUTS, deeds.LEAVES)
    assert sum(map(len, kinds)) == len(KNOWN), "an action has one line"


@pytest.mark.parametrize(
    ("action", "before", "after", "told"),
    [
        ("giftcards.freeze", {"state": "active"}, {"state": "frozen"}, True),
        ("giftcards.freeze", None, {"state": "frozen"}, False),
        ("giftcards.freeze", None, None, False),
        ("orders.place", None, {"price_points": 1}, True),
        ("orders.place", None, None, False),
        ("orders.place", {}, {"price_points": 1}, False),
        ("runs.kept", None, {"state": "kept"}, True),
        ("runs.applied", None, {"state": "applied"}, False),
        ("runs.applied", {"state": "applying"}, {"state": "applied"}, True),
        ("giftcards.sing", None, {}, False),
    ],
)
def test_a_record_tells_before_and_after_as_its_action_must(
    action: str, before: dict[str, object] | None, after: dict[str, object] | None, told: bool
) -> None:
    assert (deeds.misshapen(action, before, after) == "") is told


@pytest.mark.spoils_the_books
def test_control_a_record_that_tells_too_little_is_seen_after_a_test(ctx: Flask) -> None:
    execute("BEGIN READ WRITE")
    audit.record("giftcards.freeze", "giftcard:1", at=clock.now())
    assert _records_that_tell_too_little() == ["giftcards.freeze tells before and after"]
    execute("ROLLBACK")
