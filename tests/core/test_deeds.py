"""What a record of the audit tells: each action has its line, and a record that tells too little is seen."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from marketplace.core import audit, clock, deeds
from marketplace.core.db import execute
from tests.fixtures import _records_that_tell_too_little

ROOT = Path(__file__).resolve().parent.parent.parent


def silent(source: str) -> Iterator[str]:
    """Records that are written without what their action must tell, as far as the text says which action that is."""
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and ast.unparse(node.func) == "audit.record" and node.args):
            continue
        action, given = node.args[0], {keyword.arg for keyword in node.keywords}
        named = str(action.value) if isinstance(action, ast.Constant) else ""
        needed = {"after"} if named in deeds.MAKES | deeds.LEAVES or not named else {"before", "after"}
        if not needed <= given:
            yield named or ast.unparse(action)


def test_every_record_is_written_with_before_and_after_as_its_action_must() -> None:
    files = [*ROOT.glob("marketplace/**/*.py"), *ROOT.glob("partner_portal/**/*.py")]
    found = [f"{file.name}: {action}" for file in files for action in silent(file.read_text(encoding="utf-8"))]
    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        'audit.record("giftcards.freeze", "giftcard:1", at=now)',
        'audit.record("giftcards.freeze", "giftcard:1", at=now, after={})',
        'audit.record("orders.place", "order:1", at=now, before={})',
        'audit.record(f"runs.{what}", "run:1", at=now)',
    ],
)
def test_control_a_record_without_them_is_seen(source: str) -> None:
    assert len(list(silent(source))) == 1


@pytest.mark.parametrize(
    ("action", "before", "after", "told"),
    [
        ("giftcards.freeze", {"state": "active"}, {"state": "frozen"}, True),
        ("giftcards.freeze", None, {"state": "frozen"}, False),
        ("giftcards.freeze", None, None, False),
        ("orders.place", None, {"price_points": 1}, True),
        ("orders.place", None, None, False),
        ("orders.place", {"price_points": 2}, {"price_points": 1}, False),
        ("runs.kept", None, {"state": "kept"}, True),
        ("runs.applied", None, {"state": "applied"}, False),
        ("runs.applied", {"state": "applying"}, {"state": "applied"}, True),
        ("giftcards.sing", None, {}, False),
        ("giftcards.sing", {}, {}, True),
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
