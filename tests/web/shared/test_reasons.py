"""What is wrong with a file is said in the reader's language: every reason in the code has its Russian words."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale

from marketplace.codes import rules as codes_rules
from marketplace.core.problems import Reason
from marketplace.core.uploading import NO_TEXT
from marketplace.runs import RowError
from marketplace.web.shared import reason_words, reasons

PACKAGE = Path(reasons.__file__).parents[2]
READERS = [
    *(PACKAGE / "core" / f"{name}.py" for name in ("cells", "letters", "uploads", "spreadsheets", "csv_files", "archives", "bounded_xml", "texts", "numbers")),
    *(PACKAGE / domain / f"{name}.py" for domain in ("catalogue", "codes", "partners") for name in ("sheet", "files")),
    PACKAGE / "catalogue" / "twins.py", PACKAGE / "codes" / "loading.py", PACKAGE / "codes" / "forms.py", PACKAGE / "earning" / "staging.py", PACKAGE / "integrations" / "card_registry.py", PACKAGE / "settlements" / "rates_run.py",
    *(PACKAGE / "reconciliation" / f"{name}.py" for name in ("run", "rules", "columns", "status_run")), *(PACKAGE / "reconciliation" / "at_tills").glob("*.py"), *(PACKAGE / "integrations" / "banks").glob("*.py"),
]  # fmt: skip
SAYS = {
    "Reason": 0,
    "CellError": 0,
    "Unfit": 0,
    "Unreadable": 0,
    "Doubtful": 0,
    "_Bad": 1,
    "add": 2,
    "say": 2,
    "refuse": 1,
}  # which argument is the reason


def sentences(source: str) -> Iterator[str]:
    """Every text that a reader gives as a reason."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        given = node.args[SAYS[name] : SAYS[name] + 1] if name in SAYS else []
        for value in [*given, *(word.value for word in node.keywords if word.arg == "reason")]:
            yield from (part.value for part in ast.walk(value) if _is_text(part) and len(part.value.split()) > 1)


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def test_every_reason_has_its_russian_words(ctx: Flask) -> None:
    found = {one for file in READERS for one in sentences(file.read_text())}
    assert len(found) > 50
    found |= {*NO_TEXT.values(), *(Reason.of(codes_rules.no_code(text)).sentence for text in ("<b>", "Итого"))}
    with ctx.test_request_context(), force_locale("ru"):
        known = {str(said._args[0]): str(said) for said in reason_words.SENTENCES}
    assert found - known.keys() == set()
    assert [sentence for sentence, said in known.items() if said == sentence] == []


def test_facts_stand_in_the_readers_sentence(ctx: Flask) -> None:
    reason = Reason("is longer than %(most)s characters", most=80)
    assert reason == "is longer than 80 characters"
    error = RowError(2, "brand", reason.sentence, reason.facts, "")
    with ctx.test_request_context(), force_locale("ru"):
        assert reasons.said(error) == "длиннее 80 знаков"


@pytest.mark.parametrize(
    "source", ['problems.add(1, "a", "is quite wrong")', 'raise UploadRefused(reason="is quite wrong")']
)
def test_control_a_reason_that_is_given_is_found(source: str) -> None:
    assert list(sentences(source)) == ["is quite wrong"]
