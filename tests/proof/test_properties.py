"""Every property is shown by some test, and some test shows that the check can fail."""

import re
from pathlib import Path

from tests.proof.properties import PROPERTIES

TESTS = Path(__file__).resolve().parent.parent


def test_every_property_has_a_proof_and_a_control() -> None:
    marks = {
        (found[1], "control=True" in found[2])
        for file in TESTS.rglob("test_*.py")
        for found in re.finditer(r'mark\.proof\("(P\d\d)"([^)]*)\)', file.read_text(encoding="utf-8"))
    }
    assert {name for name, control in marks if not control} == set(PROPERTIES)
    assert {name for name, control in marks if control} == set(PROPERTIES)
